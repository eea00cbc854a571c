/** A stretch of days of one meter as slots in typed arrays: what every page of more than a day is made from. */

import type { LocalDate, TimeZone } from '../../domain/calendar'
import type { Direction } from '../../domain/energy'
import { type Period, SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds, utcDayOf } from '../../domain/interval'
import type { MeterPart } from '../meter-notes'
import { type LongEnergy, type ProfileDay, type ProfileStore, type Raster, type Slots, UNKNOWN } from '../profile-store'
import { type LocalDays, localDays } from './local-days'
import { registerSums } from './register-sums'

export type RegisterProfile = Slots & {
  /** Sums that fill no slot, in order. */
  readonly long: readonly LongEnergy[]
}

export type LoadProfile = {
  readonly days: LocalDays
  /** Length of a slot: a raster, or less where a day is shown as finely as its source tells it. */
  readonly raster: number
  /** Commonest length of the source's readings; null without any. */
  readonly usual: number | null
  /** First instant of slot 0. */
  readonly start: UtcSeconds
  readonly drawn: RegisterProfile
  readonly fedIn: RegisterProfile
}

export type ProfileContext = {
  readonly profiles: ProfileStore
  readonly timeZone: TimeZone
  /** The meters that stand for this one over time: itself, and those it replaced. */
  readonly partsOf: (meterId: string) => readonly MeterPart[]
}

export type ProfileOptions = {
  /** Length of a slot; chosen by the readings where left out. */
  readonly raster?: Raster
  /** The other register stays empty. */
  readonly only?: Direction
}

/** Later than any reading. */
const FAR = toUtcSeconds(253_402_300_800)

/** Local days `first` to `last`, both counted. */
export function readProfile(
  context: ProfileContext,
  meterId: string,
  first: LocalDate,
  last: LocalDate,
  { raster, only }: ProfileOptions = {}
): LoadProfile {
  const days = localDays(first, last, context.timeZone)
  const period = { start: days.starts[0] ?? toUtcSeconds(0), end: days.starts.at(-1) ?? toUtcSeconds(0) }
  const drawn = only === 'fed-in' ? [] : partsWithin(context, meterId, 'drawn', period)
  const fedIn = only === 'drawn' ? [] : partsWithin(context, meterId, 'fed-in', period)
  const all = [...drawn, ...fedIn].flatMap((part) => part.days)
  const withSums = (direction: Direction, parts: readonly Part[]): RegisterProfile =>
    withRegisterSums(
      context.profiles,
      direction,
      parts,
      { start: period.start, raster: slot },
      laidOut(parts, period, slot)
    )
  const slot = raster ?? commonest(all.map((day) => (day.usual === null ? null : day.raster))) ?? 900
  return {
    days,
    raster: slot,
    usual: commonest(all.map(({ usual }) => usual)),
    start: period.start,
    drawn: withSums('drawn', drawn),
    fedIn: withSums('fed-in', fedIn)
  }
}

/** What no reading tells but registers do. */
export function withRegisterSums(
  profiles: ProfileStore,
  direction: Direction,
  parts: readonly Pick<Part, 'meterId' | 'period' | 'used'>[],
  slots: { readonly start: number; readonly raster: number },
  register: RegisterProfile
): RegisterProfile {
  const found = parts.flatMap(({ meterId, period, used }) =>
    registerSums(profiles, { meterId, direction, used }, period, { ...slots, ...register })
  )
  if (found.length === 0) return register
  return { ...register, long: [...register.long, ...found].sort((one, other) => one.start - other.start) }
}

/** Index of the slot that holds an instant; rounded up where the instant lies inside one. */
export function slotAt({ start, raster }: Pick<LoadProfile, 'start' | 'raster'>, time: number): number {
  return Math.ceil((time - start) / raster)
}

type Part = {
  readonly meterId: string
  readonly period: Period
  /** While the meter was in use, whatever days are asked for. */
  readonly used: Period
  readonly days: readonly ProfileDay[]
  readonly across: LongEnergy | null
}

