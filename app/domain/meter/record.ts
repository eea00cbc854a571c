/** The meter's record of one interval, linked to the one before by its hash; and the signed HEAD of a chain. */

import { type Primitives, type Scalar, TAGS, lp, u16, u32, u64 } from '../../../crypto'
import type { EnergyUnits } from '../energy'
import type { UtcSeconds } from '../interval'
import { type MeterId, type Obis, meterIdBytes } from './meter'

/** Bits of a record's status; any other bit is refused. */
export const STATUS = { outage: 1, clockSet: 2, endOfLife: 4, estimated: 8 } as const

/** A record with one of these bits stands for a gap and may have an unusual length. */
export const GAP_BITS = STATUS.outage | STATUS.clockSet | STATUS.endOfLife

export type MeterRecord = {
  readonly meterId: MeterId
  readonly obis: Obis
  /** Position in the chain from 0. */
  readonly counter: number
  readonly intervalStart: UtcSeconds
  readonly seconds: number
  readonly status: number
  /** Pedersen commitment to the energy of the interval, 32 bytes. */
  readonly commitment: Uint8Array
  /** SHA-256 of the record before, or of GENESIS. */
  readonly previousHash: Uint8Array
}

/** Value and blinding behind a commitment. Secret: never leaves the household but by a click. */
export type Opening = { readonly value: EnergyUnits; readonly blinding: Scalar }

/** State of a chain after record `counter`; `intervalStart + seconds` is where it ends. */
export type Head = {
  readonly meterId: MeterId
  readonly obis: Obis
  readonly counter: number
  readonly intervalStart: UtcSeconds
  readonly seconds: number
  /** h_counter. */
  readonly hash: Uint8Array
}

export type SignedHead = { readonly head: Head; readonly signature: Uint8Array }

/** LP("wattveil/v1/rec", meterId, u16 obis, u64 counter, u64 intervalStart, u32 seconds, u16 status, C, h_(c-1)). */
export function encodeRecord(record: MeterRecord): Uint8Array {
  return lp(
    TAGS.rec,
    meterIdBytes(record.meterId),
    u16(record.obis),
    u64(record.counter),
    u64(record.intervalStart),
    u32(record.seconds),
    u16(record.status),
    record.commitment,
    record.previousHash
  )
}

/** h_c = SHA-256(record_c). */
export function hashRecord(primitives: Primitives, record: MeterRecord): Uint8Array {
  return primitives.sha256(encodeRecord(record))
}

/** LP("wattveil/v1/head", meterId, u16 obis, u64 counter, u64 intervalStart, u32 seconds, h_c). */
export function encodeHead(head: Head): Uint8Array {
  return lp(
    TAGS.head,
    meterIdBytes(head.meterId),
    u16(head.obis),
    u64(head.counter),
    u64(head.intervalStart),
    u32(head.seconds),
    head.hash
  )
}

/** The head that follows from a record. */
export function headOf(primitives: Primitives, record: MeterRecord): Head {
  const { meterId, obis, counter, intervalStart, seconds } = record
  return { meterId, obis, counter, intervalStart, seconds, hash: hashRecord(primitives, record) }
}

/** True when `meterKey` signed the head. */
export function verifyHead(primitives: Primitives, signed: SignedHead, meterKey: Uint8Array): boolean {
  return primitives.ed25519.verify(signed.signature, encodeHead(signed.head), meterKey)
}

export function isGap(record: Pick<MeterRecord, 'status'>): boolean {
  return (record.status & GAP_BITS) !== 0
}
