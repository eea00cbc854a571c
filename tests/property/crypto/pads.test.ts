import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addScalars,
  commit,
  compareBytes,
  concatBytes,
  createNobleKernel,
  maskWith,
  noblePrimitives,
  pairSeed,
  type Primitives,
  type ScalarPair,
  sumOfPads,
  toScalar,
  u64,
  verifySumsVartime
} from '../../../crypto'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'

const platform = createPlatformPrimitives()

type Member = {
  readonly id: Uint8Array
  readonly secret: Uint8Array
}

/** Members with distinct ids, in the order of a roster. */
function roster(size: number, label: number): Member[] {
  return Array.from({ length: size }, (_, index) => ({
    id: platform.sha256(concatBytes(u64(label), u64(index))),
    secret: platform.sha256(concatBytes(u64(index), u64(label)))
  })).sort((a, b) => compareBytes(a.id, b.id))
}

function padsOf(
  primitives: Primitives,
  members: readonly Member[],
  own: Member,
  rho: Uint8Array,
  t: number
): ScalarPair {
  const seeds = members
    .filter((member) => member !== own)
    .map((peer) => {
      const sign = compareBytes(own.id, peer.id) < 0 ? 1 : -1
      const [lower, higher] = sign === 1 ? [own.id, peer.id] : [peer.id, own.id]
      const peerPublic = primitives.x25519.publicKey(peer.secret)
      return { seed: pairSeed(primitives, own.secret, peerPublic, rho, lower, higher), sign } as const
    })
  return sumOfPads(primitives, seeds, rho, t)
}

const size = fc.integer({ min: 2, max: 12 })
const label = fc.nat()
const rho = fc.uint8Array({ minLength: 32, maxLength: 32 })
const round = fc.nat()

describe('pads of a full roster', () => {
  it('cancel, in the value and in the blinding', () => {
    fc.assert(
      fc.property(size, label, rho, round, (n, seed, hash, t) => {
        const members = roster(n, seed)
        const pads = members.map((member) => padsOf(platform, members, member, hash, t))
        expect(pads.map((pad) => pad.value).reduce(addScalars)).toBe(0n)
        expect(pads.map((pad) => pad.blinding).reduce(addScalars)).toBe(0n)
      }),
      { numRuns: 25 }
    )
  })

  it('leave something that nobody can read when one member is missing', () => {
    fc.assert(
      fc.property(size, label, rho, round, (n, seed, hash, t) => {
        const members = roster(n, seed)
        const pads = members.slice(1).map((member) => padsOf(platform, members, member, hash, t))
        expect(pads.map((pad) => pad.value).reduce(addScalars)).not.toBe(0n)
        expect(pads.map((pad) => pad.blinding).reduce(addScalars)).not.toBe(0n)
      }),
      { numRuns: 25 }
    )
  })

  it('are the same with both primitives', () => {
    fc.assert(
      fc.property(label, rho, round, (seed, hash, t) => {
        const members = roster(3, seed)
        for (const own of members) {
          expect(padsOf(noblePrimitives, members, own, hash, t)).toEqual(padsOf(platform, members, own, hash, t))
        }
      }),
      { numRuns: 5 }
    )
  })

  it('let masked readings add up to an opening of the sum of the commitments', () => {
    const kernel = createNobleKernel()
    const values = fc.array(fc.bigInt(0n, 10_868n), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(
        values,
        label,
        rho,
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (readings, seed, hash, random) => {
          const members = roster(readings.length, seed)
          const sent = members.map((member, index) => {
            const own = { value: readings[index] ?? 0n, blinding: toScalar(BigInt(seed) + 7n ** BigInt(60 + index)) }
            return {
              commitment: commit(own.value, own.blinding),
              masked: maskWith(own, padsOf(platform, members, member, hash, 5))
            }
          })
          const value = sent.map(({ masked }) => masked.value).reduce(addScalars)
          const blinding = sent.map(({ masked }) => masked.blinding).reduce(addScalars)
          expect(value).toBe(readings.reduce((sum, reading) => sum + reading, 0n))
          const commitments = concatBytes(...sent.map(({ commitment }) => commitment))
          expect(verifySumsVartime(kernel, [{ commitments, value, blinding }], random)).toEqual([])
          expect(verifySumsVartime(kernel, [{ commitments, value: value + 1n, blinding }], random)).toEqual([0])
        }
      ),
      { numRuns: 15 }
    )
  })
})
