import { describe, expect, it } from 'vitest'
import { encodeInvitation, decodeInvitation } from '../../../app/rounds/invitation'
import { createEnrolChecker } from '../../../app/rounds/enrol-checker'
import { maxDataBytes } from '../../../app/rounds/messages/data'
import { encodeEnrol, MAX_ENROL_BYTES } from '../../../app/rounds/messages/enrol'
import { maxValueOfFuse } from '../../../app/rounds/messages/group-parameters'
import { encodeKeys, MAX_KEYS_BYTES } from '../../../app/rounds/messages/keys'
import { maxPublishedBytes } from '../../../app/rounds/messages/published-day'
import { encodeRefuse, MAX_REFUSE_BYTES, signRefuse } from '../../../app/rounds/messages/refuse'
import { decodeRoster, encodeRoster, MAX_ROSTER_BYTES } from '../../../app/rounds/messages/roster'
import { encodeSubmit, maxSubmitBytes } from '../../../app/rounds/messages/submit'
import { selectCommitments } from '../../../app/rounds/select-commitments'
import { lastDayOver, mayOffer, mayTakeRoster, secretsUntil } from '../../../app/rounds/schedule'
import { FormatError, lpList } from '../../../crypto'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { createCast, signedEnrol } from '../../support/rounds/vector-cast'
import { roundsPerEpoch } from '../../../app/rounds/epoch'

const cast = createCast('messages')

describe('the sizes that readers are prepared for', () => {
  it('hold every message of the largest group', () => {
    const [member] = cast.members
    const { enrol } = member!.ready.enrol
    const longest = signedEnrol(
      { ...enrol, meterId: 'X'.repeat(32) as typeof enrol.meterId },
      member!.meter,
      member!.identity
    )
    expect(encodeEnrol(longest).length).toBeLessThanOrEqual(MAX_ENROL_BYTES)
    expect(encodeKeys(member!.ready.keys).length).toBeLessThanOrEqual(MAX_KEYS_BYTES)
    const refuse = signRefuse(primitives, { rho: cast.rho, memberId: member!.memberId }, member!.identity)
    expect(encodeRefuse(refuse).length).toBeLessThanOrEqual(MAX_REFUSE_BYTES)
    expect(encodeSubmit(cast.submits[0]!).length).toBeLessThanOrEqual(maxSubmitBytes(4))
    const perMember = (encodeRoster(cast.roster).length - 200) / 10
    expect(200 * perMember + 200).toBeLessThan(MAX_ROSTER_BYTES)
    // About 10 kB a day and household at quarter hours; 200 members stay below a megabyte.
    expect(maxSubmitBytes(96)).toBeLessThan(16_000)
    expect(maxPublishedBytes(200, 96)).toBeLessThan(1_000_000)
    expect(maxDataBytes(20, 48)).toBeLessThan(40_000)
  })

  it('refuse what is longer before it is split', () => {
    const error = (wire: Uint8Array): unknown => {
      try {
        return decodeRoster(wire)
      } catch (reason) {
        return reason
      }
    }
    expect(error(new Uint8Array(MAX_ROSTER_BYTES + 1))).toMatchObject({ code: 'too-long' })
    const crowd = lpList(...Array.from({ length: 700 }, () => new Uint8Array(0)))
    expect(error(crowd)).toBeInstanceOf(FormatError)
    expect(error(crowd)).toMatchObject({ code: 'too-many-fields' })
  })
})

describe('v_max', () => {
  it('is what the main fuse lets through: 10,868 Wh per quarter hour at 63 A and three phases', () => {
    expect(maxValueOfFuse(3, 63, 900, 0)).toBe(10_868n)
    expect(maxValueOfFuse(1, 63, 900, 0)).toBe(3_623n)
    expect(maxValueOfFuse(3, 63, 900, 1)).toBe(108_680n)
    expect(maxValueOfFuse(3, 63, 1800, 0)).toBe(21_735n)
    expect(() => maxValueOfFuse(3, 0, 900, 0)).toThrow(RangeError)
  })
})

describe('the dates of a day', () => {
  const day = 100
  it('offer from five minutes after its end until the end of the next day', () => {
    expect([299, 300, 86_399, 86_400].map((seconds) => mayOffer(day, timeOf(day + 1, seconds)))).toEqual([
      false,
      true,
      true,
      false
    ])
  })

  it('take rosters and submit for a week from then, and keep keys a week longer', () => {
    expect(
      [timeOf(day + 2) - 1, timeOf(day + 2), timeOf(day + 9) - 1, timeOf(day + 9)].map((now) =>
        mayTakeRoster(day, now as ReturnType<typeof timeOf>)
      )
    ).toEqual([false, true, true, false])
    expect(secretsUntil(day)).toBe(timeOf(day + 16))
  })

  it('call a day over only after the five minutes', () => {
    expect(lastDayOver(timeOf(day, 299))).toBe(day - 2)
    expect(lastDayOver(timeOf(day, 300))).toBe(day - 1)
  })
})

describe('an invitation', () => {
  it('says all parameters of a group, and nothing is lost on the way', () => {
    const invitation = { group: cast.group, address: 'http://[::1]:8080', operator: 'Stromwerk Musterau', pin: null }
    expect(decodeInvitation(JSON.parse(JSON.stringify(encodeInvitation(invitation))))).toEqual(invitation)
    expect(roundsPerEpoch({ mode: 'batch', seconds: 900 })).toBe(96)
  })
})

describe('the checker of ENROLs', () => {
  it('remembers good ones by all their bytes, so that another signature is checked again', () => {
    let verified = 0
    const counting = {
      ...primitives,
      ed25519: {
        ...primitives.ed25519,
        verify: (...args: Parameters<typeof primitives.ed25519.verify>) => {
          verified += 1
          return primitives.ed25519.verify(...args)
        }
      }
    }
    const check = createEnrolChecker(counting)
    const good = cast.members[0]!.ready.enrol
    expect([check(good), check(good), verified]).toEqual([true, true, 2])
    expect(check({ ...good, memberSignature: good.meterSignature })).toBe(false)
    expect(check({ ...good, memberSignature: good.meterSignature })).toBe(false)
    expect(verified).toBeGreaterThanOrEqual(6)
  })
})

describe('selectCommitments', () => {
  it('picks rounds in the order asked for', () => {
    const all = Uint8Array.from({ length: 96 }, (_, index) => Math.floor(index / 32))
    const picked = selectCommitments(all, [{ index: 2 }, { index: 0 }])
    expect([picked.length, picked[0], picked[32]]).toEqual([64, 2, 0])
    expect(selectCommitments(all, [])).toHaveLength(0)
  })
})
