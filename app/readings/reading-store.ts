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
  /** Start of the oldest reading to end of the newest, or the first and the last look at its register where it has more. */
  readonly period: Period
  /** End of the newest reading; of a meter that has none, the last look at its register. */
  readonly newest: UtcSeconds
}

/** Readings of one meter and direction, or what its register showed, ascending and later than what was added before. */
export type ImportedRows = {
  readonly meterId: string
  readonly direction: Direction
  readonly readings: readonly Reading[]
  readonly registers: readonly RegisterReading[]
}

/** What a source said otherwise than what is stored. */
export type NotedContradictions = {
  readonly meterId: string
  readonly direction: Direction
  readonly found: readonly Reading[]
}

/** An import under way. Nothing of it is seen by anybody, and a program that ends leaves nothing of it, until it is kept. */
export type OpenImport = {
  /** In one transaction. @throws RangeError where readings overlap each other or stored ones. */
  add(rows: readonly ImportedRows[]): void
  /** From here on it is stored: one small transaction, however much there is. */
  keep(contradictions: readonly NotedContradictions[]): void
  /** Takes some of it out again; true while there is more. */
  discardSome(): boolean
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
  /** One import at a time; whatever an earlier one left behind is taken out first. */
  beginImport(batch: ReadingBatch): OpenImport
  /** Keeps what a source said otherwise than what is stored, for the pages; never as a reading. */
  noteContradictions(meterId: string, direction: Direction, found: readonly Reading[], source: string): void
  readonly layouts: LayoutStore
  /** All that `work` writes through the stores of this household, or nothing. Synchronous. */
  transaction<Value>(work: () => Value): Value
}
