import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { platformAead } from '../../../adapters/platform-crypto/platform-aead'
import { fromHex, toHex } from '../../../crypto'
import { referenceSeal } from '../../support/reference-aead'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const text = fc.uint8Array({ maxLength: 80 })
const sealing = fc.record({ key: bytes(32), nonce: bytes(12), associated: text, plain: text })

/** Test cases 13 to 16 of McGrew and Viega, The Galois/Counter Mode of Operation (2005): the ones with 256 bits. */
const KEY = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308'
const PLAIN =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255'
const SEALED =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad'
const CASES = [
  ['00'.repeat(32), '00'.repeat(12), '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
  [
    '00'.repeat(32),
    '00'.repeat(12),
    '',
    '00'.repeat(16),
    'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919'
  ],
  [KEY, 'cafebabefacedbaddecaf888', '', PLAIN, `${SEALED}b094dac5d93471bdec1a502270e3cc6c`],
  [
    KEY,
    'cafebabefacedbaddecaf888',
    'feedfacedeadbeeffeedfacedeadbeefabaddad2',
    PLAIN.slice(0, 120),
    `${SEALED.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`
  ]
] as const

describe('AES-256-GCM of the platform', () => {
  it.each(CASES)('seals case %# of its authors as they did, and so does the reference', (...hex) => {
    const [key, nonce, associated, plain, sealed] = hex.map((each) => fromHex(each))
    if (!key || !nonce || !associated || !plain || !sealed) throw new TypeError('a case of five')
    expect(toHex(platformAead.seal(key, nonce, associated, plain))).toBe(toHex(sealed))
    expect(toHex(referenceSeal(key, nonce, associated, plain))).toBe(toHex(sealed))
    expect(platformAead.open(key, nonce, associated, sealed)).toEqual(plain)
  })

  it('seals as the reference does, and opens again', () => {
    fc.assert(
      fc.property(sealing, ({ key, nonce, associated, plain }) => {
        const sealed = platformAead.seal(key, nonce, associated, plain)
        expect(sealed).toEqual(referenceSeal(key, nonce, associated, plain))
        expect(platformAead.open(key, nonce, associated, sealed)).toEqual(plain)
      }),
      { numRuns: 60 }
    )
  })

  it('opens nothing of which a bit was changed, wherever', () => {
    const place = fc.constantFrom('key', 'nonce', 'associated', 'sealed')
    fc.assert(
      fc.property(sealing, place, fc.nat(), fc.nat(7), ({ key, nonce, associated, plain }, name, where, bit) => {
        const sealed = platformAead.seal(key, nonce, associated, plain)
        const parts = { key, nonce, associated, sealed }
        const changed = Uint8Array.from(parts[name])
        fc.pre(changed.length > 0)
        const at = where % changed.length
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        const all = { ...parts, [name]: changed }
        expect(platformAead.open(all.key, all.nonce, all.associated, all.sealed)).toBeNull()
      })
    )
  })

  it('opens nothing that was cut off, down to a tag of no byte', () => {
    const [key, nonce, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array(0)]
    const sealed = platformAead.seal(key, nonce, none, Uint8Array.of(1, 2, 3))
    for (let length = 0; length < sealed.length; length++) {
      expect(platformAead.open(key, nonce, none, sealed.subarray(0, length))).toBeNull()
    }
  })

  it('takes keys of 32 and nonces of 12 bytes only', () => {
    const none = new Uint8Array(0)
    for (const [key, nonce] of [
      [31, 12],
      [33, 12],
      [16, 12],
      [32, 11],
      [32, 16],
      [32, 0]
    ] as const) {
      const [one, other] = [new Uint8Array(key), new Uint8Array(nonce)]
      expect(() => platformAead.seal(one, other, none, none)).toThrow(RangeError)
      expect(() => platformAead.open(one, other, none, new Uint8Array(16))).toThrow(RangeError)
    }
  })
})
