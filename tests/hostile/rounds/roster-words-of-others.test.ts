import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createEnrolChecker } from '../../../app/rounds/enrol-checker'
import { judgeRoster } from '../../../app/rounds/judge-roster'
import { type SignedEnd, encodeEndBody } from '../../../app/rounds/messages/end'
import { type SignedRoster, encodeRosterBody } from '../../../app/rounds/messages/roster'
import { primitives, timeOf } from '../../support/rounds/test-meter'
import { VECTOR_DAY, createCast } from '../../support/rounds/vector-cast'

const { roster: honest, gid, group, members, collectorSeed } = createCast('words of others')
const tools = { primitives, checkEnrol: createEnrolChecker(primitives) }
const own = honest.roster.members[0]!

function judged(signed: SignedRoster): string {
  const context = { gid, group, utcDay: VECTOR_DAY, own, confirmed: new Set<string>(), companionsNeeded: 0 }
  const judgement = judgeRoster(tools, { ...context, knownEnds: [] }, signed)
  return judgement.ok ? 'taken' : judgement.reason
}

function endBy(identity: Uint8Array): SignedEnd {
  const end = { enrolHash: primitives.sha256(honest.enrols[3]!.body), from: toUtcSeconds(timeOf(VECTOR_DAY)) }
  const body = encodeEndBody(end)
  return { end, body, signature: primitives.ed25519.sign(identity, body) }
}

describe('R39 and R41: what others say of a member', () => {
  it('an END counts only with the signature of its member or meter', () => {
    expect(judged(honest)).toBe('taken')
    expect(judged({ ...honest, ends: [endBy(members[4]!.identity)] })).toBe('taken')
    expect(judged({ ...honest, ends: [endBy(members[3]!.identity)] })).toBe('enrol-ended')
  })

  it('a meter key that is not the one of its ENROL is refused', () => {
    const changed = honest.roster.members.map((member, index) =>
      index === 3 ? { ...member, meterKey: new Uint8Array(32).fill(8) } : member
    )
    const roster = { ...honest.roster, members: changed }
    const body = encodeRosterBody(roster)
    expect(judged({ ...honest, roster, body, signature: primitives.ed25519.sign(collectorSeed, body) })).toBe(
      'enrol-mismatch'
    )
  })
})
