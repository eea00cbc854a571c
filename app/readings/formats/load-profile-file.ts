/** What every file format of readings turns into, and what it may refuse. */

import type { UtcSeconds } from '../../domain/interval'
import type { ReadingQuality } from '../reading-store'

/** Energy in units of 10^-exponent Wh; exponent 0..6. */
export type Amount = { readonly amount: bigint; readonly exponent: number }

/** Energy of one interval as a file has it; at least one direction is there. */
export type ProfileRow = {
  readonly start: UtcSeconds
  readonly seconds: number
  readonly drawn: Amount | null
  readonly fedIn: Amount | null
  readonly quality: ReadingQuality
}

/** Head of a profile: everything a file says once. */
export type ProfileHead = {
  readonly meterId: string
  /** IANA zone the file's writer went by; instants are exact without it. */
  readonly timeZone: string
}

/**
 * Reads a file line by line. Rows come out in order and never overlap within a direction.
 * All methods throw AppError with the number of the line; the file is then refused whole.
 */
export type ProfileDecoder = {
  /** @param line text without its line end. @param number counted from 1. */
  line(line: string, number: number): void
  /** Rows since the last call. Empty until the head is complete. */
  rows(): readonly ProfileRow[]
  head(): ProfileHead | null
  /** Called after the last line. @returns remarks about what was left out. */
  end(lines: number): { readonly missingRows: number }
}
