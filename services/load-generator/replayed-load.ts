/**
 * Real series replayed as the loads of a neighbourhood (docs/adr/0007): the first value falls on a given instant, time
 * goes on by elapsed seconds. One long series becomes several homes by starting it at different days.
 */

import type { UnitExponent } from '../../app/domain/energy'
import { SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { AppError } from '../../app/app-error'
import type { CsvLoads, CsvSeries } from './csv-loads'
import type { Load } from './load'

export type ReplayedLoad = Load & {
  /** Intervals for which the file has no value and another week's was taken. */
  readonly filled: number
}

/**
 * @param start instant of the first replayed interval. @param intervals how many are needed.
 * @throws AppError load-file-too-short { name, days }.
 */
export function replayLoads(loads: CsvLoads, households: number, start: UtcSeconds, intervals: number): ReplayedLoad[] {
  const perDay = SECONDS_PER_DAY / loads.seconds
  const filled = loads.series.map((series) => fillBlanks(series, perDay * 7))
  return Array.from({ length: households }, (_, household) => {
    const each = filled[household % filled.length]
    if (!each) throw new AppError('load-file-too-short', { name: '', days: 0 })
    const offset = offsetOf(
      each.values.length,
      perDay,
      intervals,
      Math.floor(household / filled.length),
      households / filled.length
    )
    return replayed(each, loads, offset, start)
  })
}

type Filled = { readonly name: string; readonly values: readonly bigint[]; readonly blanks: readonly boolean[] }

function replayed(series: Filled, { seconds, unitExp }: CsvLoads, offset: number, start: UtcSeconds): ReplayedLoad {
  const count = series.values.length - offset
  return {
    seconds,
    unitExp: unitExp satisfies UnitExponent,
    hasFeedIn: false,
    end: toUtcSeconds(start + count * seconds),
    filled: series.blanks.slice(offset).filter(Boolean).length,
    energyAt(intervalStart) {
      const index = (intervalStart - start) / seconds
      const value = Number.isInteger(index) && index >= 0 ? series.values[offset + index] : undefined
      if (value === undefined) throw new RangeError('load: interval outside the series')
      return { drawn: value, fedIn: 0n }
    }
  }
}

/** Copies of one series start whole weeks apart where it is long enough, else whole days: never the same day twice. */
function offsetOf(length: number, perDay: number, intervals: number, copy: number, copies: number): number {
  if (length < intervals) throw new AppError('load-file-too-short', { name: '', days: Math.floor(length / perDay) })
  if (copy === 0) return 0
  const spare = length - intervals
  const step = [7 * perDay, perDay].find((each) => each * (Math.ceil(copies) - 1) <= spare)
  if (step === undefined) throw new AppError('load-file-too-short', { name: '', days: Math.floor(length / perDay) })
  return copy * step
}

/** A meter never sleeps as a research logger does: a blank takes the value of the same time in the nearest other week. */
function fillBlanks(series: CsvSeries, perWeek: number): Filled {
  const blanks = series.values.map((value) => value === null)
  const values = series.values.map((value, index) => {
    if (value !== null) return value
    for (let weeks = 1; weeks * perWeek < series.values.length; weeks++) {
      const found = series.values[index - weeks * perWeek] ?? series.values[index + weeks * perWeek]
      if (found !== null && found !== undefined) return found
    }
    return 0n
  })
  if (blanks.every(Boolean))
    throw new AppError('load-file-malformed', { name: series.name, line: 1, reason: 'no-values' })
  return { name: series.name, values, blanks }
}
