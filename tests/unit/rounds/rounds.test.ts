import { describe, expect, it, vi } from 'vitest'
import { roundsContract } from '../../../app/contract/rounds'
import { toHex } from '../../../crypto'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { FIRST_DAY, createNeighbourhood, plainSums } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { dayOf, groupOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

describe('joining', () => {
  it('makes an identity, and confirms members by it', async () => {
    const all = createNeighbourhood({ seed: 'joining' })
    const [one, two] = all.households
    expect(one!.rounds.membership()).toBeNull()
    const mine = await one!.rounds.join(all.invitation)
    const other = await two!.rounds.join(all.invitation)
    expect(one!.rounds.membership()).toEqual(mine)
    expect(mine.gid).toBe(toHex(all.gid))
    expect(mine.identity).not.toBe(other.identity)
    one!.rounds.confirmMember(other.identity)
    one!.rounds.confirmMember(other.identity)
    expect([...one!.store.confirmedMembers()]).toEqual([other.identity])
    for (const bad of ['', 'xyz', other.identity.toUpperCase(), other.identity.slice(2)]) {
      expect(() => {
        one!.rounds.confirmMember(bad)
      }).toThrowError(expect.objectContaining({ code: 'member-id-malformed' }))
    }
  })

  it('is refused with a reason where the meter does not sign', async () => {
    const all = createNeighbourhood({
      seed: 'no signature',
      wrap: (deps) => ({
        ...deps,
        meterLink: { ...deps.meterLink, signEnrolment: () => Promise.resolve(new Uint8Array(64)) }
      })
    })
    await expect(all.households[0]!.rounds.join(all.invitation)).rejects.toMatchObject({ code: 'meter-did-not-sign' })
    expect(all.households[0]!.store.groups()).toEqual([])
  })

  it.each([
    [{ seconds: 900 }, 'meter-not-matching'],
    [{ unitExp: 1 }, 'meter-not-matching'],
    [{ direction: 'fed-in' }, 'meter-not-matching']
  ])('is refused where no chain of the meter fits the group (%j)', async (change, code) => {
    const all = createNeighbourhood({ seed: 'other meter' })
    const invitation = { ...all.invitation, group: { ...all.invitation.group, ...change } }
    await expect(all.households[0]!.rounds.join(invitation)).rejects.toMatchObject({ code })
  })
})

describe('before joining', () => {
  it('there is no group, no day and nothing to do', async () => {
    const all = createNeighbourhood({ seed: 'not joined' })
    const [one] = all.households
    await one!.rounds.step()
    expect(await one!.rounds.procedures['rounds.group']({})).toBeNull()
    await expect(one!.rounds.procedures['rounds.day']({ utcDay: 1 })).rejects.toMatchObject({ code: 'not-in-a-group' })
    await expect(
      Promise.resolve().then(() => one!.rounds.procedures['rounds.accept-fewer-companions']({ confirmed: true }))
    ).rejects.toMatchObject({ code: 'not-in-a-group' })
  })
})

describe('the views', () => {
  it('follow a day through its phases, and say what left and what was learnt', async () => {
    const all = createNeighbourhood({ seed: 'views' })
    await all.join()
    const [one] = all.households
    // Nobody leaves a group by itself whose sums can come for days.
    expect((await groupOf(one!)).leaveAbove).toBeNull()
    await expect(one!.rounds.procedures['rounds.leave-above']({ percent: 50 })).rejects.toMatchObject({
      code: 'group-not-live'
    })
    expect((await groupOf(one!)).days).toMatchObject([
      { utcDay: FIRST_DAY, phase: 'waiting', members: null, sum: null }
    ])
    const values = all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const offered = await dayOf(one!, FIRST_DAY)
    expect(offered).toMatchObject({ summary: { phase: 'keys-sent' }, members: [], sentAt: null, rosterHash: null })
    expect(offered.intervals.map(({ own }) => own)).toEqual(values[0]!.map((value) => Number(value) * 1000))
    expect(offered.intervals.every(({ masked, sum }) => masked === null && sum === null)).toBe(true)
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    const submitted = await dayOf(one!, FIRST_DAY)
    expect(submitted).toMatchObject({
      summary: { phase: 'submitted', members: 10, verified: 0, sum: null },
      recipient: 'Stromwerk Musterau',
      sentAt: timeOf(FIRST_DAY + 2, 600),
      levels: { weakest: 2, counts: [0, 0, 10] }
    })
    expect(submitted.sentBytes).toBeGreaterThan(500)
    // What left says nothing: numbers as long as the group's order, none of them the reading.
    for (const { masked } of submitted.intervals) expect(masked!.length).toBeGreaterThan(60)
    expect(submitted.members.filter(({ isMe }) => isMe)).toHaveLength(1)
    expect(submitted.members.filter(({ verifiedByMe }) => verifiedByMe)).toHaveLength(9)
    await all.stepAll(timeOf(FIRST_DAY + 3, 600))
    const verified = await dayOf(one!, FIRST_DAY)
    const total = plainSums(values).reduce((sum, value) => sum + value, 0n)
    expect(verified.summary).toMatchObject({ phase: 'verified', verified: 4, intervals: 4, sum: Number(total) * 1000 })
    expect(verified.intervals.map(({ masked }) => masked)).toEqual(submitted.intervals.map(({ masked }) => masked))
    // The ENROLs are gone by now; by its meter's number a person still knows which neighbour is meant.
    expect(verified.members.map(({ meterId }) => meterId)).toEqual(submitted.members.map(({ meterId }) => meterId))
    expect(verified.members.every(({ meterId }) => meterId !== null)).toBe(true)
    expect(await groupOf(one!)).toMatchObject({
      name: 'Lindenhof',
      companions: 9,
      keptNumbers: 0,
      companionsNeeded: 4,
      submitted: 1,
      withoutSum: 0,
      seconds: 21_600,
      nextDayAt: timeOf(FIRST_DAY + 4)
    })
  })

  it('hold for a year of days', async () => {
    const all = createNeighbourhood({ seed: 'a year' })
    await all.join()
    const [one] = all.households
    all.clock.set(timeOf(FIRST_DAY + 395, 600))
    // The program was off all the time: every day that passed is named, and nothing is made up.
    await one!.rounds.step()
    const group = roundsContract['rounds.group'].response.parse(await groupOf(one!))!
    expect(group.days.length).toBeGreaterThan(380)
    expect(group.days.at(-1)).toMatchObject({ phase: 'not-offered', reason: 'too-late' })
  })
})

describe('a step', () => {
  it('that has nothing to do sends nothing, however often it is asked', async () => {
    const all = await createHttpNeighbourhood({ seed: 'idle' })
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    const { length } = all.sent
    for (let time = 0; time < 3; time++) await all.stepAll(timeOf(FIRST_DAY + 3, 700 + time))
    expect(all.sent).toHaveLength(length)
  })

  it('asked for while it is at work is the same step', async () => {
    const all = await createHttpNeighbourhood({ seed: 'at once' })
    await all.join()
    all.measure()
    all.clock.set(timeOf(FIRST_DAY + 1, 600))
    const [one] = all.households
    await Promise.all([one!.rounds.step(), one!.rounds.step(), one!.rounds.step()])
    expect(all.sent.filter(({ purpose }) => purpose === 'round-keys')).toHaveLength(1)
  })

  it('erases what makes pads as soon as every round has verified', async () => {
    const all = createNeighbourhood({ seed: 'erased' })
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    for (const { store, database } of all.households) {
      const { gid } = store.groups()[0]!
      expect(store.day(gid, FIRST_DAY)).toMatchObject({ phase: 'summed', outcome: 'verified', exchange: null })
      expect(database.prepare('SELECT count(*) AS secrets FROM round_day WHERE exchange IS NOT NULL').get()).toEqual({
        secrets: 0n
      })
      // Of the roster only the signed list stays: enough for evidence and for comparing histories.
      expect(store.rosters(gid, FIRST_DAY)[0]!.wire).toBeNull()
    }
  })
})
