/** Rows K of docs/attacks.md about points, scalars and second names of the same bytes. */
import { ed25519 as nobleEd25519, ristretto255 } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import {
  commit,
  concatBytes,
  createNobleKernel,
  decodePoint,
  decodeScalar,
  encodePoint,
  equalBytes,
  fromBase64,
  fromHex,
  GROUP_ORDER,
  lp,
  lpList,
  type Point,
  readLp,
  readLpAs,
  type Scalar,
  sumPointsVartime,
  TAGS,
  toBase64,
  toHex,
  toScalar,
  u32,
  utf8,
  VALUE_BASE,
  verifyOpeningVartime,
  verifySumsVartime
} from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'
import rfc9496 from '../../vectors/crypto/rfc9496.json'

const message = utf8('any message at all')
const limits = { maxBytes: 1000, maxFields: 16 }
const kernel = createNobleKernel()

describe('K3 encodings that are no ristretto255 point', () => {
  it.each(rfc9496.invalidEncodings.map((vector) => [vector.class, vector.bytes] as const))('%s: %s', (_, hex) => {
    expect(() => decodePoint(fromHex(hex, 32))).toThrow(expect.objectContaining({ code: 'not-canonical' }))
    expect(verifyOpeningVartime(fromHex(hex, 32), 1n, toScalar(1n))).toBe(false)
  })

  it.each([
    ['bit 255 set', (bytes: Uint8Array) => (bytes[31] = (bytes[31] ?? 0) | 0x80)],
    ['odd, the negative of a point', (bytes: Uint8Array) => negate(bytes)],
    ['s + p, the same point under another name', (bytes: Uint8Array) => addPrime(bytes)]
  ])('%s', (_, change) => {
    const bytes = encodePoint(smallEncodedPoint())
    expect(() => decodePoint(bytes)).not.toThrow()
    change(bytes)
    expect(() => decodePoint(bytes)).toThrow(expect.objectContaining({ code: 'not-canonical' }))
  })
})

describe('K4 the identity', () => {
  const identity = new Uint8Array(32)

  it('is refused wherever a point comes from outside', () => {
    expect(() => decodePoint(identity)).toThrow(expect.objectContaining({ code: 'identity' }))
    expect(() => kernel.sumVartime(identity)).toThrow(expect.objectContaining({ code: 'identity' }))
  })

  it('is no commitment, though (0, 0) opens it', () => {
    expect(verifyOpeningVartime(identity, 0n, toScalar(0n))).toBe(false)
    const batch = { commitments: identity, values: [0n], blindings: identity }
    expect(kernel.firstBadOpeningVartime(batch)).toBe(0)
    const coordinate = { commitments: identity, value: 0n, blinding: toScalar(0n) }
    expect(verifySumsVartime(kernel, [coordinate], new Uint8Array(16).fill(1))).toEqual([0])
  })

  it('may come out of a sum', () => {
    const point = VALUE_BASE.double()
    expect(encodePoint(sumPointsVartime([point, point.negate()]))).toEqual(identity)
  })
})

describe('K5 scalars from outside', () => {
  it.each([
    ['l', encodeScalarUnchecked(GROUP_ORDER)],
    ['l + 1', encodeScalarUnchecked(GROUP_ORDER + 1n)],
    ['2^253', encodeScalarUnchecked(2n ** 253n)],
    ['2^256 - 1', new Uint8Array(32).fill(255)]
  ])('%s is refused, never reduced', (_, bytes) => {
    expect(() => decodeScalar(bytes)).toThrow(expect.objectContaining({ code: 'not-canonical' }))
  })

  it('31 and 33 bytes are refused', () => {
    for (const length of [0, 31, 33, 64]) {
      expect(() => decodeScalar(new Uint8Array(length))).toThrow(expect.objectContaining({ code: 'wrong-length' }))
    }
  })

  it('l - 1 is the last one taken', () => {
    expect(decodeScalar(encodeScalarUnchecked(GROUP_ORDER - 1n))).toBe(GROUP_ORDER - 1n)
  })
})

describe('K6 second names of the same bytes', () => {
  const hex = toHex(encodePoint(VALUE_BASE))

  it.each([
    ['upper case', hex.toUpperCase()],
    ['mixed case', hex.replace('e', 'E')],
    ['a space before', ` ${hex.slice(1)}`],
    ['a space after', `${hex} `],
    ['0x before', `0x${hex.slice(2)}`],
    ['a line break', `${hex.slice(0, 62)}\r\n`]
  ])('hexadecimal with %s is refused', (_, text) => {
    expect(() => fromHex(text)).toThrow(expect.objectContaining({ name: 'FormatError' }))
  })

  it.each([
    ['without padding', 'Zg'],
    ['with too little padding', 'Zg='],
    ['with too much padding', 'Zm8=='],
    ['padding alone', '===='],
    ['padding within', 'Zg==Zg=='],
    ['unused bits that are not zero', 'Zh=='],
    ['unused bits that are not zero, one padding', 'Zm9='],
    ['the URL alphabet', '__-8'],
    ['a line break', 'Zm9v\n'],
    ['a space', 'Zm 9'],
    ['a letter of another script', 'Zm9в']
  ])('base64 %s is refused', (_, text) => {
    expect(() => fromBase64(text)).toThrow(expect.objectContaining({ name: 'FormatError' }))
  })

  it('base64 of the same bytes is read', () => {
    expect(fromBase64(toBase64(utf8('f')))).toEqual(utf8('f'))
  })
})

