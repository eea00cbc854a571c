/** Walks a run of records link by link: counters, times, status, hashes (check V8 of a bill; also every round day). */

import { type Primitives, equalBytes } from '../../../crypto'
import { endOf } from '../interval'
import type { UtcSeconds } from '../interval'
import type { ChainId } from './meter'
import { type MeterRecord, hashRecord, isGap } from './record'

/** Where the run must begin: right after a record already trusted, or after GENESIS (counter -1). */
export type ChainPosition = {
  readonly counter: number
  readonly hash: Uint8Array
  /** End of the last interval; GENESIS: its start. */
  readonly end: UtcSeconds
}

export type ChainFault = 'other-chain' | 'counter' | 'time' | 'length' | 'status' | 'link'

export type ChainResult =
  | { readonly ok: true; readonly position: ChainPosition }
  | { readonly ok: false; readonly fault: ChainFault; readonly counter: number; readonly at: UtcSeconds }

const KNOWN_STATUS = 0b1111

/**
 * Verifies that `records` continue the chain from `from` without a hole.
 * A gap record is no fault. Stops at the first record that does not fit and names it.
 * @param seconds usual interval length from GENESIS.
 */
export function verifyChain(
  primitives: Primitives,
  chain: ChainId,
  seconds: number,
  from: ChainPosition,
  records: readonly MeterRecord[]
): ChainResult {
  let position = from
  for (const record of records) {
    const fault = faultOf(chain, seconds, position, record)
    if (fault) return { ok: false, fault, counter: record.counter, at: record.intervalStart }
    position = {
      counter: record.counter,
      hash: hashRecord(primitives, record),
      end: endOf({ start: record.intervalStart, seconds: record.seconds })
    }
  }
  return { ok: true, position }
}

function faultOf(
  chain: ChainId,
  seconds: number,
  position: ChainPosition,
  record: MeterRecord
): ChainFault | undefined {
  if (record.meterId !== chain.meterId || record.obis !== chain.obis) return 'other-chain'
  if (record.counter !== position.counter + 1) return 'counter'
  if (record.intervalStart !== position.end) return 'time'
  if ((record.status & ~KNOWN_STATUS) !== 0) return 'status'
  if (!isGap(record) && (record.seconds !== seconds || record.intervalStart % seconds !== 0)) return 'length'
  if (record.seconds < 1) return 'length'
  if (!equalBytes(record.previousHash, position.hash)) return 'link'
  return undefined
}
