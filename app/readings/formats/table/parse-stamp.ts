/** A cell with a day or a time as seconds: local ones counted as if the wall clock were UTC, exact ones as UTC. */

export type DateOrder = 'ymd' | 'dmy' | 'mdy'

/** `local`: seconds since 1970 by the wall clock. `offset`: seconds east of UTC where the cell says so, else null. */
export type Stamp = { readonly local: number; readonly offset: number | null; readonly hasTime: boolean }

const DAY = 86_400
const TAIL =
  '(?:(?:[T ,]|, )+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?\\s*([aApP][mM])?\\s*(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?$'
const YEAR_FIRST = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TAIL}`, 'u')
const YEAR_LAST = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4}|\\d{2})${TAIL}`, 'u')
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([aApP][mM]))?$/u
const TIME_SPAN = /^(\d{1,2}:\d{2}(?::\d{2})?)\s*(?:-|–|bis|to)\s*(\d{1,2}:\d{2}(?::\d{2})?)$/u
/** Quarter hours of one day have the same text for the day; finding it again is most of the work. */
const FEWEST_TEXT = 8

export function createStampParser(order: DateOrder): (cell: string) => Stamp | undefined {
  const form = order === 'ymd' ? YEAR_FIRST : YEAR_LAST
  return (cell) => {
    if (cell.length < FEWEST_TEXT - 2 || cell.length > 40) return undefined
    const match = form.exec(cell)
    if (!match) return undefined
    const day = dayOf(match, order)
    if (day === undefined) return undefined
    if (match[4] === undefined) return { local: day, offset: null, hasTime: false }
    const time = timeOf(match[4], match[5], match[6], match[7])
    if (time === undefined) return undefined
    return { local: day + time, offset: offsetOf(match[8]), hasTime: true }
  }
}

/** Seconds since midnight, 0..86400 (24:00 is the next midnight); undefined for anything else. */
export function parseTime(cell: string): number | undefined {
  const match = TIME.exec(cell)
  return match ? timeOf(match[1], match[2], match[3], match[4]) : parseTimeSpan(cell)
}

/** The beginning of 00:00 - 00:15. Where the second time is not the later one, it may be an offset. */
export function parseTimeSpan(cell: string): number | undefined {
  const times = TIME_SPAN.exec(cell)
  const [from, to] = times ? [parseTime(times[1] ?? ''), parseTime(times[2] ?? '')] : []
  if (from === undefined || to === undefined) return undefined
  return to === 0 || to > from ? from : undefined
}

function dayOf(match: RegExpExecArray, order: DateOrder): number | undefined {
  const [one, two, three] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const [year, month, day] =
    order === 'ymd' ? [one, two, three] : order === 'dmy' ? [three, two, one] : [three, one, two]
  const full = year < 100 ? year + 2000 : year
  if (full < 1990 || full > 2099 || month < 1 || month > 12 || day < 1 || day > daysIn(full, month)) return undefined
  return Date.UTC(full, month - 1, day) / 1000
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function timeOf(hours?: string, minutes?: string, seconds?: string, half?: string): number | undefined {
  let hour = Number(hours)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  }
  const [minute, second] = [Number(minutes), Number(seconds ?? '0')]
  const time = hour * 3600 + minute * 60 + second
  return hour > 24 || minute > 59 || second > 59 || time > DAY ? undefined : time
}

function offsetOf(text: string | undefined): number | null {
  if (text === undefined) return null
  if (text === 'Z' || text === 'UTC') return 0
  const minutes = text.length > 3 ? Number(text.slice(-2)) : 0
  const seconds = Number(text.slice(1, 3)) * 3600 + minutes * 60
  return text.startsWith('-') ? -seconds : seconds
}

/** The order of day and month; null where two are possible and nothing decides. */
export function dateOrderOf(cells: readonly string[]): DateOrder | null {
  const dates = cells.filter((cell) => /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\D|$)/u.test(cell))
  if (dates.length === 0) return null
  if (dates.every((cell) => /^\d{4}/u.test(cell))) return 'ymd'
  if (dates.some((cell) => /^\d{1,2}\.\d{1,2}\./u.test(cell))) return 'dmy'
  const fits = (['dmy', 'mdy'] as const).filter((order) => dates.every((cell) => createStampParser(order)(cell)))
  if (fits.length === 1) return fits[0] ?? null
  const likely = fits.filter((order) => isLikely(dates, order))
  return likely.length === 1 ? (likely[0] ?? null) : null
}

/**
 * Where the day changes it is the next one, or the same of the next month where each row is a day of its own; with day and
 * month swapped, quarter hours jump by a month at each midnight, and months look like days.
 */
function isLikely(dates: readonly string[], order: DateOrder): boolean {
  const parse = createStampParser(order)
  const days = dates.map((cell) => Math.floor((parse(cell)?.local ?? 0) / DAY))
  const steps = days.slice(1).map((day, index) => Math.abs(day - (days[index] ?? 0)))
  const changes = steps.filter((step) => step > 0)
  if (changes.length === 0) return false
  const isMonthly = changes.length === steps.length && changes.every((step) => step >= 28 && step <= 31)
  return isMonthly || changes.filter((step) => step === 1).length > changes.length * 0.9
}
