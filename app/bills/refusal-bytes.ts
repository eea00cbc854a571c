/** REFUSAL: the household's signed word that it does not open a period (docs/bill-format.md 8). No number is in it. */

import { FormatError, TAGS, fromHex, lp, readLpAs, readU64, toHex, u64 } from '../../crypto'
import { type Period, toUtcSeconds } from '../domain/interval'

export type Refusal = { readonly contractHash: string; readonly period: Period }

const LIMITS = { maxBytes: 200, maxFields: 4 }
const MAX_TIME = 253_402_300_799n

/** LP("wattveil/v1/not-opened", contract hash, u64 start, u64 end): the same period gives the same bytes. */
export function encodeRefusal({ contractHash, period }: Refusal): Uint8Array {
  return lp(TAGS.notOpened, fromHex(contractHash, 32), u64(period.start), u64(period.end))
}

/** @throws FormatError. */
export function decodeRefusal(bytes: Uint8Array): Refusal {
  const [contract, start, end] = readLpAs(TAGS.notOpened, bytes, LIMITS, 3)
  if (contract?.length !== 32) throw new FormatError('wrong-length', 'refusal.contract')
  return { contractHash: toHex(contract), period: { start: timeOf(start), end: timeOf(end) } }
}

function timeOf(bytes: Uint8Array | undefined): Period['start'] {
  const value = readU64(bytes ?? new Uint8Array(0), 'refusal.time')
  if (value > MAX_TIME) throw new FormatError('out-of-range', 'refusal.time')
  return toUtcSeconds(Number(value))
}
