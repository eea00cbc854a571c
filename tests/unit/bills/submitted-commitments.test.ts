import { describe, expect, it } from 'vitest'
import type { StoredDay } from '../../../app/rounds/day-states'
import type { JoinedGroup } from '../../../app/rounds/round-store'
import { encodeSubmit, signSubmit } from '../../../app/rounds/messages/submit'
import { submittedCommitments } from '../../../app/submitted-commitments'
import { verifyBill } from '../../../app/bills/verify-bill'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { startOfUtcDay, utcDayOf } from '../../../app/domain/interval'
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
  submittedCommitments({ groups: () => [joined], day: (_, utcDay) => (utcDay === DAY ? day : null) })

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
