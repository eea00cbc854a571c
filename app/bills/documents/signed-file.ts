/**
 * The file of a signed document: {"format":"wattveil-bill/1","body":base64 of UTF-8 JSON,"sig":hex}.
 * The signature is over LP("wattveil/v1/bill", body bytes) as received; nothing is ever written again to be
 * verified, so no two programs can disagree about what was signed (docs/bill-format.md 1).
 */

import { z } from 'zod'
import {
  ED25519_SIGNATURE_BYTES,
  FormatError,
  type Primitives,
  TAGS,
  fromBase64,
  lp,
  toBase64,
  toHex,
  utf8
} from '../../../crypto'
import { decodeWith, hex } from './fields'
import { type JsonLimits, readStrictJson } from './strict-json'

export type DocumentKind = 'bill' | 'tariff' | 'index' | 'contract' | 'exchange'

/**
 * Which reader a file needs (ADR 0027). Version 2 is a superset of version 1 with one and the same meaning for what
 * both have, so the number is a hint to readers and need not be signed.
 */
export type FormatVersion = 1 | 2

export type SignedFile = {
  readonly kind: DocumentKind
  readonly version: FormatVersion
  /** The bytes that were signed, as received. */
  readonly body: Uint8Array
  /** Of the supplier; an index list carries its publisher's. */
  readonly signature: Uint8Array
  /** Only a contract has it; null is an offer. */
  readonly householdSignature: Uint8Array | null
  /** SHA-256 of the signed bytes, 64 hexadecimal digits: the document's name everywhere. */
  readonly hash: string
}

/** A year of quarter hours with their prices is about 0.6 MB; this leaves room and ends a flood. */
export const MAX_FILE_BYTES = 8 * 2 ** 20
const FILE_LIMITS: JsonLimits = { maxBytes: MAX_FILE_BYTES, maxDepth: 1, maxValues: 8 }
const BODY_LIMITS: JsonLimits = { maxBytes: 6 * 2 ** 20, maxDepth: 8, maxValues: 400_000 }

export const containerSchema = z.strictObject({
  format: z.string().max(64),
  body: z.string(),
  sig: hex(ED25519_SIGNATURE_BYTES),
  householdSig: hex(ED25519_SIGNATURE_BYTES).optional()
})

/**
 * Reads the container; whether anybody signed it is a question of its own.
 * @throws FormatError: newer-version for a later format of ours, else what is malformed.
 */
export function decodeSignedFile(primitives: Primitives, bytes: Uint8Array): SignedFile {
  const file = readStrictJson(bytes, FILE_LIMITS)
  // The version first: a newer file may have fields that this version does not know.
  const { kind, version } = formatOf(file)
  const { body: encoded, sig, householdSig } = decodeWith(containerSchema, file, 'file')
  if (householdSig && kind !== 'contract') throw new FormatError('unknown-field', 'file')
  const body = fromBase64(encoded)
  return {
    kind,
    version,
    body,
    signature: sig,
    householdSignature: householdSig ?? null,
    hash: documentHash(primitives, kind, body)
  }
}

/** The strict JSON inside. @throws FormatError. */
export function readBody(file: SignedFile): ReturnType<typeof readStrictJson> {
  return readStrictJson(file.body, BODY_LIMITS)
}

/** The bytes that a signature of such a document covers. */
export function signedBytes(kind: DocumentKind, body: Uint8Array): Uint8Array {
  return lp(TAGS[kind], body)
}

export function documentHash(primitives: Primitives, kind: DocumentKind, body: Uint8Array): string {
  return toHex(primitives.sha256(signedBytes(kind, body)))
}

/** Strict Ed25519 over the bytes as received, under a key known beforehand. */
export function isSignedBy(primitives: Primitives, file: SignedFile, key: Uint8Array): boolean {
  return primitives.ed25519.verify(file.signature, signedBytes(file.kind, file.body), key)
}

/** Signs a body. @param seed 32 secret bytes. */
export function signFile(
  primitives: Primitives,
  kind: DocumentKind,
  body: Uint8Array,
  seed: Uint8Array,
  version: FormatVersion = 1
): SignedFile {
  return {
    kind,
    version,
    body,
    signature: primitives.ed25519.sign(seed, signedBytes(kind, body)),
    householdSignature: null,
    hash: documentHash(primitives, kind, body)
  }
}

/** The file's bytes. */
export function encodeSignedFile(file: SignedFile): Uint8Array {
  const fields = {
    format: `wattveil-${file.kind}/${file.version}`,
    body: toBase64(file.body),
    sig: toHex(file.signature),
    ...(file.householdSignature ? { householdSig: toHex(file.householdSignature) } : {})
  }
  return utf8(`${JSON.stringify(fields)}\n`)
}

/** Newest version of each kind that this program reads. */
const NEWEST: Readonly<Record<DocumentKind, FormatVersion>> = { bill: 2, tariff: 2, contract: 2, index: 1, exchange: 1 }

function formatOf(file: ReturnType<typeof readStrictJson>): { kind: DocumentKind; version: FormatVersion } {
  const format = typeof file === 'object' && file !== null && 'format' in file ? file.format : undefined
  const [, name, digits] =
    /^wattveil-(bill|tariff|index|contract|exchange)\/([1-9][0-9]{0,3})$/u.exec(String(format)) ?? []
  if (name === undefined) throw new FormatError('unknown-format', 'file.format')
  const kind = name as DocumentKind
  const version = Number(digits)
  if (version > NEWEST[kind]) throw new FormatError('newer-version', 'file.format')
  return { kind, version: version as FormatVersion }
}
