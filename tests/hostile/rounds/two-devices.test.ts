import { describe, expect, it, vi } from 'vitest'
import { forgetIdentity, signOff } from '../../../adapters/backup/hand-over'
import { toUtcSeconds } from '../../../app/domain/interval'
import { toHex } from '../../../crypto'
import { idOf } from '../../support/rounds/live-interval'
import { backupOf, copiedFrom, moveAway, restoredFrom } from '../../support/rounds/second-device'
import type { TestHousehold } from '../../support/rounds/test-household'
import { FIRST_DAY, type Neighbourhood, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
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
