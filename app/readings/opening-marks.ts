/**
 * Marks of openings: that all openings of a run of records were computed and fit, under a key that lies beside none of
 * them. A bill need not compute again what stands under a mark that holds for the rows as they are read (ADR 81).
 */

import { ELEMENT_BYTES, type Primitives, TAGS, encodeScalar, lp, u16, u32, utf8 } from '../../crypto'
import { type ChainId, meterIdBytes } from '../domain/meter/meter'
import type { ChainEntry } from './chain-store'

/**
 * Records with counters of the same multiple of this stand under one mark: a day of quarter hours. Longer runs save
 * hardly any hashing and make more to read again where a bill begins or a record arrives in their middle.
 */
export const MARKED_RECORDS = 96

/** counter, start, seconds u64 each; length u8 and commitment 32; whether there is an opening u8, value u64, blinding 32. */
const ROW_BYTES = 98
const MARK_BYTES = 32

export type OpeningMarks = {
  /** Whether records of one chain in order have marks at all; whether these hold, `reader` tells. */
  cover(id: ChainId, entries: readonly ChainEntry[]): boolean
  /**
   * For records of one chain in order: tells of one of their runs (as {@link cutAtMarks} has them) whether a mark holds
   * for its rows as they are here.
   */
  reader(id: ChainId, entries: readonly ChainEntry[]): (run: readonly ChainEntry[]) => boolean
  /** Marks each of these runs that is whole. Only for those whose openings were all computed and fit. */
  add(id: ChainId, runs: readonly (readonly ChainEntry[])[]): void
}

/** 32 bytes for records that follow each other. */
export type MarkRun = (id: ChainId, run: readonly ChainEntry[]) => Uint8Array

/** @param databaseKey of the database that keeps the marks: with another one none of them holds. Secret. */
export function markerWith(primitives: Primitives, databaseKey: string): MarkRun {
  const key = primitives.hkdfSha512(utf8(databaseKey), new Uint8Array(0), lp(TAGS.markKey), MARK_BYTES)
  return (id, run) => primitives.hmacSha512(key, encodeRun(id, run)).slice(0, MARK_BYTES)
}

/** The counter that the run of a record begins at. */
export function firstOfRun(counter: number): number {
  return counter - (counter % MARKED_RECORDS)
}

/** Records of one chain in order, cut where another mark begins. */
export function cutAtMarks(entries: readonly ChainEntry[]): readonly (readonly ChainEntry[])[] {
  const runs: ChainEntry[][] = []
  let first = -1
  for (const entry of entries) {
    const begins = firstOfRun(entry.record.counter)
    if (begins === first) runs.at(-1)?.push(entry)
    else runs.push([entry])
    first = begins
  }
  return runs
}

/** LP("wattveil/v1/mark", meterId, u16 obis, u32 number of rows, rows), each of {@link ROW_BYTES}. */
function encodeRun({ meterId, obis }: ChainId, run: readonly ChainEntry[]): Uint8Array {
  const rows = new Uint8Array(ROW_BYTES * run.length)
  const view = new DataView(rows.buffer)
  run.forEach(({ record, opening }, index) => {
    const at = ROW_BYTES * index
    view.setBigUint64(at, BigInt(record.counter))
    view.setBigUint64(at + 8, BigInt(record.intervalStart))
    view.setBigUint64(at + 16, BigInt(record.seconds))
    // Damage can make a column longer.
    rows[at + 24] = record.commitment.length
    rows.set(record.commitment.subarray(0, ELEMENT_BYTES), at + 25)
    if (!opening) return
    rows[at + 57] = 1
    view.setBigUint64(at + 58, opening.value)
    rows.set(encodeScalar(opening.blinding), at + 66)
  })
  return lp(TAGS.mark, meterIdBytes(meterId), u16(obis), u32(run.length), rows)
}
