/** RESPONSE: what the household opens to its supplier for one period (docs/bill-format.md 8). */

import {
  FormatError,
  type Scalar,
  TAGS,
  decodeScalar,
  encodeScalar,
  fromHex,
  i128,
  lp,
  readI128,
  readLpAs,
  readU16,
  readU64,
  toHex,
  u16,
  u64,
  utf8
} from '../../crypto'
import { type Period, toUtcSeconds } from '../domain/interval'
import { type ChainId, meterIdBytes, toMeterId, toObis } from '../domain/meter/meter'

export type OpenedCell = {
  readonly name: string
  /** E_g, units of 10^-unitExp Wh. */
  readonly energy: bigint
  /** R_g, the sum of the blindings. */
  readonly blinding: Scalar
}

/** T and R_T of the index component. */
export type OpenedAmount = { readonly amount: bigint; readonly blinding: Scalar }

export type ResponseSegment = {
  readonly chain: ChainId
  readonly first: number
  readonly last: number
  /** h of record `last`. */
  readonly lastHash: Uint8Array
}

export type BillingResponse = {
  readonly contractHash: string
  readonly period: Period
  /** 64 digits; of several tariffs in the period their hashes in order, one after the other. */
  readonly tariffHash: string
  /** Null without an index component. */
  readonly listHash: string | null
  readonly segments: readonly ResponseSegment[]
  readonly cells: readonly OpenedCell[]
  readonly amounts: readonly OpenedAmount[]
}

const MAX_TARIFFS = 21
const LIMITS = { maxBytes: 64_000, maxFields: 1000 }
const MAX_TIME = 253_402_300_799n

/**
 * LP("wattveil/v1/response", contractHash, u64 start, u64 end, tariffHash, listHash or empty, u16 segments, per
 * segment meterId, u16 obis, u64 first, u64 last, h_last, u16 cells, per cell name, u64 E, R, u16 amounts, per
 * amount i128 T, R). Deterministic: sent again, it is the same bytes.
 */
export function encodeResponse(response: BillingResponse): Uint8Array {
  return lp(
    TAGS.response,
    fromHex(response.contractHash, 32),
    u64(response.period.start),
    u64(response.period.end),
    fromHex(response.tariffHash),
    response.listHash === null ? new Uint8Array(0) : fromHex(response.listHash, 32),
    u16(response.segments.length),
    ...response.segments.flatMap(({ chain, first, last, lastHash }) => [
      meterIdBytes(chain.meterId),
      u16(chain.obis),
      u64(first),
      u64(last),
      lastHash
    ]),
    u16(response.cells.length),
    ...response.cells.flatMap(({ name, energy, blinding }) => [utf8(name), u64(energy), encodeScalar(blinding)]),
    u16(response.amounts.length),
    ...response.amounts.flatMap(({ amount, blinding }) => [i128(amount), encodeScalar(blinding)])
  )
}

/** @throws FormatError. */
export function decodeResponse(bytes: Uint8Array): BillingResponse {
  const fields = readLpAs(TAGS.response, bytes, LIMITS)
  let at = 0
  const next = (): Uint8Array => {
    const field = fields[at++]
    if (!field) throw new FormatError('missing-field', 'response')
    return field
  }
  const many = <Item>(read: () => Item): Item[] => Array.from({ length: readU16(next(), 'response.count') }, read)
  const response = {
    contractHash: hashText(next()),
    period: { start: timeOf(next()), end: timeOf(next()) },
    tariffHash: hashesText(next()),
    listHash: optionalHash(next()),
    segments: many(() => ({
      chain: { meterId: toMeterId(asciiOf(next())), obis: toObis(readU16(next(), 'response.obis')) },
      first: counterOf(next()),
      last: counterOf(next()),
      lastHash: sized(next(), 32).slice()
    })),
    cells: many(() => ({
      name: utf8Text(next()),
      energy: readU64(next(), 'response.energy'),
      blinding: decodeScalar(next(), 'response.blinding')
    })),
    amounts: many(() => ({
      amount: readI128(next(), 'response.amount'),
      blinding: decodeScalar(next(), 'response.blinding')
    }))
  }
  if (at !== fields.length) throw new FormatError('wrong-field-count', 'response')
  return response
}

function sized(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new FormatError('wrong-length', 'response')
  return bytes
}

function hashText(bytes: Uint8Array): string {
  return toHex(sized(bytes, 32))
}

function hashesText(bytes: Uint8Array): string {
  if (bytes.length === 0 || bytes.length % 32 !== 0 || bytes.length > 32 * MAX_TARIFFS) {
    throw new FormatError('wrong-length', 'response')
  }
  return toHex(bytes)
}

function optionalHash(bytes: Uint8Array): string | null {
  return bytes.length === 0 ? null : hashText(bytes)
}

function counterOf(bytes: Uint8Array): number {
  const value = readU64(bytes, 'response.counter')
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new FormatError('out-of-range', 'response.counter')
  return Number(value)
}

function timeOf(bytes: Uint8Array): ReturnType<typeof toUtcSeconds> {
  const value = readU64(bytes, 'response.time')
  if (value > MAX_TIME) throw new FormatError('out-of-range', 'response.time')
  return toUtcSeconds(Number(value))
}

function asciiOf(bytes: Uint8Array): string {
  return bytes.length > 64 ? '' : String.fromCharCode(...bytes)
}

function utf8Text(bytes: Uint8Array): string {
  if (bytes.length > 64) throw new FormatError('too-long', 'response.cell')
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new FormatError('not-utf-8', 'response.cell')
  }
}
