/** GENESIS: the signed first link of a meter's chain; fixes interval length and resolution for its life. */

import {
  type Primitives,
  FormatError,
  TAGS,
  lp,
  readLp,
  readU16,
  readU32,
  readU64,
  readU8,
  u16,
  u32,
  u64,
  u8
} from '../../../crypto'
import type { UnitExponent } from '../energy'
import { SECONDS_PER_DAY, type UtcSeconds, toUtcSeconds } from '../interval'
import { type MeterId, type Obis, meterIdBytes, toMeterId, toObis } from './meter'

export type Genesis = {
  readonly meterId: MeterId
  readonly obis: Obis
  /** Ed25519, 32 bytes. */
  readonly meterKey: Uint8Array
  /** Interval length; divides 86,400. */
  readonly seconds: number
  readonly unitExp: UnitExponent
  /** Start of the interval with counter 0. */
  readonly start: UtcSeconds
  /** 16 random bytes: two chains never begin alike. */
  readonly salt: Uint8Array
}

export type SignedGenesis = { readonly genesis: Genesis; readonly signature: Uint8Array }

const LIMITS = { maxBytes: 256, maxFields: 8 }

/** LP("wattveil/v1/genesis", meterId, u16 obis, meterPk, u32 seconds, u8 unitExp, u64 start, salt 16). */
export function encodeGenesis(genesis: Genesis): Uint8Array {
  return lp(
    TAGS.genesis,
    meterIdBytes(genesis.meterId),
    u16(genesis.obis),
    genesis.meterKey,
    u32(genesis.seconds),
    u8(genesis.unitExp),
    u64(genesis.start),
    genesis.salt
  )
}

/** @throws FormatError naming the field. */
export function decodeGenesis(bytes: Uint8Array): Genesis {
  const { tag, fields } = readLp(bytes, LIMITS)
  const [id, obis, meterKey, seconds, unitExp, start, salt] = fields
  if (tag !== TAGS.genesis || fields.length !== 7) throw new FormatError('not-a-genesis', 'genesis')
  if (!id || !obis || !seconds || !unitExp || !start) throw new FormatError('not-a-genesis', 'genesis')
  if (meterKey?.length !== 32) throw new FormatError('key-length', 'genesis.meterKey')
  if (salt?.length !== 16) throw new FormatError('salt-length', 'genesis.salt')
  return {
    meterId: toMeterId(new TextDecoder('ascii').decode(id)),
    obis: toObis(readU16(obis)),
    meterKey,
    seconds: intervalSeconds(readU32(seconds)),
    unitExp: unitExponent(readU8(unitExp)),
    start: toUtcSeconds(Number(readU64(start))),
    salt
  }
}

/** h_(-1) = SHA-256(GENESIS): what the first record refers to. */
export function genesisHash(primitives: Primitives, genesis: Genesis): Uint8Array {
  return primitives.sha256(encodeGenesis(genesis))
}

/** True when the meter key named in it signed it. */
export function verifyGenesis(primitives: Primitives, signed: SignedGenesis): boolean {
  return primitives.ed25519.verify(signed.signature, encodeGenesis(signed.genesis), signed.genesis.meterKey)
}

function intervalSeconds(value: number): number {
  if (value < 1 || SECONDS_PER_DAY % value !== 0) throw new FormatError('interval-seconds', 'genesis.seconds')
  return value
}

function unitExponent(value: number): UnitExponent {
  if (value !== 0 && value !== 1 && value !== 2) throw new FormatError('unit-exponent', 'genesis.unitExp')
  return value
}
