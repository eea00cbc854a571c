/**
 * EVIDENCE: everything with which anybody can verify one bill without a reading: the bill, the contract, tariffs and
 * lists as they were signed, the meter's records and heads, the RESPONSE (docs/bill-format.md 12). The file itself is
 * not signed, because each part of it is; it names the bill it belongs to, and one put beside another bill is refused.
 */

import { z } from 'zod'
import {
  ED25519_SIGNATURE_BYTES,
  FormatError,
  type Primitives,
  type Scalar,
  decodeScalar,
  encodeScalar,
  fromBase64,
  toBase64,
  toHex,
  utf8
} from '../../../crypto'
import type { ChainId } from '../../domain/meter/meter'
import { obisName } from './contract-document'
import { decodeWith, energy, hash, hex, integerWithin, meterId, obis } from './fields'
import { decodeSignedFile } from './signed-file'
import { readStrictJson } from './strict-json'

/** An interval that the person has chosen to disclose. */
export type DisclosedInterval = {
  readonly chain: ChainId
  readonly counter: number
  /** Units of 10^-unitExp Wh. */
  readonly value: bigint
  readonly blinding: Scalar
}

export type EvidenceParts = {
  /** Files as they were received. */
  readonly bill: Uint8Array
  readonly contract: Uint8Array
  /** Tariffs, index lists, statements of a meter's exchange. */
  readonly documents: readonly Uint8Array[]
  /** Deliveries (docs/protocol/bills.md, Wire): anchor, head and records of each meter. */
  readonly deliveries: readonly Uint8Array[]
  readonly response: { readonly body: Uint8Array; readonly signature: Uint8Array } | null
  readonly disclosed: readonly DisclosedInterval[]
}

export const EVIDENCE_FORMAT = 'wattveil-evidence/1'

/** A year of records of two registers in base64, and the files beside them. */
export const MAX_EVIDENCE_BYTES = 40 * 2 ** 20
const LIMITS = { maxBytes: MAX_EVIDENCE_BYTES, maxDepth: 3, maxValues: 2_000_000 }

const bytes = z.string().transform((value, context) => {
  try {
    return fromBase64(value)
  } catch {
    context.addIssue({ code: 'custom', message: 'not-base64' })
    return z.NEVER
  }
})

export const evidenceSchema = z.strictObject({
  format: z.literal(EVIDENCE_FORMAT),
  /** Hash of the bill. */
  hash,
  bill: bytes,
  contract: bytes,
  documents: z.array(bytes).max(50),
  deliveries: z.array(bytes).max(20),
  response: z.strictObject({ body: bytes, sig: hex(ED25519_SIGNATURE_BYTES) }).nullable(),
  disclosed: z
    .array(
      z.strictObject({
        meterId,
        obis,
        counter: integerWithin(0n, 2n ** 53n - 1n).transform(Number),
        value: energy,
        blinding: hex(32)
      })
    )
    .max(100_000)
})

/** @throws FormatError: what is malformed; newer-version; other-bill where the bill inside is not the one named. */
export function decodeEvidence(primitives: Primitives, file: Uint8Array): EvidenceParts {
  const json = readStrictJson(file, LIMITS)
  const format = typeof json === 'object' && json !== null && 'format' in json ? json.format : undefined
  if (/^wattveil-evidence\/[1-9][0-9]{0,3}$/u.test(String(format)) && format !== EVIDENCE_FORMAT) {
    throw new FormatError('newer-version', 'evidence.format')
  }
  const {
    hash: named,
    bill,
    contract,
    documents,
    deliveries,
    response,
    disclosed
  } = decodeWith(evidenceSchema, json, 'evidence')
  const inside = decodeSignedFile(primitives, bill)
  if (inside.kind !== 'bill' || inside.hash !== named) throw new FormatError('other-bill', 'evidence.hash')
  return {
    bill,
    contract,
    documents,
    deliveries,
    response: response && { body: response.body, signature: response.sig },
    disclosed: disclosed.map(({ meterId: id, obis: register, counter, value, blinding }) => ({
      chain: { meterId: id, obis: register },
      counter,
      value,
      blinding: decodeScalar(blinding, 'evidence.disclosed')
    }))
  }
}

/** The file's bytes; the same parts give the same bytes. @throws FormatError where the bill is none. */
export function encodeEvidence(primitives: Primitives, parts: EvidenceParts): Uint8Array {
  const fields = {
    format: EVIDENCE_FORMAT,
    hash: decodeSignedFile(primitives, parts.bill).hash,
    bill: toBase64(parts.bill),
    contract: toBase64(parts.contract),
    documents: parts.documents.map(toBase64),
    deliveries: parts.deliveries.map(toBase64),
    response: parts.response && { body: toBase64(parts.response.body), sig: toHex(parts.response.signature) },
    disclosed: parts.disclosed.map(({ chain, counter, value, blinding }) => ({
      meterId: chain.meterId,
      obis: obisName(chain.obis),
      counter: String(counter),
      value: value.toString(),
      blinding: toHex(encodeScalar(blinding))
    }))
  }
  return utf8(`${JSON.stringify(fields)}\n`)
}

/** Whether bytes look like such a file: only to tell it from others, before anything in it is believed. */
export function looksLikeEvidence(file: Uint8Array): boolean {
  const start = String.fromCharCode(...file.slice(0, 64))
  return /^\s*\{\s*"format"\s*:\s*"wattveil-evidence\//u.test(start)
}
