/** Series of a table added up to the two directions of each meter; registers fill what the file leaves out. */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import type { Direction } from '../../../domain/energy'
import type { Channel } from './channels'
import type { Interval } from './interval-list'
import { type TotalState, differencesOf } from './total-list'

/** Registers are read in whole milliwatt-hours. */
const MILLIWATT_HOURS_PER_KWH = 1_000_000

export type MeterEnergy = {
  readonly meterId: string
  /** Ascending, apart, none missing. */
  readonly drawn: readonly Interval[]
  readonly fedIn: readonly Interval[]
  readonly registers: readonly { readonly direction: Direction; readonly states: readonly TotalState[] }[]
}

type Tools = {
  readonly intervals: (channels: readonly Channel[]) => Interval[]
  readonly totals: (channels: readonly Channel[]) => TotalState[]
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
 * @throws AppError csv-overlap { line } where they cut time differently.
 */
export function mergeIntervals(series: readonly Interval[][]): Interval[] {
  const [first = [], ...rest] = series
  if (rest.length === 0) return first
  const all = new Map<number, Interval>()
  for (const interval of series.flat()) {
    const known = all.get(interval.start)
    if (!known) all.set(interval.start, { ...interval })
    else if (known.seconds !== interval.seconds) throw new AppError('csv-overlap', { line: interval.line })
    else {
      known.energy = sumOf(known, interval)
      known.rank = Math.max(known.rank, interval.rank) as Interval['rank']
    }
  }
  const merged = [...all.values()].sort((one, other) => one.start - other.start)
  merged.reduce((end, { start, seconds, line }) => {
    if (start < end) throw new AppError('csv-overlap', { line })
    return start + seconds
  }, 0)
  return merged
}

/** Two tariffs in one row are known together or not at all; two rows of one interval are two registers in turn. */
function sumOf(one: Interval, other: Interval): number {
  if (one.line === other.line) return one.energy + other.energy
  if (Number.isNaN(one.energy)) return other.energy
  return Number.isNaN(other.energy) ? one.energy : one.energy + other.energy
}

type DirectionEnergy = { readonly intervals: Interval[]; readonly states: readonly TotalState[] }

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
  const unread = new Set(
    read.some(({ energy }) => energy > 0) ? read.filter(({ energy }) => energy === 0).map(({ line }) => line) : []
  )
  const states = read.filter(({ line }) => !unread.has(line))
  const said = present(intervals.filter(({ line, energy }) => !(unread.has(line) && energy === 0)))
  if (unread.size > 0)
    tools.remark({ code: 'registers-unread', params: { count: unread.size, line: [...unread][0] ?? 0 } })
  return states.length > 0 ? filledUp(said, states, tools) : { intervals: said, states }
}

/**
 * The step of the register between two readings is the energy between them: it fills what is missing, and is held
 * against what is there. Some sources cut decimals off single readings; where that shows, those are not used.
 */
function filledUp(said: readonly Interval[], states: readonly TotalState[], tools: Tools): DirectionEnergy {
  const first = compare(said, states)
  const fine = states.filter(({ energy }) => energy % MILLIWATT_HOURS_PER_KWH !== 0)
  const isCoarse = first.differing > 0 && fine.length < states.length && fine.length > states.length / 2
  const { added, differing, line } = isCoarse ? compare(said, fine) : first
  const used = isCoarse ? fine : states
  if (isCoarse) tools.remark({ code: 'registers-coarse', params: { count: states.length - fine.length } })
  if (added.length > 0) tools.remark({ code: 'filled-from-register', params: { count: added.length } })
  if (differing > 0) tools.remark({ code: 'registers-differ', params: { count: differing, line } })
  return { intervals: [...said, ...added].sort((one, other) => one.start - other.start), states: used }
}

function compare(
  said: readonly Interval[],
  states: readonly TotalState[]
): { readonly added: Interval[]; readonly differing: number; readonly line: number } {
  const added: Interval[] = []
  let [at, differing, line] = [0, 0, 0]
  for (const step of differencesOf(states).intervals) {
    const end = step.start + step.seconds
    while (at < said.length && (said[at]?.start ?? end) < step.start) at += 1
    const inside: Interval[] = []
    for (let next = at; next < said.length && (said[next]?.start ?? end) < end; next++)
      inside.push(said[next] as Interval)
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

function present(intervals: readonly Interval[]): Interval[] {
  return intervals.filter(({ energy }) => !Number.isNaN(energy))
}

/** Some sources write what was fed in as negative numbers, in a column of its own. */
function positive(intervals: Interval[]): Interval[] {
  if (!intervals.every(({ energy }) => !(energy > 0))) return intervals
  return intervals.map((interval) => ({ ...interval, energy: interval.energy === 0 ? 0 : -interval.energy }))
}

function splitNet(meterId: string, intervals: readonly Interval[]): MeterEnergy {
  return {
    meterId,
    drawn: intervals.map((interval) => ({ ...interval, energy: Math.max(0, interval.energy) })),
    fedIn: intervals.map((interval) => ({ ...interval, energy: Math.max(0, -interval.energy) })),
    registers: []
  }
}