function partsWithin(
  { profiles, partsOf }: ProfileContext,
  meterId: string,
  direction: Direction,
  { start, end }: Period
): readonly Part[] {
  return partsOf(meterId).flatMap((part) => {
    const period = {
      start: toUtcSeconds(Math.max(start, part.from ?? 0)),
      end: toUtcSeconds(Math.min(end, part.until ?? end))
    }
    if (period.end <= period.start) return []
    const [first, last] = [utcDayOf(period.start), utcDayOf(toUtcSeconds(period.end - 1))]
    return [
      {
        meterId: part.meterId,
        period,
        used: { start: part.from ?? toUtcSeconds(0), end: part.until ?? FAR },
        days: profiles.days(part.meterId, direction, first, last),
        across: profiles.across(part.meterId, direction, toUtcSeconds(first * SECONDS_PER_DAY))
      }
    ]
  })
}

function laidOut(parts: readonly Part[], { start, end }: Period, raster: Raster): RegisterProfile {
  // Of a register that nobody asked for, or that there is none of, not even empty slots.
  const count = parts.length === 0 ? 0 : Math.max(0, Math.ceil((end - start) / raster))
  const energies = new Float64Array(count).fill(UNKNOWN)
  const ranks = new Uint8Array(count)
  const long: LongEnergy[] = []
  for (const part of parts) {
    // The day of universal time begins before the local one: what ends at midnight is of the days before.
    if (part.across && isWithin(part.across, part.period)) long.push(part.across)
    for (const day of part.days) {
      if (day.slots && day.raster <= raster) pour(day, part.period, { start, raster, energies, ranks, long })
      else if (day.slots) for (const one of slotsAsLong(day)) if (isWithin(one, part.period)) long.push(one)
      for (const one of day.long) if (isWithin(one, part.period)) long.push(one)
    }
  }
  return { energies, ranks, long }
}

type Target = {
  readonly start: number
  readonly raster: number
  readonly energies: Float64Array
  readonly ranks: Uint8Array
  readonly long: LongEnergy[]
}

/** Slots of a day into slots as long or longer; one that its finer slots do not fill stays unknown, their sum a part. */
function pour({ day, raster: fine, slots }: ProfileDay, period: Period, target: Target): void {
  if (!slots) return
  const factor = target.raster / fine
  const from = day * SECONDS_PER_DAY
  const first = (from - target.start) / target.raster
  if (factor === 1 && Number.isInteger(first) && from >= period.start && from + SECONDS_PER_DAY <= period.end) {
    target.energies.set(slots.energies, first)
    target.ranks.set(slots.ranks, first)
    return
  }
  for (let at = 0; at < slots.energies.length; at += factor) {
    const begin = from + at * fine
    if (begin < period.start || begin + target.raster > period.end) continue
    const index = (begin - target.start) / target.raster
    if (factor === 1) {
      if (slots.energies[at] !== UNKNOWN && Number.isInteger(index)) {
        target.energies[index] = slots.energies[at] ?? UNKNOWN
        target.ranks[index] = slots.ranks[at] ?? 0
      }
    } else pourGroup(slots, at, factor, { ...target, begin, index, fine })
  }
}

function pourGroup(
  { energies, ranks }: Slots,
  at: number,
  factor: number,
  target: Target & { readonly begin: number; readonly index: number; readonly fine: number }
): void {
  let [sum, known, rank] = [0, 0, 0]
  for (let step = at; step < at + factor; step++) {
    const energy = energies[step] ?? UNKNOWN
    if (energy === UNKNOWN) continue
    sum += energy
    known += 1
    rank = Math.max(rank, ranks[step] ?? 0)
  }
  if (known === 0) return
  if (known === factor && Number.isInteger(target.index)) {
    target.energies[target.index] = sum
    target.ranks[target.index] = rank
  } else {
    const [start, seconds] = [toUtcSeconds(target.begin), known * target.fine]
    target.long.push({ start, seconds, energy: sum, rank: rank === 0 ? 0 : rank === 1 ? 1 : 2 })
  }
}

function* slotsAsLong({ day, raster, slots }: ProfileDay): Generator<LongEnergy> {
  for (const [index, energy] of slots?.energies.entries() ?? []) {
    if (energy === UNKNOWN) continue
    const rank = slots?.ranks[index] ?? 0
    const start = toUtcSeconds(day * SECONDS_PER_DAY + index * raster)
    yield { start, seconds: raster, energy, rank: rank === 0 ? 0 : rank === 1 ? 1 : 2 }
  }
}

function isWithin({ start, seconds }: LongEnergy, period: Period): boolean {
  return start + seconds > period.start && start < period.end
}

function commonest<Value extends number>(values: readonly (Value | null)[]): Value | null {
  const counts = new Map<Value, number>()
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  return most?.[0] ?? null
}
