import { describe, expect, it } from 'vitest'
import { FormatError, maskWith, padBlinding, padValue, pairSeed, sumOfPads, toScalar } from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'

const idLo = new Uint8Array(32).fill(1)
const idHi = new Uint8Array(32).fill(2)
const rho = new Uint8Array(32).fill(3)
const secretLo = new Uint8Array(32).fill(4)
const secretHi = new Uint8Array(32).fill(5)

describe.each(primitivesUnderTest)('pads with %s primitives', (_, primitives) => {
  const publicLo = primitives.x25519.publicKey(secretLo)
  const publicHi = primitives.x25519.publicKey(secretHi)
  const seed = pairSeed(primitives, secretLo, publicHi, rho, idLo, idHi)

  it('come from one seed that both members find', () => {
    expect(seed).toHaveLength(64)
    expect(pairSeed(primitives, secretHi, publicLo, rho, idLo, idHi)).toEqual(seed)
  })

  it('come from another seed for another roster or pair', () => {
    const otherRho = new Uint8Array(32).fill(9)
    expect(pairSeed(primitives, secretLo, publicHi, otherRho, idLo, idHi)).not.toEqual(seed)
    expect(pairSeed(primitives, secretLo, publicHi, rho, idLo, new Uint8Array(32).fill(7))).not.toEqual(seed)
  })

  it('leave the secret key to its owner', () => {
    expect(secretLo).toEqual(new Uint8Array(32).fill(4))
  })

  it('cannot be made with ids in the wrong order or with oneself', () => {
    expect(() => pairSeed(primitives, secretLo, publicHi, rho, idHi, idLo)).toThrow(RangeError)
    expect(() => pairSeed(primitives, secretLo, publicHi, rho, idLo, idLo)).toThrow(RangeError)
  })

  it('cannot be made with a key of small order', () => {
    expect(() => pairSeed(primitives, secretLo, new Uint8Array(32), rho, idLo, idHi)).toThrow(FormatError)
  })

  it('differ between value and blinding, rounds and rosters', () => {
    const pads = [
      padValue(primitives, seed, rho, 7),
      padBlinding(primitives, seed, rho, 7),
      padValue(primitives, seed, rho, 8),
      padValue(primitives, seed, new Uint8Array(32), 7)
    ]
    expect(new Set(pads).size).toBe(4)
  })

  it('are added with their signs', () => {
    const other = new Uint8Array(64).fill(6)
    const sum = sumOfPads(
      primitives,
      [
        { seed, sign: 1 },
        { seed: other, sign: -1 }
      ],
      rho,
      7n
    )
    expect(sum.value).toBe(toScalar(padValue(primitives, seed, rho, 7) - padValue(primitives, other, rho, 7)))
    expect(sum.blinding).toBe(toScalar(padBlinding(primitives, seed, rho, 7) - padBlinding(primitives, other, rho, 7)))
    expect(sumOfPads(primitives, [], rho, 7)).toEqual({ value: 0n, blinding: 0n })
  })

  it('refuse seeds and roster hashes of another length', () => {
    expect(() => padValue(primitives, new Uint8Array(32), rho, 7)).toThrow(RangeError)
    expect(() => padValue(primitives, seed, new Uint8Array(31), 7)).toThrow(RangeError)
    expect(() => sumOfPads(primitives, [{ seed: new Uint8Array(63), sign: 1 }], rho, 7)).toThrow(RangeError)
    expect(() => pairSeed(primitives, secretLo, publicHi, new Uint8Array(33), idLo, idHi)).toThrow(RangeError)
  })
})

describe('maskWith', () => {
  it('adds modulo l, value to value and blinding to blinding', () => {
    const pads = { value: toScalar(-10n), blinding: toScalar(5n) }
    expect(maskWith({ value: 3n, blinding: toScalar(-5n) }, pads)).toEqual({ value: toScalar(-7n), blinding: 0n })
  })
})
