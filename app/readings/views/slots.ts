/** Cuts a local day into slots and puts readings into them: sums of what lies inside, null where something is missing. */

import { type LocalDate, type TimeZone, periodOfDay, wallClockAt } from '../../domain/calendar'
import { toMilliwattHours } from '../../domain/energy'
import { type Period, SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import type { Reading, ReadingQuality } from '../reading-store'

export type DayGrid = {
  readonly period: Period
  /** Length of a slot. */
  readonly seconds: number
  readonly starts: readonly UtcSeconds[]
  /** Minute of each slot by the clock on the wall; repeats when clocks go back. */
  readonly minutes: readonly number[]
}

export type SlotEnergy = {
  /** Milliwatt-hours, or null where the readings do not fill the slot. */
  readonly energy: bigint | null
  readonly quality: ReadingQuality
}

/** A reading too long for one slot: its energy is known only as a sum. */
export type LongReading = { readonly period: Period; readonly energy: bigint }

export type FilledDay = { readonly slots: readonly SlotEnergy[]; readonly long: readonly LongReading[] }

/** Shortest and longest slot shown. */
const SHORTEST = 60
const LONGEST = 3600
/** Without any reading to go by. */
const USUAL = 900

const QUALITY_RANK: Readonly<Record<ReadingQuality, number>> = { measured: 0, estimated: 1, substituted: 2 }

export function gridOf(date: LocalDate, timeZone: TimeZone, seconds: number): DayGrid {
  const period = periodOfDay(date, timeZone)
  const length = period.end - period.start
  const starts = Array.from({ length: Math.ceil(length / seconds) }, (_, index) =>
    toUtcSeconds(period.start + index * seconds)
  )
  const minutes = starts.map((start) =>
    length === SECONDS_PER_DAY ? Math.floor((start - period.start) / 60) : wallClockAt(start, timeZone).minute
  )
  return { period, seconds, starts, minutes }
}

/** The interval length that most of the readings' time has, within what a page can show. */
export function slotSecondsOf(readings: readonly Reading[]): number {
  const counts = new Map<number, number>()
  for (const { seconds } of readings) counts.set(seconds, (counts.get(seconds) ?? 0) + 1)
  const usual = [...counts].filter(([seconds]) => seconds <= LONGEST && SECONDS_PER_DAY % seconds === 0)
  const [most] = usual.sort(([, one], [, other]) => other - one)
  return Math.max(SHORTEST, most?.[0] ?? USUAL)
}

export function fillDay(grid: DayGrid, readings: readonly Reading[]): FilledDay {
  const sums = grid.starts.map(() => ({ energy: 0n, covered: 0, quality: 'measured' as ReadingQuality }))
  const long: LongReading[] = []
  for (const reading of readings) {
    const slot = slotOf(grid, reading)
    const sum = slot === null ? undefined : sums[slot]
    if (!sum) {
      const period = { start: reading.start, end: toUtcSeconds(reading.start + reading.seconds) }
      long.push({ period, energy: milliOf(reading) })
      continue
    }
    sum.energy += milliOf(reading)
    sum.covered += reading.seconds
    if (QUALITY_RANK[reading.quality] > QUALITY_RANK[sum.quality]) sum.quality = reading.quality
  }
  const slots = sums.map(({ energy, covered, quality }, index) => ({
    energy: covered === lengthOf(grid, index) ? energy : null,
    quality
  }))
  return { slots, long }
}

/** Seconds of a slot; the last one of a day may be shorter. */
export function lengthOf({ starts, period, seconds }: DayGrid, index: number): number {
  const start = starts[index] ?? period.end
  return Math.min(seconds, period.end - start)
}

/** Whole milliwatt-hours; finer sources are rounded. */
export function milliOf({ amount, exponent }: Pick<Reading, 'amount' | 'exponent'>): bigint {
  return BigInt(toMilliwattHours(amount, exponent))
}

/** The slot that holds the whole reading; null where it reaches over a border. */
function slotOf(grid: DayGrid, { start, seconds }: Reading): number | null {
  const index = Math.floor((start - grid.period.start) / grid.seconds)
  const slotStart = grid.starts[index]
  if (slotStart === undefined || start < slotStart) return null
  return start + seconds <= slotStart + lengthOf(grid, index) ? index : null
}
