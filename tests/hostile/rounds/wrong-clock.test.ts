/** The household's clock is set, the meter's and the collector's are not (ADR 60). */

import { describe, expect, it, vi } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { MeterLinkError } from '../../../app/readings/meter-link'
import { decodeEnd } from '../../../app/rounds/messages/end'
import { decodeEnrol } from '../../../app/rounds/messages/enrol'
import { ClockJumped, steadyClock } from '../../../app/rounds/judge-clock'
import type { RoundsDependencies } from '../../../app/rounds/rounds-context'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { LIVE_ROUND as T, inRound, measureUntil, phasesIn } from '../../support/rounds/live-interval'
import { type TestHousehold, settableClock } from '../../support/rounds/test-household'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, type Neighbourhood, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { groupOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const HOUR = 3600
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** From here on this household's clock is off by so much; its meter's is not. */
function clockOffBy(household: TestHousehold, seconds: () => number, meter: 'answers' | 'silent' = 'answers'): void {
  household.restart((deps: RoundsDependencies) => ({
    ...deps,
    clock: { now: () => toUtcSeconds(deps.clock.now() + seconds()) },
    meterLink: {
      ...deps.meterLink,
      describe:
        meter === 'answers'
          ? deps.meterLink.describe
          : () => Promise.reject(new MeterLinkError({ kind: 'unreachable' }))
    }
  }))
}

/** Everything that this household holds of its rounds, and what it still owes. */
function held({ store, ledger }: TestHousehold): unknown {
  const [joined] = store.groups()
  const days = store.days(joined!.gid, 400)
  return {
    joined,
    days,
    rosters: days.map(({ utcDay }) => store.rosters(joined!.gid, utcDay)),
    ledger: ledger.submittedBefore()
  }
}

/** Days with a sum, one submitted, one on offer. */
async function underWay(all: Neighbourhood): Promise<void> {
  await all.join()
  for (let day = 1; day <= 3; day++) {
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + day, 600))
  }
}

const OFFSETS = [10 * YEAR, 380 * DAY, 12 * DAY, 4 * HOUR, -4 * HOUR, -16 * YEAR]

