/** A month of readings as a bar scene: one bar per day. */

import type { ReadingsMonth } from '../../../app/contract'
import { axisLines } from './axis-lines'
import type { BarScene } from './bar-scene'

const MILLI_WATT_HOURS_PER_KWH = 1_000_000
const MONDAY = 1

export type MonthWords = {
  readonly unit: (value: string) => string
  readonly number: (value: number, digits: number) => string
  readonly names: BarScene['names']
}

export function monthScene(month: ReadingsMonth, words: MonthWords): BarScene {
  const kwh = (value: number | null): number | null => (value === null ? null : value / MILLI_WATT_HOURS_PER_KWH)
  const up = month.days.map((day) => kwh(day.drawn))
  const down = month.days.map((day) => kwh(day.fedIn) || null)
  const axis = axisLines(Math.max(...up.map((value) => value ?? 0)) || 1, Math.max(...down.map((value) => value ?? 0)))
  return {
    count: month.days.length,
    up,
    down,
    upColour: 'drawn',
    // A day with slots missing is smaller than it was: drawn like an estimate, said in the foot.
    estimated: month.days.map((day) => day.measured > 0 && day.measured < day.expected),
    axis,
    axisText: (value, isTop) =>
      isTop ? words.unit(words.number(value, axis.digits)) : words.number(value, axis.digits),
    bands: [],
    gaps: month.days
      .map((day, index) => ({
        from: index,
        to: index + 1,
        text: [],
        missing: day.drawn === null && day.measured === 0
      }))
      .filter((gap) => gap.missing && isPast(month, gap.from)),
    compare: null,
    usual: null,
    ruler: {
      centred: true,
      marks: month.days.map((day, at) => ({ at, text: String(Number(day.date.slice(8))) })),
      isLong: (index) => index === month.days.length || isMonday(month.days[index]?.date)
    },
    now: null,
    jump: null,
    names: words.names,
    inset: { top: 24, bottom: 30 }
  }
}

/** Days after the newest reading are not gaps: they have not happened. */
function isPast(month: ReadingsMonth, index: number): boolean {
  return month.days.slice(index).some((day) => day.measured > 0)
}

function isMonday(date: string | undefined): boolean {
  return date !== undefined && new Date(`${date}T00:00:00Z`).getUTCDay() === MONDAY
}
