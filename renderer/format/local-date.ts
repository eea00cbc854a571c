/** Arithmetic on calendar days written YYYY-MM-DD, without a zone: the core cuts days, the window only steps through them. */

const DAY_MS = 86_400_000

export function addDays(date: string, days: number): string {
  return toText(toMillis(date) + days * DAY_MS)
}

/** First day of the month `months` away. */
export function addMonths(date: string, months: number): string {
  const from = new Date(toMillis(date))
  return toText(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1))
}

/** The same day of another year; 29 February becomes the 28th. */
export function addYears(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years
  const moved = `${String(year).padStart(4, '0')}${date.slice(4)}`
  return isLocalDate(moved) ? moved : `${moved.slice(0, 8)}28`
}

/** Days from `first` to `last`, both counted. */
export function daysBetween(first: string, last: string): number {
  return Math.round((toMillis(last) - toMillis(first)) / DAY_MS) + 1
}

/** 1 Monday to 7 Sunday. */
export function weekdayOf(date: string): number {
  return new Date(toMillis(date)).getUTCDay() || 7
}

/** Monday of the week. */
export function firstOfWeek(date: string): string {
  return addDays(date, 1 - weekdayOf(date))
}

export function firstOfYear(date: string): string {
  return `${date.slice(0, 4)}-01-01`
}

export function firstOfMonth(date: string): string {
  return `${date.slice(0, 7)}-01`
}

/** Midnight UTC of the day, for Intl with timeZone 'UTC'. */
export function toMillis(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

/** The calendar day of an instant in a zone. */
export function dateAt(seconds: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  }).formatToParts(seconds * 1000)
  const part = (type: string): string => parts.find((entry) => entry.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** Whether the text is a real day YYYY-MM-DD. */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(toMillis(text)) && toText(toMillis(text)) === text
}

function toText(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10)
}
