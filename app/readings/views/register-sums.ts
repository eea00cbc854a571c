/**
 * Energy that only registers tell: where no reading is, the step of the register from one look at it to the next, whatever
 * file each came with. It is known as a sum and stays one (docs/readings.md 1).
 */

import type { Direction } from '../../domain/energy'
import { type Period, toUtcSeconds } from '../../domain/interval'
import { type LongEnergy, type ProfileStore, type RegisterTotal, type Surroundings, UNKNOWN } from '../profile-store'

/** Stretches that are looked at in one view; a meter that is read so badly has no picture anyway. */
const MOST_STRETCHES = 200
const MICRO_PER_MILLI = 1000n
/** Microwatt-hours that a megawatt makes in an hour: more is no reading of a household. */
const MOST_PER_HOUR = 1_000_000_000_000n
const HOUR = 3600n

type Slotted = {
  /** First instant of slot 0, and the length of a slot. */
  readonly start: number
  readonly raster: number
  readonly energies: Float64Array
  readonly long: readonly LongEnergy[]
}

type Register = {
  readonly meterId: string
  readonly direction: Direction
  /** While the meter was in use: what reaches over it is another's in part. */
  readonly used: Period
}

/** @param period what is looked at. @returns in order; the first may begin before it, the last end after it */
export function registerSums(
  profiles: ProfileStore,
  register: Register,
  period: Period,
  slotted: Slotted
): readonly LongEnergy[] {
  const stretches = unreadStretches(slotted, period).slice(0, MOST_STRETCHES)
  const steps = new Map<string, Step>()
  for (const stretch of stretches) {
    for (const step of stepsIn(profiles.around(register.meterId, register.direction, stretch))) {
      const key = `${step.from.at} ${step.to.at}`
      const known = steps.get(key)
      // One step over two gaps: how much belongs to which is not known.
      steps.set(key, known && known.start !== step.start ? { ...step, isShared: true } : step)
    }
  }
  return [...steps.values()]
    .flatMap((step) => sumOf(profiles, register, step))
    .filter(({ start, seconds }) => start >= register.used.start && start + seconds <= register.used.end)
}

/** From one look at the register to the next; [start, end) is the part of it without readings. */
type Step = {
  readonly from: RegisterTotal
  readonly to: RegisterTotal
  readonly start: number
  readonly end: number
  readonly isShared: boolean
}

function stepsIn({ before, after, totals }: Surroundings): readonly Step[] {
  return totals.slice(1).flatMap((to, index) => {
    const from = totals[index] as RegisterTotal
    const [start, end] = [Math.max(from.at, before ?? from.at), Math.min(to.at, after ?? to.at)]
    return end > start ? [{ from, to, start, end, isShared: false }] : []
  })
}

function sumOf(profiles: ProfileStore, { meterId, direction }: Register, step: Step): readonly LongEnergy[] {
  const { from, to, start, end, isShared } = step
  if (isShared) return []
  let energy = to.total - from.total
  for (const [first, last] of [
    [from.at, start],
    [end, to.at]
  ] as const) {
    if (first === last) continue
    const read = profiles.filled(meterId, direction, { start: toUtcSeconds(first), end: toUtcSeconds(last) })
    if (read === null) return []
    energy -= read
  }
  // A register that goes back was exchanged, or counted something else.
  if (energy < 0n || energy * HOUR > MOST_PER_HOUR * BigInt(end - start)) return []
  const rounded = Number((energy + MICRO_PER_MILLI / 2n) / MICRO_PER_MILLI)
  return [{ start: toUtcSeconds(start), seconds: end - start, energy: rounded, rank: 0 }]
}

/** Whole slots without energy that no sum covers either. */
function unreadStretches({ start, raster, energies, long }: Slotted, period: Period): Period[] {
  const covered = [...long].sort((one, other) => one.start - other.start)
  const stretches: Period[] = []
  const add = (from: number, to: number): void => {
    const [begin, end] = [Math.max(from, period.start), Math.min(to, period.end)]
    if (end - begin >= raster) stretches.push({ start: toUtcSeconds(begin), end: toUtcSeconds(end) })
  }
  let at = 0
  for (const [from, to] of unknownRuns(energies)) {
    let open = start + from * raster
    const end = start + to * raster
    while (at < covered.length && endOf(covered[at]) <= open) at += 1
    for (let next = at; next < covered.length && (covered[next]?.start ?? end) < end; next++) {
      add(open, covered[next]?.start ?? open)
      open = Math.max(open, endOf(covered[next]))
    }
    add(open, end)
  }
  return stretches
}

function endOf(long: LongEnergy | undefined): number {
  return long ? long.start + long.seconds : 0
}

function* unknownRuns(energies: Float64Array): Generator<readonly [number, number], void> {
  let from = -1
  for (let slot = 0; slot <= energies.length; slot++) {
    const isUnknown = slot < energies.length && energies[slot] === UNKNOWN
    if (isUnknown && from < 0) from = slot
    if (isUnknown || from < 0) continue
    yield [from, slot]
    from = -1
  }
}
