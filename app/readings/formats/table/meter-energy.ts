/** Series of a table added up to the two directions of each meter; registers fill what the file leaves out. */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import type { Direction } from '../../../domain/energy'
import type { Channel } from './channels'
import { type ItemList, countOf } from '../lists/item-list'
import { type Interval, assertApart } from './interval-list'
import { changed, only, packed } from './packed-intervals'
import { type TotalState, differencesOf } from './total-list'

/** Registers are read in whole milliwatt-hours. */
const MILLIWATT_HOURS_PER_KWH = 1_000_000

export type MeterEnergy = {
  readonly meterId: string
  /** Ascending, apart, none missing. */
  readonly drawn: ItemList<Interval>
  readonly fedIn: ItemList<Interval>
  readonly registers: readonly { readonly direction: Direction; readonly states: ItemList<TotalState> }[]
}

type Tools = {
  readonly intervals: (channels: readonly Channel[]) => ItemList<Interval>
  readonly totals: (channels: readonly Channel[]) => ItemList<TotalState>
  readonly remark: (remark: Remark) => void
}

export function meterEnergies(channels: readonly Channel[], tools: Tools): MeterEnergy[] {
  const meterIds = [...new Set(channels.map(({ meterId }) => meterId))]
  return meterIds.map((meterId) => {
    const own = channels.filter((channel) => channel.meterId === meterId)
    const net = own.filter(({ register }) => register === 'net')
    if (net.length > 0) return splitNet(meterId, present(tools.intervals(net)))
    const drawn = directionEnergy(
      own.filter(({ register }) => register === 'drawn'),
      tools,
      1
    )
    const fedIn = directionEnergy(
      own.filter(({ register }) => register === 'fed-in'),
      tools,
      -1
    )
    const registers = [
      { direction: 'drawn' as const, states: drawn.states },
      { direction: 'fed-in' as const, states: fedIn.states }
    ]
    return {
      meterId,
      drawn: drawn.intervals,
      fedIn: fedIn.intervals,
      registers: registers.filter(({ states }) => states.length > 0)
    }
  })
}

/**
 * Adds series up where they speak of the same interval; what only one of them says stays as it is.
 * @param series each ascending, without two of one start
 * @throws AppError csv-overlap { line } where they cut time differently.
 */
export function mergeIntervals(series: readonly ItemList<Interval>[]): ItemList<Interval> {
  const [first = [], ...rest] = series
  if (rest.length === 0) return first
  const merged = packed(sideBySide(series))
  assertApart(merged)
  return merged
}

function* sideBySide(series: readonly ItemList<Interval>[]): Generator<Interval, void> {
  const places = series.map(() => 0)
  for (;;) {
    const heads = series.map((list, index) => list.at(places[index] ?? 0))
    const start = heads.reduce((least, head) => (head && head.start < least ? head.start : least), Infinity)
    if (start === Infinity) return
    const same = heads.filter((head) => head?.start === start) as Interval[]
    heads.forEach((head, index) => (places[index] = (places[index] ?? 0) + (head?.start === start ? 1 : 0)))
    yield same.reduce(added)
  }
}

/** @throws AppError csv-overlap { line }. */
function added(sum: Interval, other: Interval): Interval {
  if (sum.seconds !== other.seconds) throw new AppError('csv-overlap', { line: other.line })
  const rank = Math.max(sum.rank, other.rank) as Interval['rank']
  return { ...sum, energy: sumOf(sum, other), rank }
}

/** Two tariffs in one row are known together or not at all; two rows of one interval are two registers in turn. */
function sumOf(one: Interval, other: Interval): number {
  if (one.line === other.line) return one.energy + other.energy
  if (Number.isNaN(one.energy)) return other.energy
  return Number.isNaN(other.energy) ? one.energy : one.energy + other.energy
}

type DirectionEnergy = { readonly intervals: ItemList<Interval>; readonly states: ItemList<TotalState> }

