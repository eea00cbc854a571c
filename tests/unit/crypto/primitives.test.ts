import { ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import { FormatError, fromHex, isAcceptableX25519Key, toHex, utf8 } from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'

const message = utf8('head of the chain')
const seed = new Uint8Array(32).fill(1)

describe.each(primitivesUnderTest)('%s primitives', (_, primitives) => {
  const { ed25519, x25519 } = primitives

  it('hash as FIPS 180-4 says', () => {
    expect(toHex(primitives.sha256(utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
    )
    expect(toHex(primitives.sha512(utf8('abc')))).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f'
    )
  })

  it('give fresh plain memory, so that erasing one result touches no other', () => {
    const first = primitives.hmacSha512(seed, message)
    const second = primitives.hmacSha512(seed, message)
    first.fill(0)
    expect(second).not.toEqual(first)
    for (const bytes of [second, primitives.sha256(message), ed25519.sign(seed, message), x25519.publicKey(seed)]) {
      expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype)
      expect(bytes.buffer.byteLength).toBe(bytes.length)
    }
  })

  it('derive keys of the asked length', () => {
    expect(primitives.hkdfSha512(seed, seed, message, 100)).toHaveLength(100)
    expect(primitives.hkdfSha512(seed, seed, message, 64)).toEqual(
      primitives.hkdfSha512(seed, seed, message, 100).slice(0, 64)
    )
  })

  it('sign, and verify what was signed', () => {
    const publicKey = ed25519.publicKey(seed)
    const signature = ed25519.sign(seed, message)
    expect(signature).toHaveLength(64)
    expect(ed25519.verify(signature, message, publicKey)).toBe(true)
    expect(ed25519.verify(signature, utf8('another'), publicKey)).toBe(false)
    expect(ed25519.isAcceptableKey(publicKey)).toBe(true)
  })

  it('sign bytes that are a view into other memory', () => {
    const memory = new Uint8Array(200).fill(9)
    const view = memory.subarray(50, 90)
    const signature = ed25519.sign(memory.subarray(3, 35), view)
    expect(ed25519.verify(signature, view.slice(), ed25519.publicKey(new Uint8Array(32).fill(9)))).toBe(true)
  })

  it('verify under more keys than are remembered', () => {
    const signature = ed25519.sign(seed, message)
    for (let index = 0; index < 1100; index++) {
      const key = new Uint8Array(32).fill(11)
      new DataView(key.buffer).setUint32(0, index)
      expect(ed25519.verify(signature, message, key)).toBe(false)
    }
    expect(ed25519.verify(signature, message, ed25519.publicKey(seed))).toBe(true)
  })

  it('refuse secrets of another length', () => {
    for (const use of [
      () => ed25519.publicKey(new Uint8Array(31)),
      () => ed25519.sign(new Uint8Array(64), message),
      () => x25519.publicKey(new Uint8Array(33)),
      () => x25519.sharedSecret(new Uint8Array(0), x25519.publicKey(seed))
    ]) {
      expect(use).toThrow(RangeError)
    }
  })

  it('do not take keys of small order, keys off the curve, or keys of another length', () => {
    for (const key of ED25519_TORSION_SUBGROUP) expect(ed25519.isAcceptableKey(fromHex(key))).toBe(false)
    const offCurve = new Uint8Array(32)
    offCurve[0] = 2
    expect(ed25519.isAcceptableKey(offCurve)).toBe(false)
    expect(ed25519.isAcceptableKey(new Uint8Array(31))).toBe(false)
  })

  it('agree on a secret from both sides', () => {
    const other = new Uint8Array(32).fill(2)
    const shared = x25519.sharedSecret(seed, x25519.publicKey(other))
    expect(shared).toEqual(x25519.sharedSecret(other, x25519.publicKey(seed)))
    expect(shared).toHaveLength(32)
  })

  it.each([
    ['zero', '00'.repeat(32), 'small-order'],
    ['one', `01${'00'.repeat(31)}`, 'small-order'],
    ['p - 1', `ec${'ff'.repeat(30)}7f`, 'small-order'],
    ['the first point of order 8', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', 'small-order'],
    ['the second point of order 8', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157', 'small-order'],
    ['p, another name of zero', `ed${'ff'.repeat(30)}7f`, 'not-canonical'],
    ['9 + p', `f6${'ff'.repeat(30)}7f`, 'not-canonical'],
    ['9 with bit 255 set', `09${'00'.repeat(30)}80`, 'not-canonical'],
    ['31 bytes', '09'.repeat(31), 'wrong-length']
  ])('make no secret with a peer key of %s', (_name, hex, code) => {
    expect(() => x25519.sharedSecret(seed, fromHex(hex))).toThrow(FormatError)
    expect(() => x25519.sharedSecret(seed, fromHex(hex))).toThrow(expect.objectContaining({ code }))
    expect(isAcceptableX25519Key(fromHex(hex))).toBe(false)
  })
})