describe('K9 points of one curve passed as points of the other', () => {
  it('the Ed25519 base point is not read as a ristretto255 point', () => {
    expect(() => decodePoint(nobleEd25519.Point.BASE.toBytes())).toThrow(
      expect.objectContaining({ code: 'not-canonical' })
    )
  })

  it.each(primitivesUnderTest)(
    'ristretto255 points are no Ed25519 keys, or keys of somebody else, %s',
    (_, primitives) => {
      const refused = rfc9496.multiplesOfGenerator.flatMap((hex, factor) => {
        if (!primitives.ed25519.isAcceptableKey(fromHex(hex, 32))) return [factor]
        const misread = nobleEd25519.Point.fromBytes(fromHex(hex, 32), false)
        expect(misread.equals(nobleEd25519.Point.BASE.multiplyUnsafe(BigInt(factor)))).toBe(false)
        return []
      })
      expect(refused.length).toBeGreaterThan(3)
    }
  )

  it('the types keep bytes, points and scalars apart', () => {
    // Checked by the compiler: each line below is an error without the directive.
    const misuses = [
      // @ts-expect-error bytes are no point
      (): Point => new Uint8Array(32),
      // @ts-expect-error an Edwards point is no ristretto255 point
      (): Point => nobleEd25519.Point.BASE,
      // @ts-expect-error a number of any size is no scalar
      (): Scalar => 5n
    ]
    expect(misuses).toHaveLength(3)
    expect(VALUE_BASE).toBeInstanceOf(ristretto255.Point)
  })
})

describe('K12 labels', () => {
  it('a label as the name of a group stays a name', () => {
    const group = lp(TAGS.group, utf8(TAGS.keys), u32(900))
    expect(readLp(group, limits).tag).toBe(TAGS.group)
    expect(() => readLpAs(TAGS.keys, group, limits)).toThrow(expect.objectContaining({ code: 'wrong-tag' }))
  })

  it('a statement without label, or with another one, is refused', () => {
    const fields = [new Uint8Array(32).fill(1), new Uint8Array(8), new Uint8Array(32).fill(2)]
    expect(() => readLp(lpList(...fields), limits)).toThrow(expect.objectContaining({ code: 'unknown-tag' }))
    for (const label of ['', 'wattveil/v1/', 'wattveil/v1/keys\0', 'Wattveil/v1/keys', 'wattveil/v2/keys']) {
      expect(() => readLp(lpList(utf8(label), ...fields), limits)).toThrow(
        expect.objectContaining({ code: 'unknown-tag' })
      )
    }
    expect(() => readLpAs(TAGS.enrol, lp(TAGS.keys, ...fields), limits)).toThrow(
      expect.objectContaining({ code: 'wrong-tag' })
    )
  })

  it('the same fields under two labels are never the same bytes', () => {
    const labels = Object.values(TAGS)
    const seen = new Set(labels.map((label) => toHex(lp(label, message))))
    expect(seen.size).toBe(labels.length)
  })
})

describe('B3 values that are none', () => {
  it('v + 1 with the same r, swapped openings, and v - l do not fit', () => {
    const [r1, r2] = [toScalar(1111n), toScalar(2222n)]
    const [c1, c2] = [commit(5n, r1), commit(6n, r2)]
    expect(verifyOpeningVartime(c1, 6n, r1)).toBe(false)
    expect(verifyOpeningVartime(c1, 6n, r2)).toBe(false)
    expect(verifyOpeningVartime(c2, 5n, r1)).toBe(false)
    expect(verifyOpeningVartime(c1, 5n - 2n * GROUP_ORDER, r1)).toBe(false)
    expect(equalBytes(commit(-5n, r1), commit(GROUP_ORDER - 5n, r1))).toBe(true)
  })
})

function encodeScalarUnchecked(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
}

/** A point whose encoding s is so small that s + p still fits into 255 bits: s = 0 to 18. */
function smallEncodedPoint(): Point {
  for (let s = 2; s < 19; s += 2) {
    try {
      return decodePoint(concatBytes(Uint8Array.of(s), new Uint8Array(31)))
    } catch {
      // not a point; the next one may be
    }
  }
  throw new TypeError('no point with a small encoding')
}

function negate(bytes: Uint8Array): void {
  const s = BigInt(`0x${toHex(bytes.slice().reverse())}`)
  bytes.set(encodeScalarUnchecked(2n ** 255n - 19n - s))
}

function addPrime(bytes: Uint8Array): void {
  const s = BigInt(`0x${toHex(bytes.slice().reverse())}`)
  bytes.set(encodeScalarUnchecked(2n ** 255n - 19n + s))
}
