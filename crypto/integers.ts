/**
 * Integers as they stand in hashed and signed bytes (docs/protocol/primitives.md 3): big-endian, fixed width. Only
 * scalars and curve coordinates are little-endian; for them there is `fromLittleEndian`.
 */
import { FormatError } from './format-error'

/** One byte. @param value whole, 0 to 255. @throws RangeError outside. */
export function u8(value: number): Uint8Array {
  return unsigned(BigInt(assertWhole(value)), 1)
}

/** Two bytes. @param value whole, 0 to 65,535. @throws RangeError outside. */
export function u16(value: number): Uint8Array {
  return unsigned(BigInt(assertWhole(value)), 2)
}

/** Four bytes. @param value whole, 0 to 2^32 - 1. @throws RangeError outside. */
export function u32(value: number | bigint): Uint8Array {
  return unsigned(typeof value === 'bigint' ? value : BigInt(assertWhole(value)), 4)
}

/** Eight bytes. @param value whole, 0 to 2^64 - 1; a number must be a safe integer. @throws RangeError outside. */
export function u64(value: number | bigint): Uint8Array {
  return unsigned(typeof value === 'bigint' ? value : BigInt(assertWhole(value)), 8)
}

/** Sixteen bytes, two's complement. @param value -2^127 to 2^127 - 1. @throws RangeError outside. */
export function i128(value: bigint): Uint8Array {
  if (BigInt.asIntN(128, value) !== value) throw new RangeError('i128: out of range')
  return unsigned(BigInt.asUintN(128, value), 16)
}

/** @param field exactly one byte. @throws FormatError for another length. */
export function readU8(field: Uint8Array, where = 'u8'): number {
  return Number(readUnsigned(field, 1, where))
}

/** @param field exactly two bytes. @throws FormatError for another length. */
export function readU16(field: Uint8Array, where = 'u16'): number {
  return Number(readUnsigned(field, 2, where))
}

/** @param field exactly four bytes. @throws FormatError for another length. */
export function readU32(field: Uint8Array, where = 'u32'): number {
  return Number(readUnsigned(field, 4, where))
}

/** @param field exactly eight bytes. @throws FormatError for another length. */
export function readU64(field: Uint8Array, where = 'u64'): bigint {
  return readUnsigned(field, 8, where)
}

/** @param field exactly sixteen bytes. @throws FormatError for another length. */
export function readI128(field: Uint8Array, where = 'i128'): bigint {
  return BigInt.asIntN(128, readUnsigned(field, 16, where))
}

/** Unsigned number of any multiple of eight bytes, lowest byte first: scalars and curve coordinates. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let value = 0n
  for (let offset = bytes.length - 8; offset >= 0; offset -= 8) {
    value = (value << 64n) | words.getBigUint64(offset, true)
  }
  return value
}

/** 32 bytes, lowest first: scalars and curve coordinates. @param value 0 to 2^256 - 1; what is wider is cut off. */
export function littleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32)
  const words = new DataView(bytes.buffer)
  for (let word = 0; word < 4; word++) {
    words.setBigUint64(8 * word, BigInt.asUintN(64, value >> BigInt(64 * word)), true)
  }
  return bytes
}

function assertWhole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError('integer: not a safe whole number')
  return value
}

function unsigned(value: bigint, length: number): Uint8Array {
  if (BigInt.asUintN(8 * length, value) !== value) {
    throw new RangeError(`integer: does not fit into ${length} unsigned bytes`)
  }
  const bytes = new Uint8Array(length)
  for (let index = length - 1, rest = value; index >= 0; index--, rest >>= 8n) {
    bytes[index] = Number(rest & 255n)
  }
  return bytes
}

function readUnsigned(field: Uint8Array, length: number, where: string): bigint {
  if (field.length !== length) throw new FormatError('wrong-length', where)
  return field.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
