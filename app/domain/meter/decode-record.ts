/** Reads records and heads as they travel: exactly the bytes that record.ts writes. */

import { FormatError, TAGS, readLpAs, readU16, readU32, readU64 } from '../../../crypto'
import { toUtcSeconds } from '../interval'
import { toMeterId, toObis } from './meter'
import type { Head, MeterRecord } from './record'

const LIMITS = { maxBytes: 256, maxFields: 9 }
const MAX_TIME = 253_402_300_799n

/** Bytes of SHA-256 and of an encoded point. */
const WORD = 32

/** @throws FormatError. Status bits and times are judged by verify-chain.ts, not here. */
export function decodeRecord(bytes: Uint8Array): MeterRecord {
  const fields = readLpAs(TAGS.rec, bytes, LIMITS, 8)
  return {
    ...position(fields, 'record'),
    status: readU16(field(fields, 5), 'record.status'),
    commitment: word(field(fields, 6), 'record.commitment'),
    previousHash: word(field(fields, 7), 'record.previousHash')
  }
}

/** @throws FormatError. */
export function decodeHead(bytes: Uint8Array): Head {
  const fields = readLpAs(TAGS.head, bytes, LIMITS, 6)
  return { ...position(fields, 'head'), hash: word(field(fields, 5), 'head.hash') }
}

function position(fields: readonly Uint8Array[], what: string): Omit<Head, 'hash'> {
  return {
    meterId: toMeterId(String.fromCharCode(...field(fields, 0).subarray(0, 64))),
    obis: toObis(readU16(field(fields, 1), `${what}.obis`)),
    counter: safe(readU64(field(fields, 2), `${what}.counter`), BigInt(Number.MAX_SAFE_INTEGER), `${what}.counter`),
    intervalStart: toUtcSeconds(safe(readU64(field(fields, 3)), MAX_TIME, `${what}.intervalStart`)),
    seconds: readU32(field(fields, 4), `${what}.seconds`)
  }
}

function field(fields: readonly Uint8Array[], index: number): Uint8Array {
  return fields[index] ?? new Uint8Array(0)
}

function safe(value: bigint, limit: bigint, where: string): number {
  if (value > limit) throw new FormatError('out-of-range', where)
  return Number(value)
}

function word(bytes: Uint8Array, where: string): Uint8Array {
  if (bytes.length !== WORD) throw new FormatError('wrong-length', where)
  return bytes.slice()
}
