import { describe, expect, it } from 'vitest'
import type { StoredDay } from '../../../app/rounds/day-states'
import type { LiveRound } from '../../../app/rounds/live/live-states'
import type { JoinedGroup } from '../../../app/rounds/round-store'
import { encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { submittedCommitments } from '../../../app/submitted-commitments'
import { verifyBill } from '../../../app/bills/verify-bill'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { startOfUtcDay, toUtcSeconds, utcDayOf } from '../../../app/domain/interval'
import type { Scalar } from '../../../crypto'
import { hourly, told } from '../../support/bills/attack'
import { primitives } from '../../support/bills/bill-case'

const made = hourly()
const DAY = utcDayOf(made.chain.entries[30]!.record.intervalStart)
const ofDay = made.chain.entries
  .filter(({ record }) => utcDayOf(record.intervalStart) === DAY)
  .map(({ record }) => record)

const joined = {
  gid: new Uint8Array(32).fill(7),
  chain: made.chain.id,
  group: { mode: 'batch', seconds: 3600, obis: made.chain.id.obis }
} as unknown as JoinedGroup

function submitted(change: (commitment: Uint8Array, index: number) => Uint8Array): StoredDay {
  const seed = new Uint8Array(32).fill(3)
  const submit = {
    rho: new Uint8Array(32).fill(1),
    memberId: primitives.ed25519.publicKey(seed),
    firstCounter: ofDay[0]!.counter,
    previousHash: new Uint8Array(32),
    headSignature: new Uint8Array(64),
    coordinates: ofDay.map(({ commitment }, index) => ({
      commitment: change(commitment, index),
      masked: { value: 1n as Scalar, blinding: 2n as Scalar }
    }))
  }
  const submitWire = encodeSubmit(signSubmit(primitives, submit, DAY * 24, seed))
  return {
    phase: 'lost',
    utcDay: DAY,
    reason: 'no-sum',
    submission: { rho: submit.rho, members: 10, submitWire, submittedAt: startOfUtcDay(DAY + 2) }
  }
}

const lookup = (day: StoredDay | null) =>
  submittedCommitments({
    groups: () => [joined],
    day: (_, utcDay) => (utcDay === DAY ? day : null),
    roundsBetween: () => []
  })

describe('what went out in rounds', () => {
  it('is found for every record of a day that was submitted, and for no other', () => {
    const find = lookup(submitted((commitment) => commitment))
    expect(ofDay.length).toBe(24)
    for (const record of ofDay) expect(find(record)).toEqual(record.commitment)
    expect(find(made.chain.entries[0]!.record)).toBeNull()
    expect(find({ ...ofDay[0]!, seconds: 1800 })).toBeNull()
    expect(lookup(null)(ofDay[0]!)).toBeNull()
  })

  it('otherwise than in the bill is a remark with the first interval (V18)', async () => {
    const other = made.chain.entries[0]!.record.commitment
    const verify = (day: StoredDay) =>
      verifyBill({ ...made.sources, submittedCommitment: lookup(day) }, encodeSignedFile(made.sign(made.bill)))
    expect(told(await verify(submitted((commitment) => commitment)))).toEqual(['correct'])
    const result = await verify(submitted((commitment, index) => (index === 5 ? other : commitment)))
    expect(told(result)).toEqual(['correct-with-remarks', 'V18 submitted-otherwise'])
    expect(result.findings[0]?.params).toEqual({ start: ofDay[5]!.intervalStart, intervals: 1 })
  })

  it('in a damaged copy says nothing', () => {
    const day = submitted((commitment) => commitment)
    if (day.phase !== 'lost' || !day.submission) throw new Error('day')
    const broken = { ...day, submission: { ...day.submission, submitWire: day.submission.submitWire.slice(0, 90) } }
    expect(lookup(broken)(ofDay[0]!)).toBeNull()
  })
})

const live = { ...joined, group: { ...joined.group, mode: 'live' } } as JoinedGroup

/** The interval of a record as a live group has it, in one of the states in which something went out. */
function liveRound(index: number, commitment = ofDay[index]!.commitment): LiveRound {
  const { intervalStart, counter } = ofDay[index]!
  const t = intervalStart / 3600
  const seed = new Uint8Array(32).fill(3)
  const [rho, previousHash] = [new Uint8Array(32).fill(1), new Uint8Array(32)]
  const submit = {
    ...{ rho, previousHash, memberId: primitives.ed25519.publicKey(seed), firstCounter: counter },
    headSignature: new Uint8Array(64),
    coordinates: [{ commitment, masked: { value: 1n as Scalar, blinding: 2n as Scalar } }]
  }
  const submitWire = encodeSubmit(signSubmit(primitives, submit, t, seed))
  const submission = { submitWire, members: 10, submittedAt: toUtcSeconds(intervalStart + 3600) }
  if (index % 3 === 0) return { phase: 'submitted', t, exchange: null, rho, ...submission, delivered: true }
  if (index % 3 === 1) return { phase: 'summed', t, exchange: null, rho, ...submission, outcome: 'verified', value: 1n }
  return { phase: 'ended', t, reason: 'no-sum', exchange: null, rho, submission }
}

const liveLookup = (rounds: () => readonly LiveRound[], read: { times: number } = { times: 0 }) =>
  submittedCommitments({
    groups: () => [live],
    day: () => {
      throw new Error('a live group has no days')
    },
    roundsBetween: (_, first, last) => {
      read.times += 1
      return rounds().filter(({ t }) => first <= t && t <= last)
    }
  })

describe('what went out in live rounds', () => {
  const all = ofDay.map((_, index) => liveRound(index))

  it('is found for every interval that was submitted, whatever came of it, and for no other', () => {
    const some = all.filter((_, index) => index !== 4 && index !== 23)
    const find = liveLookup(() => some)
    ofDay.forEach((record, index) => {
      expect(find(record)).toEqual(index === 4 || index === 23 ? null : record.commitment)
    })
    expect(find(made.chain.entries[0]!.record)).toBeNull()
    const unsent: LiveRound = {
      phase: 'ended',
      t: all[0]!.t,
      reason: 'no-sum',
      exchange: null,
      rho: null,
      submission: null
    }
    expect(liveLookup(() => [unsent])(ofDay[0]!)).toBeNull()
  })

  it('is read once a day for a bill, and anew for the next one', () => {
    const read = { times: 0 }
    let rounds = all.slice(0, 3)
    const find = liveLookup(() => rounds, read)
    for (const record of ofDay) find(record)
    expect(read.times).toBe(1)
    rounds = all
    expect(ofDay.map(find)).toEqual(ofDay.map(({ commitment }) => commitment))
    expect(read.times).toBe(2)
  })

  it('otherwise than in the bill is a remark with the first interval (V18)', async () => {
    const other = made.chain.entries[0]!.record.commitment
    const verify = (rounds: readonly LiveRound[]) =>
      verifyBill(
        { ...made.sources, submittedCommitment: liveLookup(() => rounds) },
        encodeSignedFile(made.sign(made.bill))
      )
    expect(told(await verify(all))).toEqual(['correct'])
    const result = await verify(all.map((round, index) => ([5, 9].includes(index) ? liveRound(index, other) : round)))
    expect(told(result)).toEqual(['correct-with-remarks', 'V18 submitted-otherwise'])
    expect(result.findings[0]?.params).toEqual({ start: ofDay[5]!.intervalStart, intervals: 2 })
  })
})
