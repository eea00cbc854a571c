import { describe, expect, it, vi } from 'vitest'
import { compareHistory } from '../../../app/rounds/history-code'
import { equalBytes, toHex } from '../../../crypto'
import { LIVE_ROUND, liveNeighbourhood, liveThrough } from '../../support/rounds/live-interval'
import { dayUnder } from '../../support/rounds/roster-day'
import { showingRosters, thinnedRoster } from '../../support/rounds/lying-collector'
import { FIRST_DAY, type Neighbourhood } from '../../support/rounds/test-neighbourhood'
import { primitives, timeOf } from '../../support/rounds/test-meter'

vi.setConfig({ testTimeout: 120_000 })

const compare = (
  { households, gid }: Neighbourhood,
  reader: number,
  partner: number,
  digits = '4711',
  epoch = FIRST_DAY
) =>
  compareHistory(
    { store: households[reader]!.store, primitives },
    { gid },
    epoch,
    toHex(households[partner]!.store.groups()[0]!.memberId),
    digits
  )

describe('R43: history codes of two companions', () => {
  it('agree where both were told the same, before and after the sum', async () => {
    const all = await dayUnder({ seed: 'same story' })
    const before = compare(all, 0, 1)
    expect(before).toMatchObject({ state: 'code', withSum: null })
    expect(compare(all, 1, 0)).toEqual(before)
    expect(compare(all, 0, 1, '4712').withoutSum).not.toBe(before.withoutSum)
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    const after = compare(all, 0, 1)
    expect(after.withoutSum).toBe(before.withoutSum)
    expect(after.withSum).toMatch(/^\d{8}$/u)
    expect(compare(all, 1, 0)).toEqual(after)
  })

  it('agree on the list of an interval in a live group, and know none of an interval without', async () => {
    const all = await liveNeighbourhood({ households: 12 })
    await liveThrough(all, LIVE_ROUND)
    const code = compare(all, 0, 1, '4711', LIVE_ROUND)
    expect(code).toMatchObject({ state: 'code', withSum: null, withBoard: null })
    expect(compare(all, 1, 0, '4711', LIVE_ROUND)).toEqual(code)
    expect(compare(all, 0, 1, '4711', LIVE_ROUND - 1).state).toBe('different-groups')
  })

  it('differ where each in a live group was shown a list of its own', async () => {
    const all = await liveNeighbourhood({
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          return [thinnedRoster(parts, signed, (index) => index !== (own + 6) % 12)]
        })
    })
    await liveThrough(all, LIVE_ROUND)
    const codes = all.households
      .slice(1)
      .map((_, other) => [
        compare(all, 0, other + 1, '4711', LIVE_ROUND),
        compare(all, other + 1, 0, '4711', LIVE_ROUND)
      ])
    const both = codes.filter((pair) => pair.every(({ state }) => state === 'code'))
    expect(both.length).toBeGreaterThan(0)
    for (const [mine, theirs] of both) expect(mine!.withoutSum).not.toBe(theirs!.withoutSum)
  })

  it('say that two disjoint rosters are different groups, without alarm on either side', async () => {
    const all = await dayUnder({
      seed: 'two groups',
      households: 20,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          return [thinnedRoster(parts, signed, (index) => index < 10 === own < 10)]
        })
    })
    const ids = all.households.map(({ store }) => toHex(store.groups()[0]!.memberId))
    const lower = new Set([...ids].sort().slice(0, 10))
    const inside = ids.flatMap((id, index) => (lower.has(id) ? [index] : []))
    const outside = ids.flatMap((id, index) => (lower.has(id) ? [] : [index]))
    expect(compare(all, inside[0]!, outside[0]!).state).toBe('different-groups')
    expect(compare(all, outside[0]!, inside[0]!).state).toBe('different-groups')
    expect(compare(all, inside[0]!, inside[1]!)).toEqual(compare(all, inside[1]!, inside[0]!))
  })

  it('differ where the collector told each another story', async () => {
    const all = await dayUnder({
      seed: 'two stories',
      households: 12,
      replace: (honest, parts) =>
        showingRosters(honest, parts, (signed, memberId) => {
          const own = signed.roster.members.findIndex((member) => equalBytes(member.memberId, memberId))
          return [thinnedRoster(parts, signed, (index) => index !== (own + 6) % 12)]
        })
    })
    expect(compare(all, 0, 1).withoutSum).not.toBe(compare(all, 1, 0).withoutSum)
  })
})
