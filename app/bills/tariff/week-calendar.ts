/** Which window of a component is open in each minute of a week, by season. */

import { FormatError } from '../../../crypto'
import type { LocalDate } from '../../domain/calendar'
import type { EnergyComponent } from '../documents/tariff-document'

export const MINUTES_PER_DAY = 1440

export type Week = {
  /** Weeks with the same number are the same. */
  readonly id: number
  /** Index of the window for each of the 7 * 1,440 minutes, Monday first. */
  readonly windows: Uint8Array
}

/** The week that holds on a day. */
export type WeekCalendar = (day: LocalDate) => Week

type Stretch = EnergyComponent['windows'][number]['times'][number]

const NO_WINDOW = 255
const DAYS_OF_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/**
 * @throws FormatError windows-overlap, windows-incomplete, ends-before-start: on every day of a year, 29 February
 *   included, every minute lies in exactly one window.
 */
export function calendarOf(component: EnergyComponent): WeekCalendar {
  const stretches = component.windows.flatMap(({ times }, window) => times.map((stretch) => ({ stretch, window })))
  const weeks = new Map<string, Week>()
  const byDay = new Map<string, Week>()
  for (const day of daysOfYear()) {
    const active = stretches.filter(({ stretch }) => isOpenOn(stretch, day))
    const key = active.map(({ stretch }) => stretches.findIndex((one) => one.stretch === stretch)).join()
    const week = weeks.get(key) ?? { id: weeks.size, windows: weekOf(component.name, active) }
    weeks.set(key, week)
    byDay.set(day, week)
  }
  return (day) => {
    const week = byDay.get(day.slice(5))
    if (!week) throw new RangeError('calendar: not a day')
    return week
  }
}

/** MM-DD of every day of a leap year. */
function daysOfYear(): readonly string[] {
  const two = (value: number): string => String(value).padStart(2, '0')
  return DAYS_OF_MONTHS.flatMap((days, month) =>
    Array.from({ length: days }, (_, day) => `${two(month + 1)}-${two(day + 1)}`)
  )
}

function isOpenOn({ season }: Stretch, day: string): boolean {
  if (!season) return true
  const { from, to } = season
  return from <= to ? from <= day && day <= to : day >= from || day <= to
}

function weekOf(name: string, active: readonly { readonly stretch: Stretch; readonly window: number }[]): Uint8Array {
  const week = new Uint8Array(7 * MINUTES_PER_DAY).fill(NO_WINDOW)
  for (const { stretch, window } of active) {
    const { days, from, to } = stretch
    if (from >= to) throw new FormatError('ends-before-start', `tariff.${name}`)
    for (const day of days) {
      const minutes = week.subarray((day - 1) * MINUTES_PER_DAY + from, (day - 1) * MINUTES_PER_DAY + to)
      if (minutes.some((open) => open !== NO_WINDOW)) throw new FormatError('windows-overlap', `tariff.${name}`)
      minutes.fill(window)
    }
  }
  if (week.includes(NO_WINDOW)) throw new FormatError('windows-incomplete', `tariff.${name}`)
  return week
}
