/** Rounds under kill -9, by day and live: one SUBMIT per member and interval, and the sum is checked in the end. */

import { describe, expect, it, vi } from 'vitest'
import type { NeighbourhoodOptions } from '../../support/rounds/test-neighbourhood'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { toHex } from '../../../crypto'
import { stepInCore } from '../../support/crash/crash-member'
import { ALL_POINTS, CRASH_SEED, drawFates } from '../../support/crash/deaths'
import { type HttpNeighbourhood, createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { LIVE_ROUND, everybody, inRound, measureUntil, phasesIn } from '../../support/rounds/live-interval'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, plainSums } from '../../support/rounds/test-neighbourhood'
import { TEST_KEY } from '../../support/test-database'
import { dayOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 900_000 })

/** How many of the ten die at each step; all but the one that is not disturbed. */
const VICTIMS = ALL_POINTS ? 9 : 1
/** Every step of a household passes as many points. */
const FEWEST_POINTS = { steps: 40, rows: 0 }
const FEWEST_MS = 300
const DAYS = ALL_POINTS ? 3 : 1

type Watched = { readonly all: HttpNeighbourhood; readonly submits: ReadonlySet<string> }

describe(`rounds, killed anywhere (seed ${CRASH_SEED})`, () => {
  it('by the day', async () => {
    const { all, submits } = await watched({ seed: 'crash by day' })
    const sums: bigint[][] = []
    let deaths = 0
    for (let day = 1; day <= DAYS + 2; day++) {
      if (day <= DAYS) sums.push(plainSums(all.measure()))
      deaths += await stepAll(all, timeOf(FIRST_DAY + day, 600))
    }
    expect(deaths).toBeGreaterThan(0)
    expect(submits.size).toBe(all.households.length * DAYS)
    for (const household of all.households) {
      for (const [index, sum] of sums.entries()) {
        const { summary, intervals } = await dayOf(household, FIRST_DAY + index)
        expect(summary.phase).toBe('verified')
        expect(intervals.map((each) => each.sum)).toEqual(sum.map((energy) => Number(energy) * 1000))
      }
    }
    tell('by the day', deaths)
  })

  it('live', async () => {
    const { all, submits } = await watched({ seed: 'crash live', mode: 'live' })
    let deaths = 0
    for (const seconds of [-600, 5, 60]) deaths += await stepAll(all, inRound(LIVE_ROUND, seconds))
    measureUntil(all, LIVE_ROUND)
    for (const seconds of [10, 30]) deaths += await stepAll(all, inRound(LIVE_ROUND + 1, seconds))
    expect(deaths).toBeGreaterThan(0)
    expect(submits.size).toBe(all.households.length)
    expect(phasesIn(all, LIVE_ROUND)).toEqual(everybody('verified'))
    tell('live', deaths)
  })
})

async function watched(options: Partial<NeighbourhoodOptions> & { seed: string }): Promise<Watched> {
  const submits = new Set<string>()
  const all = await createHttpNeighbourhood({
    ...options,
    replace: (honest) => ({
      ...honest,
      submit: (wire) => {
        submits.add(`${toHex(decodeSubmit(wire, options.mode === 'live' ? 1 : 4).submit.memberId)} ${toHex(wire)}`)
        return honest.submit(wire)
      }
    })
  })
  const members = []
  for (const { rounds } of all.households) members.push(await rounds.join(all.invitation))
  for (const { rounds } of all.households) for (const { identity } of members) rounds.confirmMember(identity)
  return { all, submits }
}

/** Everybody does what is due; some are killed while they do, and do it again. @returns deaths. */
async function stepAll(all: HttpNeighbourhood, now: number): Promise<number> {
  all.clock.set(now)
  await all.collector.step()
  let deaths = 0
  const [first, ...others] = all.households
  const begun = Date.now()
  // The first one is not disturbed: it says how many points there are.
  const passed = ALL_POINTS ? (await stepInCore(first!, now, TEST_KEY)).passed : FEWEST_POINTS
  const milliseconds = ALL_POINTS ? Date.now() - begun : FEWEST_MS
  for (const [index, fate] of drawFates(`rounds ${now}`, VICTIMS, passed, milliseconds).entries()) {
    const { died } = await stepInCore(others[index]!, now, TEST_KEY, fate)
    if (died) deaths += 1
  }
  for (const { rounds } of all.households) await rounds.step()
  await all.collector.step()
  return deaths
}

function tell(name: string, deaths: number): void {
  // eslint-disable-next-line no-console -- the figures of a whole run
  if (ALL_POINTS) console.log(`rounds ${name}: ${deaths} deaths`)
}
