import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  centredLift,
  compareBytes,
  decodePoint,
  decodeScalar,
  encodePoint,
  encodeScalar,
  FormatError,
  fromBase64,
  fromHex,
  GROUP_ORDER,
  i128,
  isTag,
  lp,
  lpFields,
  lpList,
  readI128,
  readLp,
  readU64,
  TAGS,
  toBase64,
  toHex,
  toScalar,
  u64,
  utf8
} from '../../../crypto'

const bytes = fc.uint8Array({ maxLength: 200 })
const limits = { maxBytes: 100_000, maxFields: 50 }

/** The result, or the code of the refusal; any other error fails the test. */
function outcome<Result>(decode: () => Result): Result | string {
  try {
    return decode()
  } catch (error) {
    if (error instanceof FormatError) return error.code
    throw error
  }
}

describe('text forms of bytes', () => {
  it('are read back as written', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(fromHex(toHex(value))).toEqual(value)
        expect(fromBase64(toBase64(value))).toEqual(value)
        expect(toBase64(value)).toBe(Buffer.from(value).toString('base64'))
      })
    )
  })

  it('are the only ones: whatever else is accepted would be a second name', () => {
    const texts = fc.oneof(
      fc.base64String(),
      fc.string({ unit: fc.constantFrom(...'AZaz09+/=-_ \n') }),
      fc.string({ unit: fc.constantFrom(...'09afAFgx ') })
    )
    fc.assert(
      fc.property(texts, (text) => {
        for (const [decode, encode] of [
          [fromBase64, toBase64],
          [fromHex, toHex]
        ] as const) {
          const decoded = outcome(() => decode(text))
          if (typeof decoded !== 'string') expect(encode(decoded)).toBe(text)
        }
      }),
      { numRuns: 2000 }
    )
  })

  it('of UTF-8 keep different texts different', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = outcome(() => utf8(text))
        if (typeof encoded !== 'string')
          expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(encoded)).toBe(text)
      })
    )
  })
})

describe('compareBytes', () => {
  it('orders like hexadecimal text, which sorts bytewise', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [textA, textB] = [toHex(a), toHex(b)]
        expect(Math.sign(compareBytes(a, b))).toBe(textA < textB ? -1 : textA > textB ? 1 : 0)
      })
    )
  })
})

describe('integers', () => {
  it('are read back as written', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(-(2n ** 127n), 2n ** 127n - 1n), (unsigned, signed) => {
        expect(readU64(u64(unsigned))).toBe(unsigned)
        expect(readI128(i128(signed))).toBe(signed)
      })
    )
  })
})

describe('LP', () => {
  const tag = fc.constantFrom(...Object.values(TAGS))
  const fields = fc.array(bytes, { maxLength: 20 })

  it('is read back as written', () => {
    fc.assert(
      fc.property(tag, fields, (label, list) => {
        expect(readLp(lp(label, ...list), limits)).toEqual({ tag: label, fields: list })
      })
    )
  })

  it('never gives two lists the same bytes', () => {
    fc.assert(
      fc.property(fields, fields, (a, b) => {
        const same = toHex(lpList(...a)) === toHex(lpList(...b))
        expect(same).toBe(a.length === b.length && a.every((field, index) => toHex(field) === toHex(b[index] ?? field)))
      })
    )
  })

  it('accepts from outside only what it would write itself', () => {
    const mutated = fc
      .tuple(fields, fc.nat(), fc.nat({ max: 255 }), fc.nat({ max: 3 }))
      .map(([list, position, byte, cut]) => {
        const container = lpList(...list)
        if (container.length > 0) container[position % container.length] = byte
        return container.subarray(0, container.length - cut)
      })
    fc.assert(
      fc.property(fc.oneof(bytes, mutated), (container) => {
        const list = outcome(() => lpFields(container, limits))
        if (typeof list !== 'string') expect(lpList(...list)).toEqual(container)
        const labelled = outcome(() => readLp(container, limits))
        if (typeof labelled !== 'string') expect(isTag(labelled.tag)).toBe(true)
      }),
      { numRuns: 1000 }
    )
  })
})

describe('points and scalars', () => {
  it('have one encoding each: random bytes are refused or come back unchanged', () => {
    const candidate = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(candidate, (encoded) => {
        const point = outcome(() => decodePoint(encoded))
        if (typeof point !== 'string') expect(encodePoint(point)).toEqual(encoded)
        const scalar = outcome(() => decodeScalar(encoded))
        if (typeof scalar !== 'string') expect(encodeScalar(scalar)).toEqual(encoded)
      }),
      { numRuns: 500 }
    )
  })

  it('lift back to the signed amount they stand for', () => {
    const half = GROUP_ORDER / 2n
    fc.assert(
      fc.property(fc.bigInt(-half, half), (amount) => {
        expect(centredLift(toScalar(amount))).toBe(amount)
      })
    )
  })
})
