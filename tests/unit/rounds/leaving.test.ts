import { describe, expect, it, vi } from 'vitest'
import { decodeRoster } from '../../../app/rounds/messages/roster'
import { toHex } from '../../../crypto'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, createNeighbourhood } from '../../support/rounds/test-neighbourhood'
import { LIVE_ROUND, inRound, liveNeighbourhood, measureUntil, roundOf } from '../../support/rounds/live-interval'
import { dayOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

const idOf = (household: { store: { groups(): readonly { memberId: Uint8Array }[] } }): string =>
  toHex(household.store.groups()[0]!.memberId)

describe('leaving a group', () => {
  it('masks nothing more, and the others get a list without this home', async () => {
    const all = createNeighbourhood({ seed: 'leaving', households: 12 })
    await all.join()
    const [leaver, ...others] = all.households
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    await leaver!.rounds.leave()
    expect(leaver!.rounds.membership()).toBeNull()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    const [posted] = all.board.rosters(FIRST_DAY)
    expect(decodeRoster(posted!.wire).roster.members.map(({ memberId }) => toHex(memberId))).not.toContain(
      idOf(leaver!)
    )
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    expect(new Set(await phasesOf(others, FIRST_DAY))).toEqual(new Set(['verified']))
    expect(leaver!.store.counts(leaver!.store.groups()[0]!.gid).submitted).toBe(0)
    expect(leaver!.store.days(leaver!.store.groups()[0]!.gid, 9).map(({ phase }) => phase)).toEqual(['offered'])
  })

  it('after a list was made turns it down, so that the others get another one', async () => {
    const all = createNeighbourhood({ seed: 'left in between', households: 12 })
    await all.join()
    const [leaver, ...others] = all.households
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    await leaver!.rounds.leave()
    expect(all.board.rosters(FIRST_DAY)).toHaveLength(1)
    await all.stepAll(timeOf(FIRST_DAY + 3, 700))
    await all.stepAll(timeOf(FIRST_DAY + 4, 700))
    expect(all.board.rosters(FIRST_DAY).map(({ attempt }) => attempt)).toEqual([1, 2])
    expect(new Set(await phasesOf(others, FIRST_DAY))).toEqual(new Set(['verified']))
  })

  it('still follows what was sent before, to its sum', async () => {
    const all = createNeighbourhood({ seed: 'sent before', households: 11 })
    await all.join()
    const [leaver, ...others] = all.households
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    await leaver!.rounds.step()
    await leaver!.rounds.leave()
    await all.stepAll(timeOf(FIRST_DAY + 2, 700))
    await all.stepAll(timeOf(FIRST_DAY + 2, 800))
    const { gid } = leaver!.store.groups()[0]!
    expect(leaver!.store.day(gid, FIRST_DAY)).toMatchObject({ phase: 'summed', outcome: 'verified' })
    expect((await dayOf(others[0]!, FIRST_DAY)).summary.phase).toBe('verified')
  })

  it('tells a collector that could not be reached as soon as it can be', async () => {
    const all = await createHttpNeighbourhood({ seed: 'left offline', timeoutMs: 500 })
    await all.join()
    const [leaver] = all.households
    const there = all.address.now
    all.address.now = 'http://127.0.0.1:1'
    await leaver!.rounds.leave()
    expect(leaver!.store.groups()[0]!.departure).toMatchObject({ delivered: false })
    expect(leaver!.rounds.isReachable()).toBe(false)
    expect(leaver!.rounds.dueIn()).toBeLessThanOrEqual(60)
    all.address.now = there
    await leaver!.rounds.step()
    expect(leaver!.store.groups()[0]!.departure).toMatchObject({ delivered: true })
    expect(all.board.ends()).toHaveLength(1)
    await leaver!.rounds.step()
    expect(all.sent.filter(({ purpose }) => purpose === 'round-end')).toHaveLength(2)
  })

  it('leaves nobody to tell where the collector never took the enrolment', async () => {
    const all = await createHttpNeighbourhood({ seed: 'never heard of', households: 1, timeoutMs: 500 })
    all.address.now = 'http://127.0.0.1:1'
    const [home] = all.households
    await home!.rounds.join(all.invitation)
    await home!.rounds.leave()
    expect(await home!.rounds.procedures['rounds.left']({})).toMatchObject({ name: 'Lindenhof', told: true })
    expect(all.sent.filter(({ purpose }) => purpose === 'round-end')).toEqual([])
  })

  it('can be followed by joining again, with the same name and a new enrolment', async () => {
    const all = createNeighbourhood({ seed: 'joined again' })
    await all.join()
    const [one] = all.households
    const before = one!.rounds.membership()
    await one!.rounds.leave()
    all.clock.set(timeOf(FIRST_DAY + 1))
    expect(await one!.rounds.join(all.invitation)).toEqual(before)
    expect(one!.store.groups()).toHaveLength(1)
    expect(one!.store.groups()[0]).toMatchObject({ departure: null, enrolState: 'accepted' })
    expect(all.board.enrolments()).toHaveLength(11)
  })
})

describe('joining the same group again', () => {
  it('takes over where the collector is reached now, and nothing else', async () => {
    const all = createNeighbourhood({ seed: 'moved' })
    await all.join()
    const [one] = all.households
    const moved = {
      ...all.invitation,
      collector: { address: 'https://lindenhof.example:8443', operator: 'Stromwerk Musterau', pin: 'ab'.repeat(32) }
    }
    const { text, joined } = one!.rounds.inspect(moved)
    expect(joined).toBe(true)
    await one!.rounds.join(JSON.parse(text))
    expect(one!.store.groups()).toHaveLength(1)
    expect(one!.store.groups()[0]).toMatchObject({ address: 'https://lindenhof.example:8443', enrolState: 'accepted' })
    expect(toHex(one!.store.groups()[0]!.pin!)).toBe('ab'.repeat(32))
  })

  it.each([
    ['http://lindenhof.example:8080', undefined],
    ['http://192.168.1.4:8080', undefined],
    ['http://127.0.0.1:8080', 'ab'.repeat(32)],
    ['https://lindenhof.example:8443/path', undefined],
    ['https://user@lindenhof.example', undefined]
  ])('is refused for %s: not encrypted, or something is hidden in it', (address, pin) => {
    const all = createNeighbourhood({ seed: 'addresses' })
    const collector = { address, operator: 'Stromwerk Musterau', ...(pin ? { pin } : {}) }
    expect(() => all.households[0]!.rounds.inspect({ ...all.invitation, collector })).toThrowError(
      expect.objectContaining({ code: 'invitation-malformed', params: { where: 'collector.address' } })
    )
  })
})

describe('leaving a live group', () => {
  it('masks nothing more, even where all had agreed on the interval', async () => {
    const all = await liveNeighbourhood({ seed: 'leaving live' })
    for (const at of [-600, 5, 60]) await all.stepAll(inRound(LIVE_ROUND, at))
    const [leaver] = all.households
    expect(roundOf(leaver!, LIVE_ROUND)).toMatchObject({ phase: 'armed' })
    await leaver!.rounds.leave()
    measureUntil(all, LIVE_ROUND)
    await all.stepAll(inRound(LIVE_ROUND + 1, 10))
    expect(all.board.submits(all.board.rosters(LIVE_ROUND)[0]!.rho)).toHaveLength(9)
    expect(leaver!.ledger.rhoOf(leaver!.meter.id, timeOf(0, inRound(LIVE_ROUND, 0)))).toBeNull()
    await all.stepAll(inRound(LIVE_ROUND + 1, 600))
    expect(roundOf(leaver!, LIVE_ROUND)).toMatchObject({ phase: 'ended', exchange: null })
  })
})
