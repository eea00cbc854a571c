/** Blindings of readings and the daily ratchet of the key they come from (docs/protocol/primitives.md 9). */
import { scalarFromWide, type Scalar } from './group'
import { u16, u32, u64 } from './integers'
import { utf8 } from './bytes'
import { lp } from './lp'
import type { Primitives } from './primitives'
import { TAGS } from './tags'

const DAY_KEY_BYTES = 32
const HASH_BYTES = 32

/** All that names one record of a meter, and its reading. */
export type BlindingInput = {
  /** ASCII, as in the record. */
  readonly meterId: string
  /** u16 code of the OBIS register. */
  readonly obis: number
  readonly counter: number | bigint
  /** Seconds since 1970-01-01 UTC. */
  readonly intervalStart: number | bigint
  readonly seconds: number
  /** u16 of status bits. */
  readonly status: number
  /** v, in units of 10^-unitExp Wh, below 2^32. Secret. */
  readonly value: bigint
  /** h of the record before, 32 bytes. */
  readonly previousHash: Uint8Array
}

/**
 * r = W(HMAC-SHA-512(dayKey, LP("blind", ...))). The reading itself goes in, so that two different
 * readings never share an r, whatever else repeats: counter, clock, snapshot, or the other direction.
 * @param dayKey k_d of the UTC day of intervalStart, 32 bytes. Secret.
 * @throws RangeError for a number that does not fit its field.
 */
export function deriveBlinding(primitives: Primitives, dayKey: Uint8Array, input: BlindingInput): Scalar {
  assertLength(dayKey, DAY_KEY_BYTES, 'day key')
  assertLength(input.previousHash, HASH_BYTES, 'previous hash')
  const message = lp(
    TAGS.blind,
    utf8(input.meterId),
    u16(input.obis),
    u64(input.counter),
    u64(input.intervalStart),
    u32(input.seconds),
    u16(input.status),
    u32(input.value),
    input.previousHash
  )
  return scalarFromWide(primitives.hmacSha512(dayKey, message))
}

/**
 * k_(d+1) = first 32 bytes of HMAC-SHA-512(k_d, LP("next")): who finds today's key cannot open
 * yesterday's readings.
 * @param dayKey 32 bytes. Secret; the caller erases it.
 */
export function nextDayKey(primitives: Primitives, dayKey: Uint8Array): Uint8Array {
  assertLength(dayKey, DAY_KEY_BYTES, 'day key')
  return primitives.hmacSha512(dayKey, lp(TAGS.next)).slice(0, DAY_KEY_BYTES)
}

function assertLength(bytes: Uint8Array, length: number, label: string): void {
  if (bytes.length !== length) throw new RangeError(`${label}: ${length} bytes wanted`)
}
