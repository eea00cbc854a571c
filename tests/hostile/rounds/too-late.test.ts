import { describe, expect, it, vi } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { TransportError } from '../../../app/ports'
import { LIVE_ROUND as T, inRound, liveThrough, roundOf, withLastOne } from '../../support/rounds/live-interval'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport
} from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'

vi.setConfig({ testTimeout: 120_000 })

type Wire = { down: boolean; readonly sent: string[]; onRosters: () => void }

/** Homes whose messages are lost while the wire is down; what they try to send is noted. */
async function onWire(): Promise<{ readonly all: Neighbourhood; readonly wire: Wire }> {
  const wire: Wire = { down: false, sent: [], onRosters: () => undefined }
  const lost = (): never => {
    throw new TransportError('timeout', 'collector')
  }
  const all = createNeighbourhood({
    seed: 'too late',
    connect: (collector) => () => {
      const straight = directTransport(collector)
      return {
        ...straight,
        keys: async (...message) => {
          wire.sent.push('keys')
          return wire.down ? lost() : straight.keys(...message)
        },
        submit: async (...message) => {
          wire.sent.push('submit')
          return wire.down ? lost() : straight.submit(...message)
        },
        rosters: (...message) => {
          const answer = straight.rosters(...message)
          wire.onRosters()
          return answer
        }
      }
    }
  })
  await all.join()
  all.measure()
  return { all, wire }
}

describe('R7: what was made in time and is delivered late', () => {
  it('KEYS that could not be sent until the lists are made are not sent any more', async () => {
    const { all, wire } = await onWire()
    wire.down = true
    await all.stepAll(timeOf(FIRST_DAY + 2) - 60)
    expect(wire.sent).toHaveLength(10)
    wire.down = false
    await all.stepAll(timeOf(FIRST_DAY + 2))
    expect(wire.sent).toHaveLength(10)
    expect(all.board.keys(FIRST_DAY)).toEqual([])
  })

  it('a SUBMIT that could not be sent for a week is not sent any more, nor a list taken that arrives after it', async () => {
    const { all, wire } = await onWire()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [late, ...others] = all.households
    all.clock.set(timeOf(FIRST_DAY + 9) - 60)
    await all.collector.step()
    wire.down = true
    for (const { rounds } of others) await rounds.step()
    const tried = wire.sent.length
    expect(tried).toBe(19)
    // The last one asks in time, and the answer takes two minutes.
    wire.onRosters = () => {
      all.clock.set(timeOf(FIRST_DAY + 9, 60))
    }
    wire.down = false
    await late!.rounds.step()
    for (const { rounds } of others) await rounds.step()
    expect(wire.sent).toHaveLength(tried)
    expect(late!.ledger.rhoOf(late!.meter.id, timeOf(FIRST_DAY))).toBeNull()
  })

  it("a live SUBMIT is tried once rule W's log has it, and no more five minutes after its interval", async () => {
    const tries: unknown[] = []
    const all = await withLastOne((_, home) => ({
      submit: () => {
        const { ledger, meter } = home()
        tries.push(ledger.rhoOf(meter.id, toUtcSeconds(inRound(T, 0))))
        throw new TransportError('timeout', 'collector')
      }
    }))
    await liveThrough(all, T)
    const last = all.households.at(-1)!
    const { rho } = all.board.rosters(T)[0]!
    expect(roundOf(last, T)).toMatchObject({ phase: 'submitted', delivered: false, rho })
    expect(tries[0]).toEqual(rho)
    all.clock.set(inRound(T + 1, 299))
    await last.rounds.step()
    const before = tries.length
    all.clock.set(inRound(T + 1, 300))
    await last.rounds.step()
    expect(before).toBeGreaterThan(1)
    expect(tries).toHaveLength(before)
  })
})
