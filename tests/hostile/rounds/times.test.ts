import { describe, expect, it, vi } from 'vitest'
import { STATUS } from '../../../app/domain/meter/record'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { commit, toHex, toScalar } from '../../../crypto'
import {
  FIRST_DAY,
  type Neighbourhood,
  type NeighbourhoodOptions,
  createNeighbourhood,
  directTransport
} from '../../support/rounds/test-neighbourhood'
import { type OddRecords, timeOf } from '../../support/rounds/test-meter'
import { dayOf, groupOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

/** Messages that reached the collector, by kind. */
function counting(seen: string[]): NonNullable<NeighbourhoodOptions['replace']> {
  return (honest) => ({
    ...honest,
    keys: (memberId, wire) => {
      seen.push('keys')
      return honest.keys(memberId, wire)
    },
    submit: (wire) => {
      seen.push('submit')
      return honest.submit(wire)
    }
  })
}

describe('R7: days and dates', () => {
  it('a day that is not over is not offered, to the second', async () => {
    const seen: string[] = []
    const all = createNeighbourhood({ seed: 'not over', replace: counting(seen) })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 299))
    expect(seen).toEqual([])
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['waiting']))
    await all.stepAll(timeOf(FIRST_DAY + 1, 300))
    expect(seen).toHaveLength(10)
  })

  it('KEYS after their date are not sent, nor taken', async () => {
    const seen: string[] = []
    const all = createNeighbourhood({ seed: 'late keys', replace: counting(seen) })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 2))
    expect(seen).toEqual([])
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['not-offered: too-late']))
    // Nor would the collector take them from somebody who sends them all the same.
    const other = createNeighbourhood({ seed: 'late keys' })
    await other.join()
    other.measure()
    await other.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [keys] = other.board.keys(FIRST_DAY)
    other.clock.set(timeOf(FIRST_DAY + 2))
    const fresh = createNeighbourhood({ seed: 'late keys' })
    await fresh.join()
    fresh.clock.set(timeOf(FIRST_DAY + 2))
    expect(fresh.collector.keys(keys!.memberId, keys!.wire)).toBe('late')
    fresh.clock.set(timeOf(FIRST_DAY + 3))
    expect(fresh.collector.keys(keys!.memberId, keys!.wire)).toBe('late')
  })

  it('a roster is not taken before its time, whatever the collector says', async () => {
    const seen: string[] = []
    const all = createNeighbourhood({ seed: 'early roster', replace: counting(seen) })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    // The collector's clock runs ahead, the households' clocks decide.
    all.clock.set(timeOf(FIRST_DAY + 2))
    await all.collector.step()
    expect(all.board.rosters(FIRST_DAY)).toHaveLength(1)
    all.clock.set(timeOf(FIRST_DAY + 2) - 1)
    for (const { rounds } of all.households) await rounds.step()
    expect(seen.filter((kind) => kind === 'submit')).toEqual([])
  })

  it('SUBMIT after its date is neither sent nor taken, and the key is erased', async () => {
    const seen: string[] = []
    const all = createNeighbourhood({ seed: 'late submit', replace: counting(seen) })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    const [late, ...others] = all.households
    for (const { rounds } of others) await rounds.step()
    const taken = all.board.submits(all.board.rosters(FIRST_DAY)[0]!.rho)
    expect(taken).toHaveLength(9)
    all.clock.set(timeOf(FIRST_DAY + 9))
    await late!.rounds.step()
    expect(seen.filter((kind) => kind === 'submit')).toHaveLength(9)
    expect((await dayOf(late!, FIRST_DAY)).summary.phase).toBe('not-in-a-sum')
    const { store } = late!
    expect(store.openDays(store.groups()[0]!.gid)).toEqual([])
    expect(all.collector.submit(taken[0]!.wire)).toBe('taken')
    const posted = all.board.rosters(FIRST_DAY)[0]!
    const changed = decodeSubmit(taken[0]!.wire, 4)
    expect(toHex(changed.submit.rho)).toBe(toHex(posted.rho))
  })

  it.each([
    ['an outage', { status: { 1: STATUS.outage } }, 'readings-status'],
    ['a clock that was set', { status: { 0: STATUS.clockSet } }, 'readings-status'],
    ['the last record of a meter', { status: { 3: STATUS.endOfLife } }, 'readings-status'],
    ['an estimate', { status: { 2: STATUS.estimated } }, 'readings-status'],
    ['an opening that does not fit', { commitments: { 2: commit(1n, toScalar(1n)) } }, 'readings-damaged']
  ] as [string, OddRecords, string][])('a day with %s is not offered, with the reason', async (_, odd, reason) => {
    const seen: string[] = []
    const all = createNeighbourhood({ seed: 'odd day', replace: counting(seen) })
    await all.join()
    const [first, ...others] = all.households
    for (const household of others) household.chains.appendVerified(household.meter.nextDay([1n, 2n, 3n, 4n]))
    first!.chains.appendVerified(first!.meter.nextDay([1n, 2n, 3n, 4n], odd))
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    expect(seen).toHaveLength(9)
    expect((await dayOf(first!, FIRST_DAY)).summary).toMatchObject({ phase: 'not-offered', reason })
  })

  it('a value that no fuse lets through is not offered', async () => {
    const all = createNeighbourhood({ seed: 'too large' })
    await all.join()
    const [first] = all.households
    first!.chains.appendVerified(first!.meter.nextDay([1n, 200_001n, 1n, 1n]))
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    expect((await phasesOf([first!], FIRST_DAY))[0]).toBe('not-offered: readings-too-large')
  })

  it('a day with a value that the meter no longer hands out is not offered', async () => {
    const all = createNeighbourhood({ seed: 'no opening' })
    await all.join()
    const [first] = all.households
    const run = first!.meter.nextDay([1n, 2n, 3n, 4n])
    // The chain as the household holds it lacks the second record's opening.
    const entries = run.entries.map((entry, index) => (index === 1 ? { ...entry, opening: null } : entry))
    first!.chains.appendVerified({ ...run, entries })
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    expect((await phasesOf([first!], FIRST_DAY))[0]).toBe('not-offered: readings-not-opened')
  })

  it('a household that joins within a day offers the next one first', async () => {
    const all = createNeighbourhood({ seed: 'joined late' })
    all.clock.set(timeOf(FIRST_DAY, 1))
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    expect((await groupOf(all.households[0]!)).days.map(({ utcDay }) => utcDay)).toEqual([FIRST_DAY + 1])
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect((await phasesOf(all.households, FIRST_DAY + 1))[0]).toBe('keys-sent')
  })
})

