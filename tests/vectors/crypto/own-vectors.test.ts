/** The project's own vectors, made by a second implementation (generate.py in this folder). */
import { ristretto255_hasher } from '@noble/curves/ed25519.js'
import { describe, expect, it } from 'vitest'
import {
  BLINDING_BASE,
  commit,
  concatBytes,
  createNobleKernel,
  decodePoint,
  decodeScalar,
  deriveBlinding,
  encodePoint,
  encodeScalar,
  fromHex,
  isTag,
  lp,
  maskWith,
  nextDayKey,
  padBlinding,
  padValue,
  pairSeed,
  readLp,
  sumOfPads,
  toHex,
  VALUE_BASE,
  verifyOpeningVartime,
  verifySumsVartime
} from '../../../crypto'
import { primitivesUnderTest } from '../../support/primitives-under-test'
import blindingVectors from './blinding.json'
import ed25519Vectors from './ed25519-rule.json'
import lpVectors from './lp.json'
import padVectors from './pads.json'
import pedersenVectors from './pedersen.json'
import rfc9496 from './rfc9496.json'

const scalar = (hex: string) => decodeScalar(fromHex(hex, 32))

describe('ristretto255 as in RFC 9496', () => {
  it.each(rfc9496.multiplesOfGenerator.map((hex, factor) => [factor, hex] as const))(
    'encodes %i times the generator, and reads it back unless it is the identity',
    (factor, hex) => {
      expect(toHex(encodePoint(VALUE_BASE.multiplyUnsafe(BigInt(factor))))).toBe(hex)
      if (factor > 0) expect(toHex(encodePoint(decodePoint(fromHex(hex))))).toBe(hex)
    }
  )

  it.each(rfc9496.elementDerivation.map(({ input, output }) => [output, input] as const))(
    'derives %s',
    (output, input) => {
      expect(ristretto255_hasher.deriveToCurve?.(fromHex(input)).toHex()).toBe(output)
    }
  )
})

describe('LP vectors', () => {
  const limits = { maxBytes: 512, maxFields: 16 }

  it.each(lpVectors.good)('writes and reads: $note', ({ tag, fields, bytes }) => {
    if (!isTag(tag)) throw new TypeError('vector without a known label')
    const list = fields.map((field) => fromHex(field))
    expect(toHex(lp(tag, ...list))).toBe(bytes)
    expect(readLp(fromHex(bytes), limits)).toEqual({ tag, fields: list })
  })

  it.each(lpVectors.bad)('refuses: $note', ({ code, bytes }) => {
    expect(() => readLp(fromHex(bytes), limits)).toThrow(expect.objectContaining({ code }))
  })
})

describe('Pedersen vectors', () => {
  it('have the bases of the code', () => {
    expect(toHex(encodePoint(VALUE_BASE))).toBe(pedersenVectors.valueBase)
    expect(toHex(encodePoint(BLINDING_BASE))).toBe(pedersenVectors.blindingBase)
  })

  it.each(pedersenVectors.items)('commit to $value', ({ value, blinding, commitment }) => {
    expect(toHex(commit(BigInt(value), scalar(blinding)))).toBe(commitment)
    expect(verifyOpeningVartime(fromHex(commitment), BigInt(value), scalar(blinding))).toBe(true)
  })
})

describe.each(primitivesUnderTest)('vectors with %s primitives', (_, primitives) => {
  it.each(blindingVectors.cases)('blind $value of $meterId, register $obis', (vector) => {
    const blinding = deriveBlinding(primitives, fromHex(blindingVectors.dayKey), {
      meterId: vector.meterId,
      obis: vector.obis,
      counter: BigInt(vector.counter),
      intervalStart: BigInt(vector.intervalStart),
      seconds: vector.seconds,
      status: vector.status,
      value: BigInt(vector.value),
      previousHash: fromHex(blindingVectors.previousHash)
    })
    expect(toHex(encodeScalar(blinding))).toBe(vector.blinding)
  })

  it('ratchet the day key', () => {
    expect(toHex(nextDayKey(primitives, fromHex(blindingVectors.dayKey)))).toBe(blindingVectors.nextDayKey)
  })

  it.each(padVectors.members)('mask the reading of member $id', (member) => {
    const own = padVectors.members.indexOf(member)
    const rho = fromHex(padVectors.rho)
    expect(toHex(primitives.x25519.publicKey(fromHex(member.secret)))).toBe(member.public)
    const seeds = padVectors.pairs
      .filter(({ lower, higher }) => lower === own || higher === own)
      .map((pair) => {
        const [lower, higher] = [padVectors.members[pair.lower], padVectors.members[pair.higher]]
        if (lower === undefined || higher === undefined) throw new TypeError('vector names no member')
        const peer = pair.lower === own ? higher : lower
        const seed = pairSeed(
          primitives,
          fromHex(member.secret),
          fromHex(peer.public),
          rho,
          fromHex(lower.id),
          fromHex(higher.id)
        )
        expect(toHex(seed)).toBe(pair.seed)
        expect(toHex(encodeScalar(padValue(primitives, seed, rho, BigInt(padVectors.round))))).toBe(pair.value)
        expect(toHex(encodeScalar(padBlinding(primitives, seed, rho, BigInt(padVectors.round))))).toBe(pair.blinding)
        return { seed, sign: pair.lower === own ? 1 : -1 } as const
      })
    const pads = sumOfPads(primitives, seeds, rho, BigInt(padVectors.round))
    const masked = maskWith({ value: BigInt(member.value), blinding: scalar(member.blinding) }, pads)
    expect(toHex(encodeScalar(pads.value))).toBe(member.padValue)
    expect(toHex(encodeScalar(pads.blinding))).toBe(member.padBlinding)
    expect(toHex(encodeScalar(masked.value))).toBe(member.maskedValue)
    expect(toHex(encodeScalar(masked.blinding))).toBe(member.maskedBlinding)
  })

  it.each(ed25519Vectors.cases)('rule on a signature: $note', ({ publicKey, message, signature, accept }) => {
    expect(primitives.ed25519.verify(fromHex(signature), fromHex(message), fromHex(publicKey))).toBe(accept)
  })
})

describe('the sum of the pad vectors', () => {
  it('opens the sum of the commitments', () => {
    const coordinate = {
      commitments: concatBytes(...padVectors.members.map(({ commitment }) => fromHex(commitment))),
      value: BigInt(padVectors.sum.value),
      blinding: scalar(padVectors.sum.blinding)
    }
    const randomness = new Uint8Array(16).fill(0x5a)
    expect(verifySumsVartime(createNobleKernel(), [coordinate], randomness)).toEqual([])
  })
})
