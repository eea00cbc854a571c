import { describe, expect, it } from 'vitest'
import {
  FormatError,
  i128,
  readI128,
  readU16,
  readU32,
  readU64,
  readU8,
  toHex,
  u16,
  u32,
  u64,
  u8
} from '../../../crypto'

describe('integers in signed bytes', () => {
  it('are big-endian and of fixed width', () => {
    expect(toHex(u8(1))).toBe('01')
    expect(toHex(u16(0x0108))).toBe('0108')
    expect(toHex(u32(900))).toBe('00000384')
    expect(toHex(u64(1772323200))).toBe('0000000069a38180')
    expect(toHex(u64(2n ** 64n - 1n))).toBe('ffffffffffffffff')
    expect(toHex(i128(-1n))).toBe('ffffffffffffffffffffffffffffffff')
    expect(toHex(i128(5n))).toBe('00000000000000000000000000000005')
  })

  it('are read back', () => {
    expect(readU8(u8(255))).toBe(255)
    expect(readU16(u16(65535))).toBe(65535)
    expect(readU32(u32(4294967295n))).toBe(4294967295)
    expect(readU64(u64(2n ** 64n - 1n))).toBe(2n ** 64n - 1n)
    for (const value of [-(2n ** 127n), -5_000_000n, 0n, 2n ** 127n - 1n]) {
      expect(readI128(i128(value))).toBe(value)
    }
  })

  it.each([
    ['u8 of 256', () => u8(256)],
    ['u8 of -1', () => u8(-1)],
    ['u8 of a fraction', () => u8(1.5)],
    ['u16 of 65,536', () => u16(65536)],
    ['u32 of 2^32', () => u32(2n ** 32n)],
    ['u64 of an unsafe number', () => u64(2 ** 53)],
    ['u64 of a negative bigint', () => u64(-1n)],
    ['u64 of 2^64', () => u64(2n ** 64n)],
    ['u64 of NaN', () => u64(NaN)],
    ['i128 of 2^127', () => i128(2n ** 127n)],
    ['i128 below -2^127', () => i128(-(2n ** 127n) - 1n)]
  ])('refuse to be written: %s', (_, write) => {
    expect(write).toThrow(RangeError)
  })

  it('refuse to be read from a field of another length', () => {
    const readers = [readU8, readU16, readU32, readU64, readI128]
    for (const read of readers) expect(() => read(new Uint8Array(5), 'counter')).toThrow(FormatError)
    expect(() => readU64(new Uint8Array(7), 'counter')).toThrow(
      expect.objectContaining({ code: 'wrong-length', where: 'counter' })
    )
  })
})
