import { describe, expect, it } from 'vitest'
import {
  compareBytes,
  concatBytes,
  equalBytes,
  FormatError,
  fromBase64,
  fromHex,
  toBase64,
  toHex,
  utf8
} from '../../../crypto'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

describe('concatBytes', () => {
  it('joins parts in order, empty ones included', () => {
    expect(concatBytes(bytes(1, 2), bytes(), bytes(3))).toEqual(bytes(1, 2, 3))
    expect(concatBytes()).toEqual(bytes())
  })

  it('gives memory of its own', () => {
    const part = bytes(1)
    const joined = concatBytes(part)
    part[0] = 9
    expect(joined).toEqual(bytes(1))
  })
})

describe('equalBytes', () => {
  it('compares length and every byte', () => {
    expect(equalBytes(bytes(1, 2), bytes(1, 2))).toBe(true)
    expect(equalBytes(bytes(1, 2), bytes(1, 3))).toBe(false)
    expect(equalBytes(bytes(1, 2), bytes(1, 2, 0))).toBe(false)
    expect(equalBytes(bytes(), bytes())).toBe(true)
  })
})

describe('compareBytes', () => {
  it('orders unsigned and byte by byte, a beginning before its continuation', () => {
    const shuffled = [bytes(255), bytes(1, 0), bytes(), bytes(128), bytes(1), bytes(127, 255)]
    expect([...shuffled].sort(compareBytes)).toEqual([
      bytes(),
      bytes(1),
      bytes(1, 0),
      bytes(127, 255),
      bytes(128),
      bytes(255)
    ])
    expect(compareBytes(bytes(5, 6), bytes(5, 6))).toBe(0)
  })
})

describe('hexadecimal', () => {
  it('writes and reads lower case', () => {
    expect(toHex(bytes(0, 15, 255))).toBe('000fff')
    expect(fromHex('000fff', 3)).toEqual(bytes(0, 15, 255))
    expect(fromHex('')).toEqual(bytes())
  })

  it.each([
    ['an odd number of digits', 'abc', undefined],
    ['another length than expected', 'abcd', 3],
    ['a letter beyond f', 'ag', undefined],
    ['a full-width digit', '1１', undefined]
  ])('refuses %s', (_, text, length) => {
    expect(() => fromHex(text, length)).toThrow(FormatError)
  })
})

describe('base64', () => {
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy']
  ])('reads and writes %j as RFC 4648 section 10 says', (text, encoded) => {
    expect(toBase64(utf8(text))).toBe(encoded)
    expect(fromBase64(encoded)).toEqual(utf8(text))
  })

  it('writes megabytes', () => {
    const long = new Uint8Array(1_000_001).fill(250)
    expect(equalBytes(fromBase64(toBase64(long)), long)).toBe(true)
  })
})

describe('utf8', () => {
  it('encodes text beyond the first plane', () => {
    expect(utf8('ä€😀')).toEqual(bytes(0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80))
  })

  it('refuses half of a surrogate pair instead of replacing it', () => {
    expect(() => utf8('a\ud800b')).toThrow(FormatError)
    expect(() => utf8('\udc00')).toThrow(FormatError)
  })
})

describe('FormatError', () => {
  it('names what is wrong and where, and shows nothing of the input', () => {
    const error = new FormatError('not-canonical', 'point')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'FormatError', code: 'not-canonical', where: 'point' })
    expect(error.message).toBe('not-canonical in point')
  })
})
