/** libsodium as an independent oracle: another implementation, in C, of the group and of the strict signature rule. */
import sodium from 'libsodium-wrappers-sumo'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  BLINDING_BASE,
  commit,
  createNobleKernel,
  decodePoint,
  encodePoint,
  encodeScalar,
  FormatError,
  fromHex,
  noblePrimitives,
  scalarFromWide,
  toHex,
  toScalar,
  u64,
  utf8,
  VALUE_BASE
} from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'
import { describeWithData, readSharedJson } from '../../support/shared-data'
import ed25519Vectors from './ed25519-rule.json'

const wide = (label: string, index: number): Uint8Array => noblePrimitives.sha512(utf8(`${label} ${index}`))

beforeAll(() => sodium.ready)

describe('ristretto255 of libsodium', () => {
  it('has our two bases', () => {
    const one = encodeScalar(toScalar(1n))
    expect(sodium.crypto_scalarmult_ristretto255_base(one)).toEqual(encodePoint(VALUE_BASE))
    expect(sodium.crypto_scalarmult_ristretto255(one, encodePoint(BLINDING_BASE))).toEqual(encodePoint(BLINDING_BASE))
  })

  it('makes the same commitments', () => {
    const base = encodePoint(BLINDING_BASE)
    for (let index = 0; index < 60; index++) {
      const value = toScalar(BigInt(index * index * 7919 + 1))
      const blinding = scalarFromWide(wide('blinding', index))
      const valuePart = sodium.crypto_scalarmult_ristretto255_base(encodeScalar(value))
      const blindingPart = sodium.crypto_scalarmult_ristretto255(encodeScalar(blinding), base)
      expect(commit(value, blinding)).toEqual(sodium.crypto_core_ristretto255_add(valuePart, blindingPart))
    }
  })

  it('adds them up to the same point', () => {
    const commitments = Array.from({ length: 30 }, (_, index) =>
      commit(BigInt(index), scalarFromWide(wide('blinding', index)))
    )
    const sum = commitments.reduce((a, b) => sodium.crypto_core_ristretto255_add(a, b))
    expect(
      encodePoint(createNobleKernel().sumVartime(Uint8Array.from(commitments.flatMap((each) => [...each]))))
    ).toEqual(sum)
  })

  it('reduces wide scalars to the same remainder', () => {
    for (let index = 0; index < 100; index++) {
      const bytes = wide('scalar', index)
      expect(encodeScalar(scalarFromWide(bytes))).toEqual(sodium.crypto_core_ristretto255_scalar_reduce(bytes))
    }
  })

  it('takes the same bytes for points, random ones and real ones with one bit changed', () => {
    const isPoint = (bytes: Uint8Array): boolean => {
      try {
        decodePoint(bytes)
        return true
      } catch (error) {
        if (error instanceof FormatError) return false
        throw error
      }
    }
    let points = 0
    for (let index = 0; index < 1500; index++) {
      const bytes = index % 2 === 0 ? wide('point', index).slice(0, 32) : encodePoint(VALUE_BASE)
      if (index % 2 === 0) bytes[31] = (bytes[31] ?? 0) & 127
      else bytes[index % 32] = (bytes[index % 32] ?? 0) ^ (1 << (index % 8))
      expect(isPoint(bytes), toHex(bytes)).toBe(sodium.crypto_core_ristretto255_is_valid_point(bytes))
      if (isPoint(bytes)) points += 1
    }
    expect(points).toBeGreaterThan(50)
  })
})

describe('Ed25519 of libsodium', () => {
  const sodiumVerifies = (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean =>
    signature.length === 64 && key.length === 32 && sodium.crypto_sign_verify_detached(signature, message, key)

  it.each(ed25519Vectors.cases)('agrees with the rule: $note', ({ publicKey, message, signature, accept }) => {
    expect(sodiumVerifies(fromHex(signature), fromHex(message), fromHex(publicKey))).toBe(accept)
  })

  it('agrees on signatures with one bit changed', () => {
    const keys = sodium.crypto_sign_seed_keypair(wide('seed', 0).slice(0, 32))
    for (let index = 0; index < 300; index++) {
      const message = u64(index)
      const signature = sodium.crypto_sign_detached(message, keys.privateKey)
      const bit = (index * 37) % 520
      if (bit < 512) signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const expected = sodiumVerifies(signature, message, keys.publicKey)
      for (const [, { ed25519 }] of primitivesUnderTest) {
        expect(ed25519.verify(signature, message, keys.publicKey)).toBe(expected)
      }
    }
  })
})

describeWithData('Ed25519 of libsodium on the CCTV edge cases', (folder) => {
  type Cctv = {
    readonly number: number
    readonly key: string
    readonly sig: string
    readonly msg: string
  }

  it('accepts what our rule accepts', () => {
    const cases = readSharedJson<Cctv[]>(folder, 'vectors', 'ed25519-edge', 'cctv-ed25519vectors.json')
    const platform = primitivesUnderTest.map(([, primitives]) => primitives).at(-1) ?? noblePrimitives
    const differing = cases.filter(({ key, sig, msg }) => {
      const input = [fromHex(sig), utf8(msg), fromHex(key)] as const
      return sodium.crypto_sign_verify_detached(...input) !== platform.ed25519.verify(...input)
    })
    expect(differing).toEqual([])
  })
})
