/** Port: energy per interval, whatever it came from; what the pages show. Verdicts and rounds never read it. */

import type { Direction } from '../domain/energy'
import type { Period, UtcSeconds } from '../domain/interval'
import type { LayoutStore } from './layout-store'

/** `missing` is never stored: what is not there is missing. */
export type ReadingQuality = 'measured' | 'estimated' | 'substituted'

/** Energy of [start, start + seconds), in units of 10^-exponent Wh, never negative. */
export type Reading = {
  readonly start: UtcSeconds
  readonly seconds: number
  readonly amount: bigint
  /** 0..6. */
  readonly exponent: number
  readonly quality: ReadingQuality
}

/** What a register showed at an instant, in units of 10^-exponent Wh; exponent 0..6. */
export type RegisterReading = {
  readonly at: UtcSeconds
  readonly amount: bigint
  readonly exponent: number
}

/** Where a batch of readings came from: one import of one file, or the meter itself. */
export type ReadingBatch = {
  readonly at: UtcSeconds
  readonly origin: 'file' | 'meter'
  /** File name, or the meter's address without its password. */
  readonly name: string
}

export type ReadingSpan = {
  /** As the source names it; 1 to 64 characters of [0-9A-Za-z._-]. */
  readonly meterId: string
  readonly direction: Direction
  /** Start of the oldest reading to end of the newest. */
  readonly period: Period
}

export type ReadingStore = {
  spans(): readonly ReadingSpan[]
  /** Readings that share any time with the period, in order. They never overlap each other. */
  overlapping(meterId: string, direction: Direction, period: Period): readonly Reading[]
  /**
   * Adds readings of one meter and direction, ascending, all in one transaction.
   * @throws RangeError where one overlaps another or a stored one: look with `overlapping` first.
   */
  add(meterId: string, direction: Direction, readings: readonly Reading[], batch: ReadingBatch): void
  /** Register totals with period.start <= at < period.end, in order. */
  registers(meterId: string, direction: Direction, period: Period): readonly RegisterReading[]
  /** Adds totals; where one of the same instant is stored already, that one stays. */
  addRegisters(meterId: string, direction: Direction, states: readonly RegisterReading[], batch: ReadingBatch): void
  /** Keeps what a source said otherwise than what is stored, for the pages; never as a reading. */
  noteContradictions(meterId: string, direction: Direction, found: readonly Reading[], source: string): void
  readonly layouts: LayoutStore
  /** All that `work` writes through the stores of this household, or nothing. Synchronous. */
  transaction<Value>(work: () => Value): Value
}
