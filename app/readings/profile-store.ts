/** Port: a load profile in bulk, as the pages need it: whole UTC days of slots, made once from the readings and kept. */

import type { Direction } from '../domain/energy'
import type { Period, UtcSeconds } from '../domain/interval'

/** Length of a slot of a day; the finest that the pages of more than a day use is a quarter hour. */
export type Raster = 900 | 1800 | 3600

/** In `energies`: no energy is known for the slot. */
export const UNKNOWN = -1

/** 0 measured, 1 estimated, 2 substituted; of a slot, the worst of its readings. */
export type QualityRank = 0 | 1 | 2

/**
 * Slots from one instant on. Energies are safe integers of milliwatt-hours held in a typed array because there may be
 * hundreds of thousands of them (ADR 5, ADR 24), or UNKNOWN.
 */
export type Slots = { readonly energies: Float64Array; readonly ranks: Uint8Array }

/** A reading that fills no slot of its own: its energy is known only as a sum. Milliwatt-hours. */
export type LongEnergy = {
  readonly start: UtcSeconds
  readonly seconds: number
  readonly energy: number
  readonly rank: QualityRank
}

/** One UTC day of one register. */
export type ProfileDay = {
  /** Number of the UTC day. */
  readonly day: number
  readonly raster: Raster
  /** The commonest length of the day's readings in seconds; null on a day without. */
  readonly usual: number | null
  /** 86400 / raster slots from UTC midnight; null on a day without any. */
  readonly slots: Slots | null
  /** Readings that begin on this day and do not fit into its slots. */
  readonly long: readonly LongEnergy[]
}

/** A source said something else than what is stored: shown, never stored as a reading (docs/readings.md 1). */
export type KeptContradiction = {
  readonly start: UtcSeconds
  readonly seconds: number
  /** Milliwatt-hours that were not taken. */
  readonly energy: bigint
  /** File name or meter address. */
  readonly source: string
}

/** What a register showed, in microwatt-hours. */
export type RegisterTotal = { readonly at: UtcSeconds; readonly total: bigint }

/** What lies around a stretch without readings. */
export type Surroundings = {
  /** End of the nearest reading before it, start of the nearest after it; null where there is none. */
  readonly before: UtcSeconds | null
  readonly after: UtcSeconds | null
  /** From the last look at the register at or before what is unread to the first at or after it, ascending. */
  readonly totals: readonly RegisterTotal[]
}

export type ProfileStore = {
  /** Days with readings from `first` to `last`, both counted, in order; days without any may be left out. */
  days(meterId: string, direction: Direction, first: number, last: number): readonly ProfileDay[]
  /** The reading that begins before `time` and reaches past it; null where there is none. */
  across(meterId: string, direction: Direction, time: UtcSeconds): LongEnergy | null
  /** Slots of `seconds`, a divisor of 3600, that fill the period, and what fits into none; finer than `days` can tell. */
  fine(
    meterId: string,
    direction: Direction,
    period: Period,
    seconds: number
  ): Slots & { readonly long: readonly LongEnergy[] }
  around(meterId: string, direction: Direction, stretch: Period): Surroundings
  /** Sum of the readings that fill a period without a gap, in microwatt-hours; null where they do not. */
  filled(meterId: string, direction: Direction, period: Period): bigint | null
  /** Prepares some of the days that have changed, so that no page has to wait. True while there are more. */
  prepare(): boolean
  contradictions(meterId: string, direction: Direction, period: Period): readonly KeptContradiction[]
}
