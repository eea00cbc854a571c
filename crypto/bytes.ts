/**
 * Bytes and their two text forms. One text per byte string: a lenient decoder would let two texts
 * name one point or one key (docs/attacks.md K6).
 */
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { FormatError } from './format-error'

const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64_VALUES: ReadonlyMap<number, number> = new Map(
  Array.from(BASE64_ALPHABET, (letter, value) => [letter.charCodeAt(0), value])
)
const PADDING = '='
const LONE_SURROGATE = /\p{Surrogate}/u
/** String.fromCharCode takes its argument list on the stack; this many at a time is safe. */
const TEXT_CHUNK = 8192

/** The parts, one after the other, in fresh memory. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Same length and same bytes. The time depends on the length alone, not on where they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  a.forEach((byte, index) => (difference |= byte ^ (b[index] ?? 0)))
  return difference === 0
}

/**
 * The order of ids in a roster (docs/protocol/primitives.md 10): unsigned, byte by byte; a beginning is less than its
 * continuation.
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it.
 */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let index = 0; index < shared; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** Two lower-case digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes)
}

/**
 * Reads lower-case hexadecimal.
 * @param length bytes expected; any number when left out.
 * @throws FormatError for upper case, spaces, an odd number of digits or another length.
 */
export function fromHex(text: string, length?: number): Uint8Array {
  if (length !== undefined && text.length !== 2 * length) throw new FormatError('wrong-length', 'hex')
  if (text.length % 2 !== 0) throw new FormatError('wrong-length', 'hex')
  const bytes = new Uint8Array(text.length / 2)
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = 16 * hexDigit(text.charCodeAt(2 * index)) + hexDigit(text.charCodeAt(2 * index + 1))
  }
  return bytes
}

/** RFC 4648 section 4, padded, without line breaks. */
export function toBase64(bytes: Uint8Array): string {
  const codes = new Uint8Array(4 * Math.ceil(bytes.length / 3)).fill(PADDING.charCodeAt(0))
  for (let read = 0, write = 0; read < bytes.length; read += 3, write += 4) {
    const group = ((bytes[read] ?? 0) << 16) | ((bytes[read + 1] ?? 0) << 8) | (bytes[read + 2] ?? 0)
    const letters = Math.min(bytes.length - read, 3) + 1
    for (let letter = 0; letter < letters; letter++) {
      codes[write + letter] = BASE64_ALPHABET.charCodeAt((group >> (18 - 6 * letter)) & 63)
    }
  }
  return textOfCodes(codes)
}

/**
 * Reads what `toBase64` writes and nothing else.
 * @throws FormatError for missing or extra padding, unused bits that are not zero, spaces, and the
 *   URL alphabet.
 */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new FormatError('wrong-length', 'base64')
  const padding = text.endsWith('==') ? 2 : text.endsWith(PADDING) ? 1 : 0
  const letters = text.length - padding
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let read = 0, write = 0; read < letters; read += 4, write += 3) {
    const group = base64Group(text, read, Math.min(letters - read, 4))
    for (let byte = 0; byte < 3 && write + byte < bytes.length; byte++) {
      bytes[write + byte] = (group >> (16 - 8 * byte)) & 255
    }
  }
  return bytes
}

/**
 * The UTF-8 bytes of a text. Normal form and forbidden characters are the caller's to check.
 * @throws FormatError for half of a surrogate pair, which an encoder would silently replace, so that
 *   two texts had the same bytes.
 */
export function utf8(text: string): Uint8Array {
  if (LONE_SURROGATE.test(text)) throw new FormatError('ill-formed-text', 'text')
  return utf8ToBytes(text)
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 97 && code <= 102) return code - 87
  throw new FormatError('not-canonical', 'hex')
}

/** 24 bits from four letters; absent letters of the last group count as zero. */
function base64Group(text: string, start: number, letters: number): number {
  let group = 0
  for (let letter = 0; letter < 4; letter++) {
    const value = letter < letters ? BASE64_VALUES.get(text.charCodeAt(start + letter)) : 0
    if (value === undefined) throw new FormatError('not-canonical', 'base64')
    group = (group << 6) | value
  }
  const unusedBits = letters === 2 ? 0xffff : letters === 3 ? 0xff : 0
  if ((group & unusedBits) !== 0) throw new FormatError('not-canonical', 'base64')
  return group
}

function textOfCodes(codes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < codes.length; start += TEXT_CHUNK) {
    text += String.fromCharCode(...codes.subarray(start, start + TEXT_CHUNK))
  }
  return text
}
