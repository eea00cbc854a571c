/** Numbers, units, money and dates in the person's language. Energy comes in milliwatt-hours, prices and costs in nano-euro, money in cents. */

import { toMillis } from './local-date'

/** A figure and its unit apart, so that the unit can be set one step smaller. */
export type Figure = { readonly before: string; readonly figure: string; readonly after: string }

export type Format = ReturnType<typeof createFormat>

const MILLI_WATT_HOURS_PER_KWH = 1_000_000
const NANO_EURO_PER_EURO = 1_000_000_000
const NANO_EURO_PER_CENT = 10_000_000
const NARROW = '\u00a0'

export function createFormat(language: 'de' | 'en', timeZone: string) {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  return { locale, ...createNumbers(locale), ...createMoney(locale), ...createDates(locale, timeZone) }
}

function createNumbers(locale: string) {
  const number = (value: number, digits = 0): string => decimal(locale, value, { digits })
  const unit = (value: number, name: string, digits = 0): Figure => ({
    before: '',
    figure: number(value, digits),
    after: name
  })
  const energyFigure = (milliwattHours: number, digits = 2): Figure =>
    unit(milliwattHours / MILLI_WATT_HOURS_PER_KWH, 'kWh', digits)
  const powerFigure = (watts: number): Figure =>
    Math.abs(watts) < 1000 ? unit(watts, 'W') : unit(watts / 1000, 'kW', 2)
  return {
    number,
    energyFigure,
    powerFigure,
    bytesFigure: (bytes: number): Figure => bytesFigure(bytes, unit),
    energy: (milliwattHours: number, digits = 2): string => joined(energyFigure(milliwattHours, digits)),
    power: (watts: number): string => joined(powerFigure(watts)),
    bytes: (bytes: number): string => joined(bytesFigure(bytes, unit)),
    percent: (share: number, digits = 0): string =>
      minus(new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share)),
    list: (words: readonly string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
  }
}

function createMoney(locale: string) {
  const euro = (value: number, options: Intl.NumberFormatOptions = {}): Figure => {
    const parts = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', ...options }).formatToParts(value)
    const at = parts.findIndex((part) => part.type === 'currency')
    const text = (from: number, to?: number): string =>
      minus(
        parts
          .slice(from, to)
          .map((part) => part.value)
          .join('')
          .trim()
      )
    const first = parts.slice(0, at).every((part) => part.type !== 'integer')
    return first
      ? { before: '', figure: text(0), after: '' }
      : { before: '', figure: text(0, at), after: parts[at]?.value ?? '' }
  }
  const centsFigure = (cents: number): Figure => euro(cents / 100)
  const costFigure = (nanoEuro: number): Figure => euro(nanoEuro / NANO_EURO_PER_EURO)
  const ct = (nanoEuro: number, least: number, most = least): string =>
    joined({ before: '', figure: decimal(locale, nanoEuro / NANO_EURO_PER_CENT, { digits: least, most }), after: 'ct' })
  return {
    centsFigure,
    costFigure,
    /** 338 -> 3,38 € */
    money: (cents: number): string => joined(centsFigure(cents)),
    /** 338 -> +3,38 € */
    difference: (cents: number): string => joined(euro(cents / 100, { signDisplay: 'exceptZero' })),
    cost: (nanoEuro: number): string => joined(costFigure(nanoEuro)),
    wholeEuro: (nanoEuro: number): string =>
      joined(euro(nanoEuro / NANO_EURO_PER_EURO, { maximumFractionDigits: 0, minimumFractionDigits: 0 })),
    /** Nano-euro per kWh -> 33,10 ct; as exact as a price is. */
    price: (nanoEuroPerKwh: number): string => ct(nanoEuroPerKwh, 2, 4),
    /** The same on two digits, for charts. */
    priceRounded: (nanoEuroPerKwh: number): string => ct(nanoEuroPerKwh, 2),
    /** Nano-euro -> 9,8969 ct */
    fineCost: (nanoEuro: number): string => ct(nanoEuro, 1, 4),
    cents: (nanoEuro: number): string => ct(nanoEuro, 1)
  }
}

function createDates(locale: string, timeZone: string) {
  const day = (date: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(toMillis(date))
  const at = (seconds: number, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(seconds * 1000)
  const time = (seconds: number): string => at(seconds, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return {
    time,
    dayLong: (date: string): string => day(date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    dayFull: (date: string): string => day(date, { day: 'numeric', month: 'long', year: 'numeric' }),
    dayMonth: (date: string): string => day(date, { day: 'numeric', month: 'long' }),
    dayShort: (date: string): string => day(date, { day: '2-digit', month: '2-digit', year: 'numeric' }),
    dayNumber: (date: string): string =>
      locale === 'de-DE' ? `${Number(date.slice(8))}.` : String(Number(date.slice(8))),
    /** 18.–24. Sept. 2026 */
    days: (first: string, last: string): string =>
      new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).formatRange(
        toMillis(first),
        toMillis(last)
      ),
    dayAndTime: (seconds: number): string =>
      at(seconds, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23'
      }),
    monthShort: (date: string): string => day(date, { month: 'short' }),
    weekdayAndDay: (date: string): string => day(date, { weekday: 'short', day: 'numeric' }),
    weekdayAndDayLong: (date: string): string => day(date, { weekday: 'long', day: 'numeric', month: 'long' }),
    hourOf: (seconds: number): string =>
      at(seconds, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    weekday: (date: string): string => day(date, { weekday: 'long' }),
    weekdayShort: (date: string): string => day(date, { weekday: 'short' }),
    monthLong: (date: string): string => day(date, { month: 'long', year: 'numeric' }),
    month: (date: string): string => day(date, { month: 'long' }),
    dayOf: (seconds: number): string => at(seconds, { day: 'numeric', month: 'long', year: 'numeric' }),
    dayMonthOf: (seconds: number): string => at(seconds, { day: 'numeric', month: 'long' }),
    weekdayOf: (seconds: number): string => at(seconds, { weekday: 'short', day: 'numeric', month: 'long' }),
    instant: (seconds: number): string =>
      at(seconds, {
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23'
      })
  }
}

function bytesFigure(bytes: number, unit: (value: number, name: string, digits?: number) => Figure): Figure {
  if (bytes < 1000) return unit(bytes, 'B')
  const [value, name] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return unit(value, name, value < 10 ? 1 : 0)
}

function decimal(locale: string, value: number, digits: { digits: number; most?: number }): string {
  const text = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits.digits,
    maximumFractionDigits: digits.most ?? digits.digits
  }).format(value)
  return minus(/^-0(?:[.,]0*)?$/u.test(text) ? text.slice(1) : text)
}

function joined(figure: Figure): string {
  return figure.after ? `${figure.figure}${NARROW}${figure.after}` : figure.figure
}

/** A minus sign instead of a hyphen. */
function minus(text: string): string {
  return text.replace(/-/gu, '\u2212')
}
