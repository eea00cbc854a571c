import { describe, expect, it, vi } from 'vitest'
import { forgetIdentity, signOff } from '../../../adapters/backup/hand-over'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeRefuse } from '../../../app/rounds/messages/refuse'
import { type SignedRoster, decodeRoster, encodeRoster, encodeRosterBody } from '../../../app/rounds/messages/roster'
import type { ConnectCollector, RoundTransport } from '../../../app/rounds/round-transport'
import { toHex } from '../../../crypto'
import type { Collector } from '../../../services/collector/collector'
import { LIVE_ROUND, idOf, inRound, liveNeighbourhood, measureUntil, roundOf } from '../../support/rounds/live-interval'
import { backupOf, copiedFrom, moveAway, restoredFrom } from '../../support/rounds/second-device'
import type { TestHousehold } from '../../support/rounds/test-household'
import {
  FIRST_DAY,
  type Neighbourhood,
  createNeighbourhood,
  directTransport
} from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

/** Ten others and the home that is on two PCs; the meter's day reaches both of them. */
async function withElevenHomes(
  seed: string
): Promise<{ all: Neighbourhood; old: TestHousehold; others: TestHousehold[] }> {
  const all = createNeighbourhood({ seed, households: 11 })
  await all.join()
  const [old, ...others] = all.households
  return { all, old: old!, others }
}

/** Every household's meter measures a day; the second PC of the first home reads the same records. */
function measureFor(all: Neighbourhood, second: TestHousehold): void {
  for (const household of all.households) {
    const run = household.meter.nextDay(Array.from({ length: 4 }, () => BigInt(all.random.below(3000))))
    household.chains.appendVerified(run)
    if (household.meter === second.meter) second.chains.appendVerified(run)
  }
}

async function step(all: Neighbourhood, second: TestHousehold, now: number): Promise<void> {
  all.clock.set(now)
  await all.collector.step()
  for (const { rounds } of [...all.households, second]) await rounds.step()
  await all.collector.step()
}

type Spent = { readonly start: number; readonly rho: string }

const spentBy = ({ database }: TestHousehold): Spent[] =>
  database
    .prepare('SELECT interval_start, rho FROM pad_use')
    .all()
    .map((row) => ({ start: Number(row['interval_start']), rho: toHex(new Uint8Array(row['rho'] as ArrayBuffer)) }))

/** Intervals that went out under more than one roster, over all the home's PCs. */
function spentTwice(...devices: readonly TestHousehold[]): number[] {
  const seen = new Map<number, Set<string>>()
  for (const { start, rho } of devices.flatMap(spentBy)) seen.set(start, (seen.get(start) ?? new Set()).add(rho))
  return [...seen].filter(([, rosters]) => rosters.size > 1).map(([start]) => start)
}

