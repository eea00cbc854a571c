import { describe, expect, it } from 'vitest'
import { plainSums, sumsCheckedBy, wrongRounds } from '../../../cli/demo/checked-sums'
import type { Load } from '../../../services/load-generator/load'
import { LIVE_ROUND, liveNeighbourhood, liveThrough } from '../../support/rounds/live-interval'
import { FIRST_DAY, type Neighbourhood, SECONDS, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'

/** @param values of the home, from this start on. */
function loadFrom(start: number, values: readonly bigint[]): Load {
  return {
    ...{ seconds: SECONDS, unitExp: 0, hasFeedIn: false, end: null },
    energyAt: (at) => ({ drawn: values[(at - start) / SECONDS] ?? 0n, fedIn: 0n })
  }
}

const loadsOf = (all: Neighbourhood, start: number, values: readonly (readonly bigint[])[]) =>
  all.households.map(({ meter }, index) => ({ meterId: meter.id.meterId, load: loadFrom(start, values[index] ?? []) }))

describe('the sums that homes of a demo took for right', () => {
  it('are the plain ones of the homes in them, and a single wrong one at a single home is found', async () => {
    const all = createNeighbourhood({ seed: 'checked sums' })
    await all.join()
    const values = all.measure()
    for (let day = 1; day <= 2; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    for (const { rounds } of all.households) await rounds.step()
    const plain = plainSums(all.board, loadsOf(all, timeOf(FIRST_DAY), values))
    const checked = all.households.map(({ store }) => sumsCheckedBy(store))
    expect(checked.map((sums) => sums.length)).toEqual(Array(10).fill(4))
    expect(wrongRounds(checked.flat(), plain)).toEqual([])

    const { store } = all.households[7]!
    const day = store.day(all.gid, FIRST_DAY)!
    if (day.phase !== 'summed') throw new Error(day.phase)
    const rounds = day.rounds.map((round, index) =>
      index === 2 && round.state === 'verified' ? { ...round, value: round.value + 1n } : round
    )
    store.saveDay(all.gid, { ...day, rounds })
    expect(wrongRounds(sumsCheckedBy(store), plain)).toEqual([timeOf(FIRST_DAY, 2 * SECONDS)])
    store.saveDay(all.gid, { ...day, rho: new Uint8Array(32) })
    expect(wrongRounds(sumsCheckedBy(store), plain)).toHaveLength(4)
  })

  it('are found out in a live group too', async () => {
    const all = await liveNeighbourhood({ seed: 'checked live' })
    const values = await liveThrough(all, LIVE_ROUND)
    const start = LIVE_ROUND * SECONDS
    const checked = all.households.flatMap(({ store }) => sumsCheckedBy(store))
    expect(checked).toHaveLength(10)
    const right = values.map((value) => [value])
    expect(wrongRounds(checked, plainSums(all.board, loadsOf(all, start, right)))).toEqual([])
    const other = [[1n], ...right.slice(1)]
    expect(wrongRounds(checked, plainSums(all.board, loadsOf(all, start, other)))).toEqual(Array(10).fill(start))
  })
})
