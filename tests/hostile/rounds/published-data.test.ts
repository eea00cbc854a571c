import { describe, expect, it, vi } from 'vitest'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { signSum } from '../../../app/rounds/messages/sum'
import { VALUE_BASE, decodePoint, encodePoint, lp, TAGS, u64, u8 } from '../../../crypto'
import { withRound } from '../../support/rounds/lying-collector'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { groupOf, phasesOf } from '../../support/rounds/views'
import { live, liveWithLiar, shownSums } from '../../support/rounds/lived-day'

vi.setConfig({ testTimeout: 120_000 })

describe('R36 and R42: data that does not belong to the sum', () => {
  it('a neighbour C replaced and V, R fitted to it: the head signature names the collector', async () => {
    const { all } = await liveWithLiar(({ days, sum }) => {
      // C' = C + 1000 G opens the sum with V + 1000: the check of the sum alone would pass.
      const victim = days[0]!
      const moved = encodePoint(decodePoint(victim.commitments.slice(0, 32)).add(VALUE_BASE.multiply(1000n)))
      const commitments = Uint8Array.from(victim.commitments)
      commitments.set(moved)
      return {
        days: [{ ...victim, commitments }, ...days.slice(1)],
        sum: withRound(sum, 0, (old) => ({ ...old, value: old.value + 1000n }))
      }
    })
    const phases = await phasesOf(all.households, FIRST_DAY)
    expect(phases.filter((phase) => phase === 'false-sum: head-signature')).toHaveLength(9)
    expect(phases.filter((phase) => phase === 'false-sum: own-data-changed')).toHaveLength(1)
    for (const household of all.households) expect(await shownSums(household)).toEqual([null, null, null, null])
  })

  it('V and R without the commitments: no statement at all, asked for again', async () => {
    const all = createNeighbourhood({
      seed: 'no data',
      replace: (honest, parts) => ({
        ...honest,
        published: (rho) =>
          honest.published(rho) &&
          encodePublishedDay(
            new Uint8Array(0),
            signSum(
              primitives,
              { rho, dataHash: new Uint8Array(32), rounds: [0, 1, 2, 3].map(() => ({ ok: false })) },
              parts.seed
            )
          )
      })
    })
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['submitted: collector-malformed']))
    expect((await groupOf(all.households[0]!)).withoutSum).toBe(1)
  })

  it('the data of another day: not shown as verified', async () => {
    const kept: Uint8Array[] = []
    const { all } = await live(() => ({
      replace: (honest) => ({
        ...honest,
        published: (rho) => {
          const wire = honest.published(rho)
          if (wire) kept.push(wire)
          return kept[0] ?? null
        }
      })
    }))
    all.measure()
    all.measure()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 4, 600))
    for (const day of [5, 6]) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    const second = await phasesOf(all.households, FIRST_DAY + 3)
    expect(new Set(second)).toEqual(new Set(['submitted: collector-malformed']))
  })

  it('R27: more or fewer rounds than the day has', async () => {
    for (const count of [3, 5]) {
      const { all } = await live(() => ({
        replace: (honest, parts) => ({
          ...honest,
          published: (rho) => {
            const wire = honest.published(rho)
            if (!wire) return null
            const flat = Array.from({ length: count }, () => [u8(0), u64(0), new Uint8Array(32)]).flat()
            const body = lp(TAGS.sum, rho, new Uint8Array(32), ...flat)
            const signature = primitives.ed25519.sign(parts.seed, body)
            return encodePublishedDay(new Uint8Array(0), { body, signature })
          }
        })
      }))
      const phases = new Set(await phasesOf(all.households, FIRST_DAY))
      // Signed by the collector, and no list of this day: its own word against it.
      expect(phases).toEqual(new Set(['false-sum: sum-malformed']))
    }
  })
})