describe('R23: the identity key on a second PC', () => {
  it('after a move goes on there, and what the old PC has in hand goes nowhere', async () => {
    const { all, old, others } = await withElevenHomes('move')
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.measure()
    all.clock.set(timeOf(FIRST_DAY + 1, 5000))
    const second = await restoredFrom(all, old, await moveAway(all, old))
    expect(old.store.groups()[0]!.identity).toEqual(new Uint8Array(32))
    expect(second.store.groups()[0]).toMatchObject({
      handedOverAt: null,
      paused: null,
      memberId: old.store.groups()[0]!.memberId
    })
    for (let day = 2; day <= 4; day++) {
      measureFor(all, second)
      await step(all, second, timeOf(FIRST_DAY + day, 600))
      await step(all, second, timeOf(FIRST_DAY + day, 4000))
    }
    expect(spentBy(old)).toEqual([])
    expect(spentTwice(old, second)).toEqual([])
    expect(await phasesOf([second], FIRST_DAY + 1)).toEqual(['not-offered: counts-as-sent'])
    expect(await phasesOf([second, ...others], FIRST_DAY + 2)).toEqual(Array(11).fill('verified'))
  })

  it('masks nothing of a step that was under way when the home moved', async () => {
    const all = createNeighbourhood({ seed: 'in hand', connect: signingOff })
    await all.join()
    const [old] = all.households
    all.measure()
    for (let day = 1; day <= 2; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    expect(spentBy(old!)).toEqual([])
    expect(all.board.submits(all.board.rosters(FIRST_DAY)[0]!.rho).map(({ memberId }) => toHex(memberId))).toHaveLength(
      9
    )

    /** The list comes while the person is moving the home. */
    function signingOff(collector: Collector): ConnectCollector {
      const straight = directTransport(collector)
      const rosters: RoundTransport['rosters'] = (epoch, memberId) => {
        const [first] = all.households
        if (toHex(memberId) === idOf(first!)) signOff(first!.database, all.clock.now())
        return straight.rosters(epoch, memberId)
      }
      return () => ({ ...straight, rosters })
    }
  })

  it('sends nothing more from the old PC, also where nobody can say what time it is', async () => {
    const { all, old } = await withElevenHomes('no meter')
    const meter = { answers: true }
    old.restart((deps) => ({ ...deps, meters: { find: (id) => (meter.answers ? deps.meters.find(id) : null) } }))
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    expect(await phasesOf([old], FIRST_DAY)).toEqual(['keys-sent'])
    await moveAway(all, old)
    meter.answers = false
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect(all.board.rosters(FIRST_DAY)).toHaveLength(1)
    expect(all.board.refusals(all.board.rosters(FIRST_DAY)[0]!.rho)).toEqual([])
    expect(await phasesOf([old], FIRST_DAY)).toEqual(['not-in-a-sum'])
    expect(old.store.openDays(all.gid)).toEqual([])
  })

  it('goes on to the sum of what a live home had sent, and with nothing else', async () => {
    const all = await liveNeighbourhood({ seed: 'moved live' })
    const [old] = all.households
    await all.stepAll(inRound(LIVE_ROUND, -600))
    await all.stepAll(inRound(LIVE_ROUND, 5))
    await all.stepAll(inRound(LIVE_ROUND, 60))
    await all.stepAll(inRound(LIVE_ROUND + 1, -600))
    measureUntil(all, LIVE_ROUND)
    all.clock.set(inRound(LIVE_ROUND + 1, 10))
    await all.collector.step()
    for (const { rounds } of all.households) await rounds.step()
    expect([roundOf(old!, LIVE_ROUND)!.phase, roundOf(old!, LIVE_ROUND + 1)!.phase]).toEqual(['submitted', 'endorsed'])
    await moveAway(all, old!)
    await all.stepAll(inRound(LIVE_ROUND + 1, 30))
    expect(roundOf(old!, LIVE_ROUND)).toMatchObject({ phase: 'summed', outcome: 'verified', exchange: null })
    expect(roundOf(old!, LIVE_ROUND + 1)).toMatchObject({ phase: 'ended', exchange: null })
    expect(spentBy(old!)).toHaveLength(1)
  })

  it('tells the roster that waits for it that it will not come', async () => {
    const { all, old, others } = await withElevenHomes('owed')
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const second = await restoredFrom(all, old, await moveAway(all, old))
    await step(all, second, timeOf(FIRST_DAY + 2, 600))
    const [first] = all.board.rosters(FIRST_DAY)
    expect(all.board.refusals(first!.rho).map(({ memberId }) => toHex(memberId))).toEqual([idOf(old)])
    expect(second.store.owedDays(all.gid)).not.toContain(FIRST_DAY)
    // All others had submitted by then, so this day is lost for them; they are not left waiting for one that owes.
    expect(all.board.owing(toUtcSeconds(0), all.clock.now()).size).toBe(0)
    expect((await phasesOf(others, FIRST_DAY))[0]).toBe('submitted')
  })

  it('turns down no list that the collector did not sign, or of another day or group', async () => {
    const { all, old } = await withElevenHomes('owed to whom')
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const file = await moveAway(all, old)
    const turnedDown: string[] = []
    const shown = (genuine: SignedRoster): Uint8Array[] => {
      const told = (change: Partial<SignedRoster['roster']>, seed = all.seed): Uint8Array => {
        const body = encodeRosterBody({ ...genuine.roster, ...change })
        return encodeRoster({ ...genuine, body, signature: primitives.ed25519.sign(seed, body) })
      }
      const bySomebody = told({ attempt: 2 }, new Uint8Array(32).fill(5))
      return [bySomebody, told({ utcDay: FIRST_DAY + 1 }), told({ gid: new Uint8Array(32) }), told({})]
    }
    const second = await restoredFrom(all, old, file, {
      ...all.collector,
      rosters: (utcDay, memberId) =>
        all.collector.rosters(utcDay, memberId).flatMap((wire) => shown(decodeRoster(wire))),
      refuse: (wire) => {
        turnedDown.push(toHex(decodeRefuse(wire).refuse.rho))
        return all.collector.refuse(wire)
      }
    })
    await step(all, second, timeOf(FIRST_DAY + 2, 600))
    expect(turnedDown).toEqual(all.board.rosters(FIRST_DAY).map(({ rho }) => toHex(rho)))
  })

  it('stands back on the second PC as soon as the collector has the keys of the first', async () => {
    const { all, old, others } = await withElevenHomes('copied')
    const second = copiedFrom(all, old)
    measureFor(all, second)
    await step(all, second, timeOf(FIRST_DAY + 1, 600))
    expect(second.store.groups()[0]!.paused).toBe('other-device')
    expect(await second.rounds.procedures['rounds.group']({})).toMatchObject({ paused: 'other-device' })
    measureFor(all, second)
    for (let day = 2; day <= 3; day++) await step(all, second, timeOf(FIRST_DAY + day, 600))
    expect(await phasesOf([old, ...others], FIRST_DAY)).toEqual(Array(11).fill('verified'))
    expect(await phasesOf([second], FIRST_DAY + 1)).toEqual(['not-offered: paused-after-other-device'])
    expect(spentBy(second)).toEqual([])
  })

  it('takes part again where the person says that the other one is gone', async () => {
    const { all, old } = await withElevenHomes('resumed')
    const second = copiedFrom(all, old)
    measureFor(all, second)
    await step(all, second, timeOf(FIRST_DAY + 1, 600))
    signOff(old.database, all.clock.now())
    forgetIdentity(old.database)
    second.rounds.resume()
    measureFor(all, second)
    for (let day = 2; day <= 4; day++) await step(all, second, timeOf(FIRST_DAY + day, 600))
    expect(await phasesOf([second], FIRST_DAY + 1)).toEqual(['verified'])
    expect(spentTwice(old, second)).toEqual([])
  })

  it('a backup written after the move brings no key back, and leaving or joining says that the home has moved', async () => {
    const { all, old } = await withElevenHomes('no way back')
    await moveAway(all, old)
    const revived = await restoredFrom(all, old, await backupOf(all, old))
    expect(revived.store.groups()[0]!.handedOverAt).not.toBeNull()
    await expect(old.rounds.leave()).rejects.toMatchObject({ code: 'home-has-moved' })
    await expect(old.rounds.join(all.invitation)).rejects.toMatchObject({ code: 'home-has-moved' })
    expect(() => {
      signOff(old.database, all.clock.now())
    }).toThrow(expect.objectContaining({ code: 'home-has-moved' }) as Error)
  })

  it('may go back to the old PC with the file of the move, and still no interval goes out twice', async () => {
    const { all, old } = await withElevenHomes('there and back')
    all.measure()
    for (let day = 1; day <= 2; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    const there = await restoredFrom(all, old, await moveAway(all, old))
    measureFor(all, there)
    await step(all, there, timeOf(FIRST_DAY + 2, 900))
    const back = await restoredFrom(all, old, await moveAway(all, there))
    for (let day = 3; day <= 6; day++) {
      measureFor(all, back)
      await step(all, back, timeOf(FIRST_DAY + day, 600))
    }
    expect(spentTwice(old, there, back)).toEqual([])
    expect(await phasesOf([back], FIRST_DAY + 3)).toEqual(['verified'])
  })
})
