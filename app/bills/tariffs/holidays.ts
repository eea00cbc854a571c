/**
 * Holidays of whole countries, for a tariff that treats them like Sundays. A tariff lists its days itself; this only
 * fills the list. Regional holidays are left to the person.
 */

import { type LocalDate, addDays, toLocalDate } from '../../domain/calendar'

export type HolidayCountry = 'de' | 'at'

export type Holiday = { readonly date: LocalDate; readonly name: string }

type Rule = { readonly name: string; readonly day: (year: number) => LocalDate }

const fixed = (name: string, monthDay: string): Rule => ({ name, day: (year) => toLocalDate(`${year}-${monthDay}`) })
const afterEaster = (name: string, days: number): Rule => ({ name, day: (year) => addDays(easterSunday(year), days) })

const RULES: Readonly<Record<HolidayCountry, readonly Rule[]>> = {
  de: [
    fixed('Neujahr', '01-01'),
    afterEaster('Karfreitag', -2),
    afterEaster('Ostermontag', 1),
    fixed('Tag der Arbeit', '05-01'),
    afterEaster('Christi Himmelfahrt', 39),
    afterEaster('Pfingstmontag', 50),
    fixed('Deutsche Einheit', '10-03'),
    fixed('1. Weihnachtstag', '12-25'),
    fixed('2. Weihnachtstag', '12-26')
  ],
  at: [
    fixed('Neujahr', '01-01'),
    fixed('Heilige Drei Könige', '01-06'),
    afterEaster('Ostermontag', 1),
    fixed('Staatsfeiertag', '05-01'),
    afterEaster('Christi Himmelfahrt', 39),
    afterEaster('Pfingstmontag', 50),
    afterEaster('Fronleichnam', 60),
    fixed('Mariä Himmelfahrt', '08-15'),
    fixed('Nationalfeiertag', '10-26'),
    fixed('Allerheiligen', '11-01'),
    fixed('Mariä Empfängnis', '12-08'),
    fixed('Christtag', '12-25'),
    fixed('Stefanitag', '12-26')
  ]
}

/** Days from `first` to `last`, both included, ascending; two on one day count once. */
export function holidaysBetween(country: HolidayCountry, first: LocalDate, last: LocalDate): readonly Holiday[] {
  const byDate = new Map<string, Holiday>()
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++) {
    for (const { name, day } of RULES[country]) {
      const date = day(year)
      if (date >= first && date <= last && !byDate.has(date)) byDate.set(date, { date, name })
    }
  }
  return [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}

/** Gregorian Easter (Meeus, Astronomical Algorithms, chapter 8; Butcher's form). */
export function easterSunday(year: number): LocalDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const e = b % 4
  const f = Math.floor((b + 8) / 25)
  const g = Math.floor((b - f + 1) / 3)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const k = c % 4
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - k) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  const two = (value: number): string => String(value).padStart(2, '0')
  return toLocalDate(`${year}-${two(Math.floor(sum / 31))}-${two((sum % 31) + 1)}`)
}