describe('R8: clocks', () => {
  it('a household whose clock is a day behind offers nothing early and loses nothing of the others', async () => {
    const all = createNeighbourhood({ seed: 'clock', households: 11 })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [behind, ...others] = all.households
    for (let day = 2; day <= 3; day++) {
      all.clock.set(timeOf(FIRST_DAY + day, 600))
      await all.collector.step()
      for (const { rounds } of others) await rounds.step()
      // By its own clock it is still yesterday.
      all.clock.set(timeOf(FIRST_DAY + day - 1, 600))
      await behind!.rounds.step()
    }
    expect((await phasesOf([behind!], FIRST_DAY))[0]).toBe('submitted')
  })

  it('takes rounds by UTC: a day of 23 or 25 hours on the wall does not exist in them', () => {
    // 29 March and 25 October 2026, when clocks change in Central Europe.
    for (const day of [20_541, 20_751]) expect(timeOf(day + 1) - timeOf(day)).toBe(86_400)
  })
})

describe('R31: a member that never submits, submits late, or a collector that keeps all and says nothing', () => {
  const lived = async (options: Partial<NeighbourhoodOptions>): Promise<Neighbourhood> => {
    const all = createNeighbourhood({ seed: 'silence', ...options })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    return all
  }

  it('counts every submission without a sum as one the operator may know, keeps it masked, and erases its key at its date', async () => {
    // The SUBMIT of the first one never arrives, as far as it knows.
    let connected = 0
    const all = await lived({
      connect: (collector) => () => {
        const straight = { ...directTransport(collector), published: () => Promise.resolve(null) }
        return connected++ === 0 ? { ...straight, submit: () => Promise.resolve('rejected') } : straight
      }
    })
    await all.stepAll(timeOf(FIRST_DAY + 9))
    const [lost, first] = all.households
    expect((await dayOf(first!, FIRST_DAY)).summary).toMatchObject({ phase: 'no-sum', sum: null, verified: 0 })
    expect(await groupOf(first!)).toMatchObject({ submitted: 1, withoutSum: 1 })
    const kept = (): unknown => first!.store.day(first!.store.groups()[0]!.gid, FIRST_DAY)
    expect(kept()).toHaveProperty('exchange')
    await all.stepAll(timeOf(FIRST_DAY + 16))
    for (const { store } of [first!, lost!]) expect(store.openDays(all.gid)).toEqual([])
    expect(kept()).not.toHaveProperty('exchange')
    expect((await dayOf(first!, FIRST_DAY)).summary.phase).toBe('no-sum')
    expect(await groupOf(first!)).toMatchObject({ submitted: 1, withoutSum: 1 })
  })

  it('a sum that comes late is still checked', async () => {
    const late = { yet: false }
    const all = await lived({
      replace: (honest) => ({ ...honest, published: (rho) => (late.yet ? honest.published(rho) : null) })
    })
    await all.stepAll(timeOf(FIRST_DAY + 10))
    late.yet = true
    await all.stepAll(timeOf(FIRST_DAY + 11))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['verified']))
  })

  it('one silent member: no sum, and nobody can be made to reveal a pad', async () => {
    const all = createNeighbourhood({ seed: 'one silent' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    for (const { rounds } of all.households.slice(1)) await rounds.step()
    await all.collector.step()
    const [posted] = all.board.rosters(FIRST_DAY)
    expect(all.collector.published(posted!.rho)).toBeNull()
    for (let day = 3; day <= 9; day++) {
      all.clock.set(timeOf(FIRST_DAY + day, 600))
      await all.collector.step()
      for (const { rounds } of all.households.slice(1)) await rounds.step()
    }
    // No second roster for those who have submitted; their bytes are all there is.
    expect(all.board.rosters(FIRST_DAY)).toHaveLength(1)
    expect(all.board.submits(posted!.rho)).toHaveLength(9)
    expect((await phasesOf(all.households.slice(1), FIRST_DAY))[0]).toBe('no-sum')
  })
})
