/** Rows K of docs/attacks.md about keys and signatures. */
import { ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { concatBytes, fromHex, GROUP_ORDER, isAcceptableX25519Key, toHex, utf8 } from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'
import ed25519Vectors from '../../vectors/crypto/ed25519-rule.json'

const seed = new Uint8Array(32).fill(1)
const message = utf8('any message at all')

/** The 14 encodings under which decoders in the wild know the eight points of small order. */
const SMALL_ORDER_ENCODINGS = [
  ...ED25519_TORSION_SUBGROUP,
  `01${'00'.repeat(30)}80`,
  `ec${'ff'.repeat(31)}`,
  `ed${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(31)}`,
  `ee${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(31)}`
].map((hex) => fromHex(hex, 32))

describe.each(primitivesUnderTest)('K1 Ed25519 edge signatures, %s', (_, { ed25519 }) => {
  it('no key of small order signs anything, under any of its names', () => {
    for (const key of SMALL_ORDER_ENCODINGS) {
      expect(ed25519.isAcceptableKey(key)).toBe(false)
      for (const r of SMALL_ORDER_ENCODINGS) {
        expect(ed25519.verify(concatBytes(r, new Uint8Array(32)), message, key)).toBe(false)
      }
    }
  })

  it('no R of small order is taken, under any of its names, though the key is honest', () => {
    const honest = ed25519.sign(seed, message)
    for (const r of SMALL_ORDER_ENCODINGS) {
      expect(ed25519.verify(concatBytes(r, honest.subarray(32)), message, ed25519.publicKey(seed))).toBe(false)
    }
  })

  it.each(ed25519Vectors.cases)('one verdict on every platform: $note', (vector) => {
    const [signature, key] = [fromHex(vector.signature), fromHex(vector.publicKey)]
    expect(ed25519.verify(signature, fromHex(vector.message), key)).toBe(vector.accept)
  })

  it('two changed bytes anywhere never make a signature of another message or key', () => {
    const publicKey = ed25519.publicKey(seed)
    const signature = ed25519.sign(seed, message)
    const whole = concatBytes(signature, publicKey)
    for (let position = 0; position < whole.length; position++) {
      const changed = whole.slice()
      changed[position] = (changed[position] ?? 0) ^ 0x80
      changed[(position * 7) % whole.length] = (changed[(position * 7) % whole.length] ?? 0) ^ 0x01
      expect(ed25519.verify(changed.subarray(0, 64), message, changed.subarray(64))).toBe(false)
    }
  })
})

describe.each(primitivesUnderTest)('K2 malformed signatures and keys, %s', (_, { ed25519 }) => {
  const publicKey = ed25519.publicKey(seed)
  const signature = ed25519.sign(seed, message)
  const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`)
  const withS = (value: bigint): Uint8Array =>
    concatBytes(signature.subarray(0, 32), fromHex(value.toString(16).padStart(64, '0')).reverse())

  it.each<[string, Uint8Array, Uint8Array]>([
    ['S + l', withS(s + GROUP_ORDER), publicKey],
    ['S = 2^256 - 1', withS(2n ** 256n - 1n), publicKey],
    ['a truncated signature', signature.subarray(0, 63), publicKey],
    ['no signature', new Uint8Array(0), publicKey],
    ['a signature with a byte more', concatBytes(signature, Uint8Array.of(0)), publicKey],
    ['a signature twice', concatBytes(signature, signature), publicKey],
    ['a key of 33 bytes', signature, concatBytes(publicKey, Uint8Array.of(0))],
    ['a key of 31 bytes', signature, publicKey.subarray(1)],
    ['no key', signature, new Uint8Array(0)]
  ])('%s is false, and no exception', (_name, candidate, key) => {
    expect(ed25519.verify(signature, message, publicKey)).toBe(true)
    expect(ed25519.verify(candidate, message, key)).toBe(false)
  })
})

describe.each(primitivesUnderTest)('K7 X25519 keys without a secret, %s', (_, { x25519 }) => {
  it('small order under any name makes no shared secret, and is not acceptable in a roster', () => {
    const low = [
      '00'.repeat(32),
      `01${'00'.repeat(31)}`,
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
      `ec${'ff'.repeat(30)}7f`,
      `ed${'ff'.repeat(30)}7f`,
      `ee${'ff'.repeat(30)}7f`
    ]
    const highBit = low.map((hex) => hex.slice(0, 62) + (parseInt(hex.slice(62), 16) | 0x80).toString(16))
    for (const hex of [...low, ...highBit]) {
      expect(isAcceptableX25519Key(fromHex(hex, 32))).toBe(false)
      expect(() => x25519.sharedSecret(seed, fromHex(hex, 32))).toThrow(
        expect.objectContaining({ name: 'FormatError' })
      )
    }
  })

  it('a key has one name: with bit 255 set it is refused, so equal keys have equal bytes', () => {
    const key = x25519.publicKey(seed)
    const other = key.slice()
    other[31] = (other[31] ?? 0) | 0x80
    expect(isAcceptableX25519Key(key)).toBe(true)
    expect(() => x25519.sharedSecret(seed, other)).toThrow(expect.objectContaining({ code: 'not-canonical' }))
  })
})