describe('R8: a clock that is years ahead, or behind, for some steps', () => {
  it('stores nothing and sends nothing, the page says so, and no day is lost afterwards', async () => {
    const all = await createHttpNeighbourhood({ seed: 'wrong clock' })
    await underWay(all)
    const [ahead, unasked, behind, zone, leaver] = all.households as [TestHousehold, ...TestHousehold[]] &
      TestHousehold[]
    const wrong = { ahead: 0, unasked: 0, behind: 0 }
    clockOffBy(ahead, () => wrong.ahead)
    clockOffBy(unasked!, () => wrong.unasked, 'silent')
    clockOffBy(behind!, () => wrong.behind, 'silent')
    clockOffBy(zone!, () => 2 * HOUR)
    const sent = all.sent.length
    const before = held(ahead)
    // Ahead by years, at the renewal of the enrolment, at the erasure of keys, just beyond the bound; then back.
    for (wrong.ahead of OFFSETS) {
      await ahead.rounds.step()
      expect(held(ahead)).toEqual(before)
      expect((await groupOf(ahead)).trouble).toBe('clocks-apart')
      expect(ahead.rounds.dueIn()).toBeLessThanOrEqual(600)
    }
    // Its meter cannot be asked, but its records are signed, and nobody measures the future.
    wrong.behind = -YEAR
    const whole = held(behind!)
    await behind!.rounds.step()
    expect(held(behind!)).toEqual(whole)
    expect((await groupOf(behind!)).trouble).toBe('clocks-apart')
    expect(all.sent).toHaveLength(sent)
    // Nobody tells that it is ahead: what would last is not done all the same.
    wrong.unasked = 10 * YEAR
    const { gid, enrolWire } = unasked!.store.groups()[0]!
    await unasked!.rounds.step()
    expect(unasked!.store.groups()[0]!.enrolWire).toEqual(enrolWire)
    expect(unasked!.store.days(gid, 400).map(({ phase }) => phase)).toEqual(['offered', 'summed', 'summed'])
    Object.assign(wrong, { ahead: 0, unasked: 0, behind: 0 })
    for (let day = 4; day <= 6; day++) {
      all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day, 600))
    }
    const homes = [ahead, unasked!, behind!, zone!]
    for (const { rounds } of homes) await rounds.step()
    for (const home of homes) expect((await groupOf(home)).trouble).toBeNull()
    for (let day = 0; day <= 4; day++)
      expect(await phasesOf(homes, FIRST_DAY + day)).toEqual(homes.map(() => 'verified'))
    await leavesWithWhatWasMeasured(leaver!)
  })

  /** A membership that ends years later would keep its meter's place in the group until then. */
  async function leavesWithWhatWasMeasured(home: TestHousehold): Promise<void> {
    const newest = home.chains.chain(home.meter.id)!.position.end
    clockOffBy(home, () => 10 * YEAR)
    await home.rounds.leave()
    const { departure, enrolWire } = home.store.groups()[0]!
    const { end } = decodeEnd(departure!.endWire)
    expect(end.from).toBeLessThanOrEqual(newest)
    expect(end.from).toBeGreaterThan(decodeEnrol(enrolWire).enrol.validFrom)
  }

  it('joins no group with it', async () => {
    const all = createNeighbourhood({ seed: 'joining', households: 1 })
    const [home] = all.households
    clockOffBy(home!, () => YEAR)
    await expect(home!.rounds.join(all.invitation)).rejects.toMatchObject({ code: 'clocks-apart' })
    expect(home!.store.groups()).toEqual([])
    expect(all.board.enrolments()).toEqual([])
  })

  it('live: no interval of the years between is given up, no group left, and the next one has its sum', async () => {
    const all = createNeighbourhood({ seed: 'live clock', mode: 'live' })
    await all.join()
    measureUntil(all, T - 1)
    all.clock.set(inRound(T, -600))
    const [home] = all.households
    const wrong = { by: 3 * YEAR }
    clockOffBy(home!, () => wrong.by)
    await home!.rounds.step()
    expect(home!.store.openRounds(home!.store.groups()[0]!.gid)).toEqual([])
    expect((await groupOf(home!)).trouble).toBe('clocks-apart')
    wrong.by = 0
    for (const seconds of [-500, 5, 60]) await all.stepAll(inRound(T, seconds))
    measureUntil(all, T)
    for (const seconds of [10, 30]) await all.stepAll(inRound(T + 1, seconds))
    expect(phasesIn(all, T)[0]).toBe('verified')
  })
})

describe('the clock of one step', () => {
  it('is not believed any more once it is set, forward or back', () => {
    const clock = settableClock(1_000_000)
    const steady = steadyClock(clock)
    clock.set(1_000_000 + 60)
    expect(steady.now()).toBe(1_000_060)
    clock.set(1_000_000 + 3 * HOUR + 1)
    expect(() => steady.now()).toThrow(ClockJumped)
    clock.set(1_000_000 - 1)
    expect(() => steady.now()).toThrow(ClockJumped)
  })

  it('set in the middle of a step ends the step, and the next one is as before', async () => {
    const all = createNeighbourhood({ seed: 'in the middle', households: 11 })
    await underWay(all)
    const [home] = all.households
    const asked = { times: 0, jumpAt: Infinity }
    clockOffBy(home!, () => (++asked.times > asked.jumpAt ? 10 * YEAR : 0))
    all.measure()
    all.clock.set(timeOf(FIRST_DAY + 4, 600))
    for (let at = 1; at <= 40; at += 5) {
      Object.assign(asked, { times: 0, jumpAt: at })
      await home!.rounds.step()
      const days = home!.store.days(home!.store.groups()[0]!.gid, 400)
      expect(days.filter(({ utcDay }) => utcDay > FIRST_DAY + 4)).toEqual([])
      expect(days.filter(({ phase }) => phase === 'not-offered' || phase === 'lost')).toEqual([])
    }
    asked.jumpAt = Infinity
    for (let day = 4; day <= 6; day++) {
      if (day > 4) all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day, 600))
    }
    expect((await phasesOf([home!], FIRST_DAY + 3))[0]).toBe('verified')
  })
})