function directionEnergy(channels: readonly Channel[], tools: Tools, sign: 1 | -1): DirectionEnergy {
  const energies = channels.filter(({ kind }) => kind !== 'total')
  const read = tools.totals(channels.filter(({ kind }) => kind === 'total'))
  if (energies.length === 0) {
    const { intervals, backwards, line } = differencesOf(read)
    if (backwards > 0) tools.remark({ code: 'register-backwards', params: { count: backwards, line } })
    return { intervals, states: read }
  }
  const intervals = sign < 0 ? positive(tools.intervals(energies)) : tools.intervals(energies)
  // Some files write zero for a register that was not read, and zero for the energy beside it.
  const unread = unreadLines(read)
  const states = only(read, ({ line }) => !unread.has(line))
  const said = only(present(intervals), ({ line, energy }) => !(energy === 0 && unread.has(line)))
  if (unread.size > 0)
    tools.remark({ code: 'registers-unread', params: { count: unread.size, line: [...unread][0] ?? 0 } })
  return states.length > 0 ? filledUp(said, states, tools) : { intervals: said, states }
}

function unreadLines(states: ItemList<TotalState>): ReadonlySet<number> {
  const lines = new Set<number>()
  if (countOf(states, ({ energy }) => energy > 0) > 0) {
    for (const { energy, line } of states) if (energy === 0) lines.add(line)
  }
  return lines
}

/**
 * The step of the register between two readings is the energy between them: it fills what is missing, and is held
 * against what is there. Some sources cut decimals off single readings; where that shows, those are not used.
 */
function filledUp(said: ItemList<Interval>, states: ItemList<TotalState>, tools: Tools): DirectionEnergy {
  const first = compare(said, states)
  const fine = only(states, ({ energy }) => energy % MILLIWATT_HOURS_PER_KWH !== 0)
  const isCoarse = first.differing > 0 && fine.length < states.length && fine.length > states.length / 2
  const { added, differing, line } = isCoarse ? compare(said, fine) : first
  const used = isCoarse ? fine : states
  if (isCoarse) tools.remark({ code: 'registers-coarse', params: { count: states.length - fine.length } })
  if (added.length > 0) tools.remark({ code: 'filled-from-register', params: { count: added.length } })
  if (differing > 0) tools.remark({ code: 'registers-differ', params: { count: differing, line } })
  if (added.length === 0) return { intervals: said, states: used }
  return { intervals: [...said, ...added].sort((one, other) => one.start - other.start), states: used }
}

function compare(
  said: ItemList<Interval>,
  states: ItemList<TotalState>
): { readonly added: Interval[]; readonly differing: number; readonly line: number } {
  const added: Interval[] = []
  let [at, differing, line] = [0, 0, 0]
  for (const step of differencesOf(states).intervals) {
    const end = step.start + step.seconds
    while (at < said.length && (said.at(at)?.start ?? end) < step.start) at += 1
    const inside: Interval[] = []
    for (let next = at; next < said.length; next++) {
      const one = said.at(next) as Interval
      if (one.start >= end) break
      inside.push(one)
    }
    const missing = stretchWithout(step, inside)
    const energy = inside.reduce((rest, one) => rest - one.energy, step.energy)
    if (missing && energy >= 0) added.push({ ...step, ...missing, energy })
    else if (missing || (energy !== 0 && inside.reduce((sum, { seconds }) => sum + seconds, 0) === step.seconds)) {
      differing += 1
      line ||= step.line
    }
  }
  return { added, differing, line }
}

/** The one stretch of a step that no interval covers; null where there is none or more than one. */
function stretchWithout(
  { start, seconds }: Interval,
  inside: readonly Interval[]
): { readonly start: number; readonly seconds: number } | null {
  const gaps: { start: number; seconds: number }[] = []
  let end = start
  for (const one of inside) {
    if (one.start > end) gaps.push({ start: end, seconds: one.start - end })
    end = one.start + one.seconds
  }
  if (end < start + seconds) gaps.push({ start: end, seconds: start + seconds - end })
  return gaps.length === 1 && end <= start + seconds ? (gaps[0] ?? null) : null
}

function present(intervals: ItemList<Interval>): ItemList<Interval> {
  return only(intervals, ({ energy }) => !Number.isNaN(energy))
}

/** Some sources write what was fed in as negative numbers, in a column of its own. */
function positive(intervals: ItemList<Interval>): ItemList<Interval> {
  if (countOf(intervals, ({ energy }) => energy > 0) > 0) return intervals
  return changed(intervals, (interval) => (interval.energy < 0 ? { ...interval, energy: -interval.energy } : interval))
}

function splitNet(meterId: string, intervals: ItemList<Interval>): MeterEnergy {
  return {
    meterId,
    drawn: changed(intervals, (one) => (one.energy < 0 ? { ...one, energy: 0 } : one)),
    fedIn: changed(intervals, (one) => ({ ...one, energy: Math.max(0, -one.energy) })),
    registers: []
  }
}
