/** What the messages of a round share: LP(body, signature…) on the wire, fixed widths, bounded numbers, plain text. */

import { FormatError, isTag, lpFields, lpList, readU64, utf8 } from '../../../crypto'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'

export const KEY_BYTES = 32
export const HASH_BYTES = 32
export const SIGNATURE_BYTES = 64
/** LP's length before each field. */
export const LENGTH_BYTES = 4

/** End of the year 9999: keeps every time a safe integer that a Date can show. */
const LAST_TIME = 253_402_300_799n
/** Intervals are a minute long or longer. */
const LAST_EPOCH = LAST_TIME / 60n
const TEXT_BYTES = 64

/**
 * Control characters, and what makes text look different from what it is: directions, joiners, separators
 * (docs/attacks.md R24). A fixed list, so that two runtimes with different Unicode tables agree.
 */
const FORBIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/u

/** LP(body, signature…, attachments…). */
export function encodeSigned(body: Uint8Array, ...rest: readonly Uint8Array[]): Uint8Array {
  return lpList(body, ...rest)
}

/**
 * Splits LP(body, signature × signatures). @param where name of the message in errors.
 * @throws FormatError for another shape, or more than `maxBytes`.
 */
export function decodeSigned(
  wire: Uint8Array,
  signatures: number,
  maxBytes: number,
  where: string
): { readonly body: Uint8Array; readonly signatures: readonly Uint8Array[] } {
  const [body, ...rest] = lpFields(wire, { maxBytes, maxFields: 1 + signatures })
  if (!body || rest.length !== signatures) throw new FormatError('wrong-field-count', where)
  for (const signature of rest) assertLength(signature, SIGNATURE_BYTES, `${where}.signature`)
  return { body, signatures: rest }
}

/** As `decodeSigned`, of what one party signs. */
export function decodeSignedOnce(
  wire: Uint8Array,
  maxBytes: number,
  where: string
): { readonly body: Uint8Array; readonly signature: Uint8Array } {
  const { body, signatures } = decodeSigned(wire, 1, maxBytes, where)
  return { body, signature: present(signatures[0], `${where}.signature`) }
}

/** @throws FormatError wrong-length, also for a field that is missing. */
export function assertLength(
  field: Uint8Array | undefined,
  length: number,
  where: string
): asserts field is Uint8Array {
  if (field?.length !== length) throw new FormatError('wrong-length', where)
}

/** The field, if it has this length. @throws FormatError wrong-length. */
export function fixed(field: Uint8Array | undefined, length: number, where: string): Uint8Array {
  assertLength(field, length, where)
  return field
}

/** The field, if there is one; its length is for its reader to check. @throws FormatError missing. */
export function present(field: Uint8Array | undefined, where: string): Uint8Array {
  if (!field) throw new FormatError('missing', where)
  return field
}

/** u64 seconds since 1970. @throws FormatError beyond the year 9999. */
export function readTime(field: Uint8Array | undefined, where: string): UtcSeconds {
  return toUtcSeconds(Number(atMost(readU64(present(field, where), where), LAST_TIME, where)))
}

/** u64 number of an epoch: of a UTC day, in live mode of an interval. @throws FormatError beyond the year 9999. */
export function readEpoch(field: Uint8Array | undefined, where: string): number {
  return Number(atMost(readU64(present(field, where), where), LAST_EPOCH, where))
}

/** u64 number t of a round. @throws FormatError beyond the year 9999. */
export function readRound(field: Uint8Array | undefined, where: string): number {
  return readEpoch(field, where)
}

/** u64 counter of a chain. @throws FormatError beyond 2^53 - 1. */
export function readCounter(field: Uint8Array | undefined, where: string): number {
  return Number(atMost(readU64(present(field, where), where), BigInt(Number.MAX_SAFE_INTEGER), where))
}

/** UTF-8, NFC, 1 to 64 bytes, no control, direction or invisible characters, not a label of the protocol. */
export function encodeText(text: string, where: string): Uint8Array {
  return utf8(plainText(text, where))
}

/** Reads what `encodeText` writes. @throws FormatError for everything else. */
export function decodeText(field: Uint8Array | undefined, where: string): string {
  const bytes = present(field, where)
  if (bytes.length > TEXT_BYTES) throw new FormatError('text-length', where)
  return plainText(decodeUtf8(bytes, where), where)
}

/** @throws FormatError unless `text` may stand in a message. */
export function plainText(text: string, where: string): string {
  const { length } = utf8(text)
  if (length < 1 || length > TEXT_BYTES) throw new FormatError('text-length', where)
  if (FORBIDDEN.test(text)) throw new FormatError('text-characters', where)
  if (text.normalize('NFC') !== text) throw new FormatError('text-not-nfc', where)
  if (isTag(text)) throw new FormatError('text-is-a-label', where)
  return text
}

function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new FormatError('text-not-utf8', where)
  }
}

function atMost(value: bigint, limit: bigint, where: string): bigint {
  if (value > limit) throw new FormatError('out-of-range', where)
  return value
}
