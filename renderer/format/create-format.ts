/** Numbers, units, money and dates in the person's language. Energy comes in milliwatt-hours, prices and costs in nano-euro, money in cents. */

import { DAY_STYLES, INSTANT_STYLES, RANGE_STYLE } from './date-styles'
import { toMillis } from './local-date'
import { onceEach } from './once-each'

/** A figure and its unit apart, so that the unit can be set one step smaller. */
export type Figure = { readonly before: string; readonly figure: string; readonly after: string }

export type Format = ReturnType<typeof createFormat>

type Decimal = ReturnType<typeof createDecimal>

const MILLI_WATT_HOURS_PER_KWH = 1_000_000
const NANO_EURO_PER_EURO = 1_000_000_000
const NANO_EURO_PER_CENT = 10_000_000
const EURO = {} as const
const SIGNED_EURO = { signDisplay: 'exceptZero' } as const
const WHOLE_EURO = { maximumFractionDigits: 0, minimumFractionDigits: 0 } as const
const NARROW = '\u00a0'

export function createFormat(language: 'de' | 'en', timeZone: string) {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const decimal = createDecimal(locale)
  return {
    locale,
    ...createNumbers(locale, decimal),
    ...createMoney(locale, decimal),
    ...createDates(locale, timeZone)
  }
}

function createNumbers(locale: string, decimal: Decimal) {
  const number = (value: number, digits = 0): string => decimal(value, digits)
  const percentFormat = onceEach(
    (digits: number) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits })
  )
  const listFormat = onceEach(() => new Intl.ListFormat(locale, { type: 'conjunction' }))
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
    percent: (share: number, digits = 0): string => minus(percentFormat(digits).format(share)),
    /** Rounded down: 100 % only where all of it is known. */
    percentKnown: (known: number, all: number, digits = 0): string => {
      const steps = 10 ** (digits + 2)
      const down = all > 0 ? Math.floor((Math.min(known, all) * steps) / all) / steps : 0
      return minus(percentFormat(digits).format(down))
    },
    list: (words: readonly string[]): string => listFormat(null).format(words)
  }
}

function createMoney(locale: string, decimal: Decimal) {
  const euroFormat = onceEach(
    (style: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', ...style })
  )
  const euro = (value: number, style: Intl.NumberFormatOptions = EURO): Figure => {
    const parts = euroFormat(style).formatToParts(value)
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
    joined({ before: '', figure: decimal(nanoEuro / NANO_EURO_PER_CENT, least, most), after: 'ct' })
  return {
    centsFigure,
    costFigure,
    /** 338 -> 3,38 € */
    money: (cents: number): string => joined(centsFigure(cents)),
    /** 338 -> +3,38 € */
    difference: (cents: number): string => joined(euro(cents / 100, SIGNED_EURO)),
    cost: (nanoEuro: number): string => joined(costFigure(nanoEuro)),
    wholeEuro: (nanoEuro: number): string => joined(euro(nanoEuro / NANO_EURO_PER_EURO, WHOLE_EURO)),
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
  const dayFormat = onceEach(
    (style: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...style, timeZone: 'UTC' })
  )
  const instantFormat = onceEach(
    (style: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...style, timeZone })
  )
  return {
    ...writers(DAY_STYLES, (style) => (date: string) => dayFormat(style).format(toMillis(date))),
    ...writers(INSTANT_STYLES, (style) => (seconds: number) => instantFormat(style).format(seconds * 1000)),
    dayNumber: (date: string): string =>
      locale === 'de-DE' ? `${Number(date.slice(8))}.` : String(Number(date.slice(8))),
    /** 18.–24. Sept. 2026 */
    days: (first: string, last: string): string => dayFormat(RANGE_STYLE).formatRange(toMillis(first), toMillis(last))
  }
}

/** One function for each style. */
function writers<Name extends string, Write>(
  styles: Readonly<Record<Name, Intl.DateTimeFormatOptions>>,
  write: (style: Intl.DateTimeFormatOptions) => Write
): Record<Name, Write> {
  const made = Object.entries<Intl.DateTimeFormatOptions>(styles).map(([name, style]) => [name, write(style)])
  return Object.fromEntries(made) as Record<Name, Write>
}

function bytesFigure(bytes: number, unit: (value: number, name: string, digits?: number) => Figure): Figure {
  if (bytes < 1000) return unit(bytes, 'B')
  const [value, name] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return unit(value, name, value < 10 ? 1 : 0)
}

function createDecimal(locale: string) {
  const format = onceEach((least: number) =>
    onceEach(
      (most: number) => new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most })
    )
  )
  return (value: number, least: number, most = least): string => {
    const text = format(least)(most).format(value)
    return minus(/^-0(?:[.,]0*)?$/u.test(text) ? text.slice(1) : text)
  }
}

function joined(figure: Figure): string {
  return figure.after ? `${figure.figure}${NARROW}${figure.after}` : figure.figure
}

/** A minus sign instead of a hyphen. */
function minus(text: string): string {
  return text.replace(/-/gu, '\u2212')
}
