import { describe, expect, it, vi } from 'vitest'
import { decodeEndorse, encodeEndorse, signEndorse } from '../../../app/rounds/messages/endorse'
import { equalBytes } from '../../../crypto'
import { LIVE_ROUND as T, idOf, liveThrough, phasesIn } from '../../support/rounds/live-interval'
import { type Neighbourhood, createNeighbourhood, directTransport } from '../../support/rounds/test-neighbourhood'
import { primitives } from '../../support/rounds/test-meter'

vi.setConfig({ testTimeout: 120_000 })

describe('R3: endorsements that the collector shows', () => {
  it('count only with the signature of their member and for this very list, though their pads would cancel', async () => {
    const shown: { change: (wire: Uint8Array) => Uint8Array } = { change: (wire) => wire }
    const all: Neighbourhood = createNeighbourhood({
      ...{ seed: 'forged endorsements', mode: 'live' },
      connect: (collector) => () => {
        const honest = directTransport(collector)
        return {
          ...honest,
          endorsements: async (t, rho) => {
            const { memberId } = all.households.at(-1)!.store.groups()[0]!
            const wires = await honest.endorsements(t, rho)
            return wires.map((wire) =>
              equalBytes(decodeEndorse(wire).endorse.memberId, memberId) ? shown.change(wire) : wire
            )
          }
        }
      }
    })
    await all.join()
    const last = all.households.at(-1)!
    const others = (t: number): string[] => phasesIn(all, t).slice(0, -1)
    const nobody = Array.from({ length: 9 }, () => 'ended: endorsements-missing')
    shown.change = (wire) => encodeEndorse({ ...decodeEndorse(wire), signature: new Uint8Array(64).fill(3) })
    await liveThrough(all, T, 3)
    expect(others(T)).toEqual(nobody)
    shown.change = (wire) => {
      const other = { ...decodeEndorse(wire).endorse, rho: new Uint8Array(32).fill(7) }
      return encodeEndorse(signEndorse(primitives, other, last.store.groups()[0]!.identity))
    }
    await liveThrough(all, T + 1, 3)
    expect(others(T + 1)).toEqual(nobody)
    expect(
      all.board.submits(all.board.rosters(T + 1)[0]!.rho).map(({ memberId }) => Buffer.from(memberId).toString('hex'))
    ).toEqual([idOf(last)])
  })
})
