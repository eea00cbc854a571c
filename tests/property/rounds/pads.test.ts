import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signedSeeds } from '../../../app/rounds/mask-day'
import { GROUP_ORDER, compareBytes, maskWith, sumOfPads, toHex, toScalar } from '../../../crypto'
import { primitives } from '../../support/rounds/test-meter'
import { seededRandom } from '../../support/seeded-random'

const random = seededRandom('pads')
const cast = Array.from({ length: 12 }, () => {
  const exchange = random.bytes(32)
  return {
    exchange,
    memberId: random.bytes(32),
    meterKey: random.bytes(32),
    exchangeKey: primitives.x25519.publicKey(exchange)
  }
}).sort((a, b) => compareBytes(a.memberId, b.memberId))
const members = fc.subarray(cast, { minLength: 2 })
const rho = fc.uint8Array({ minLength: 32, maxLength: 32 })
const round = fc.integer({ min: 0, max: 2 ** 40 })

describe('the pads of a roster', () => {
  it('cancel in value and blinding when all members are added up', () => {
    fc.assert(
      fc.property(members, rho, round, (roster, hash, t) => {
        const sums = roster.map(({ memberId, exchange }) =>
          sumOfPads(primitives, signedSeeds(primitives, { members: roster }, hash, memberId, exchange), hash, t)
        )
        expect(sums.reduce((sum, { value }) => sum + value, 0n) % GROUP_ORDER).toBe(0n)
        expect(sums.reduce((sum, { blinding }) => sum + blinding, 0n) % GROUP_ORDER).toBe(0n)
      }),
      { numRuns: 40 }
    )
  })

  it('leave exactly the sum of the readings of all', () => {
    const readings = fc.array(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(members, rho, round, readings, (roster, hash, t, values) => {
        const masked = roster.map(({ memberId, exchange }, index) => {
          const seeds = signedSeeds(primitives, { members: roster }, hash, memberId, exchange)
          return maskWith({ value: values[index]!, blinding: toScalar(1n) }, sumOfPads(primitives, seeds, hash, t))
        })
        const expected = roster.reduce((sum, _, index) => sum + values[index]!, 0n)
        expect(masked.reduce((sum, { value }) => sum + value, 0n) % GROUP_ORDER).toBe(expected)
      }),
      { numRuns: 30 }
    )
  })

  it('differ for every roster, round and pair', () => {
    const seen = new Set<string>()
    for (const hash of [random.bytes(32), random.bytes(32)]) {
      for (const { memberId, exchange } of cast.slice(0, 4)) {
        const seeds = signedSeeds(primitives, { members: cast.slice(0, 4) }, hash, memberId, exchange)
        for (const t of [1, 2, 3]) {
          for (const one of seeds)
            seen.add(
              toHex(
                primitives.sha256(
                  new TextEncoder().encode(String(sumOfPads(primitives, [{ ...one, sign: 1 }], hash, t).value))
                )
              )
            )
        }
      }
    }
    // Two rosters, six pairs, three rounds; each pair's pad occurs at both of its ends.
    expect(seen.size).toBe(36)
  })
})
