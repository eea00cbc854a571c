/** Energy of one meter as pieces of a file: amounts in their own resolution, both directions side by side. */

import { AppError } from '../../../app-error'
import { type UtcSeconds, toUtcSeconds } from '../../../domain/interval'
import type { FilePart } from '../format-reader'
import { inParts } from '../in-parts'
import type { ItemList } from '../lists/item-list'
import type { Amount, ProfileRow } from '../load-profile-file'
import type { Interval } from './interval-list'
import type { MeterEnergy } from './meter-energy'

const BATCH = 4096
const QUALITIES = ['measured', 'estimated', 'substituted'] as const
/** 2000-01-01 to 2100-01-01 UTC. */
const FIRST_TIME = 946_684_800
const LAST_TIME = 4_102_444_800
/** A megawatt on average: no household has it, and every sum of a century fits into a view. */
const MOST_WATTS = 1_000_000

/** @throws AppError csv-negative, csv-implausible, csv-time { line }. */
export function* meterParts({ meterId, drawn, fedIn, registers }: MeterEnergy): Generator<FilePart, void> {
  const exponent = exponentOf([drawn, fedIn, ...registers.map(({ states }) => states)])
  for (const { direction, states } of registers) {
    for (const some of inParts(states)) {
      yield {
        kind: 'registers',
        meterId,
        direction,
        states: some.map(({ start, energy, line }) => ({ at: instantOf(start, line), ...amountOf(energy, exponent) }))
      }
    }
  }
  let rows: ProfileRow[] = []
  for (const row of pairedRows(drawn, fedIn, exponent)) {
    rows.push(row)
    if (rows.length < BATCH) continue
    yield { kind: 'rows', meterId, rows }
    rows = []
  }
  if (rows.length > 0) yield { kind: 'rows', meterId, rows }
}

/** Both directions side by side where interval and quality are the same. */
function* pairedRows(
  drawn: ItemList<Interval>,
  fedIn: ItemList<Interval>,
  exponent: number
): Generator<ProfileRow, void> {
  let [left, right] = [0, 0]
  while (left < drawn.length || right < fedIn.length) {
    const [one, other] = [drawn.at(left), fedIn.at(right)]
    const isPair = one && other && one.start === other.start && one.seconds === other.seconds && one.rank === other.rank
    const first = one && (!other || one.start <= other.start) ? one : other
    if (!first) return
    if (isPair || first === one) left += 1
    if (isPair || first === other) right += 1
    yield {
      start: instantOf(first.start, first.line),
      seconds: first.seconds,
      quality: QUALITIES[first.rank],
      drawn: isPair || first === one ? energyAmount(one ?? first, exponent) : null,
      fedIn: isPair || first === other ? energyAmount(other ?? first, exponent) : null
    }
  }
}

function energyAmount({ energy, seconds, line }: Interval, exponent: number): Amount {
  if (energy < 0) throw new AppError('csv-negative', { line })
  if (energy * 3.6 > MOST_WATTS * seconds) throw new AppError('csv-implausible', { line })
  return amountOf(energy, exponent)
}

function amountOf(energy: number, exponent: number): Amount {
  return { amount: BigInt(energy / 10 ** (3 - exponent)), exponent }
}

function instantOf(time: number, line: number): UtcSeconds {
  if (!(time >= FIRST_TIME && time <= LAST_TIME)) throw new AppError('csv-time', { line })
  return toUtcSeconds(time)
}

/** The coarsest resolution in which every amount of the meter is whole. */
function exponentOf(lists: readonly Iterable<Interval>[]): number {
  let exponent = 0
  for (const list of lists) {
    for (const { energy } of list) while (exponent < 3 && energy % 10 ** (3 - exponent) !== 0) exponent += 1
  }
  return exponent
}
