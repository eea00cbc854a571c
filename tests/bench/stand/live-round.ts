/** One interval of a live group of any size, made with the product's own messages. */

import { OBIS_DRAWN } from '../../../app/domain/meter/meter'
import { toUtcSeconds } from '../../../app/domain/interval'
import { signRoster } from '../../../app/rounds/aggregate'
import type { CompleteDay } from '../../../app/rounds/complete-day'
import { makeEndorse } from '../../../app/rounds/live/endorse-roster'
import { type MemberSecrets, maskDay } from '../../../app/rounds/mask-day'
import { encodeEndorse } from '../../../app/rounds/messages/endorse'
import { encodeEnrolBody } from '../../../app/rounds/messages/enrol'
import { type GroupParameters, groupId } from '../../../app/rounds/messages/group-parameters'
import { signKeys } from '../../../app/rounds/messages/keys'
import { type SignedRoster, rosterHash } from '../../../app/rounds/messages/roster'
import type { SignedSubmit } from '../../../app/rounds/messages/submit'
import { createTestMeter, timeOf } from '../../support/rounds/test-meter'
import { seededRandom } from '../../support/seeded-random'
import { primitives } from './platform'

const SECONDS = 900
const DAY = 20_500
const YEAR_SECONDS = 366 * 86_400

export type LiveMember = {
  readonly secrets: MemberSecrets
  readonly record: CompleteDay
}

export type LiveStand = {
  readonly group: GroupParameters
  readonly t: number
  readonly roster: SignedRoster
  readonly rho: Uint8Array
  /** In roster order. */
  readonly members: readonly LiveMember[]
  readonly endorsements: readonly Uint8Array[]
}

export function makeLiveRound(size: number): LiveStand {
  const random = seededRandom(`live round ${size}`)
  const collectorSeed = random.bytes(32)
  const group: GroupParameters = {
    ...{ collectorKey: primitives.ed25519.publicKey(collectorSeed), name: 'Lindenhof', profile: 'S', mode: 'live' },
    ...{ obis: OBIS_DRAWN, unitExp: 0, seconds: SECONDS, maxValue: 200_000n, minRoster: 10 }
  }
  const gid = groupId(primitives, group)
  const t = (DAY * 86_400) / SECONDS
  const start = timeOf(DAY)
  const made = Array.from({ length: size }, (_, index) => {
    const meter = createTestMeter({
      random,
      meterId: `1WVT${String(index).padStart(10, '0')}`,
      seconds: SECONDS,
      start
    })
    const secrets: MemberSecrets = { identity: random.bytes(32), exchange: random.bytes(32) }
    const memberId = primitives.ed25519.publicKey(secrets.identity)
    const validTo = toUtcSeconds(start + YEAR_SECONDS)
    const enrol = {
      gid,
      memberId,
      meterId: meter.id.meterId,
      meterKey: meter.key,
      level: 2,
      validFrom: start,
      validTo
    } as const
    const body = encodeEnrolBody(enrol)
    const memberSignature = primitives.ed25519.sign(secrets.identity, body)
    const exchangeKey = primitives.x25519.publicKey(secrets.exchange)
    const keys = signKeys(primitives, { gid, utcDay: t, exchangeKey }, secrets.identity)
    const ready = { enrol: { enrol, body, meterSignature: meter.sign(body), memberSignature }, keys }
    return { ready, secrets, record: recordOf(t, meter.nextDay([BigInt(random.below(3000))]).entries) }
  })
  const roster = signRoster(
    primitives,
    { gid, utcDay: t, attempt: 1 },
    made.map(({ ready }) => ready),
    [],
    collectorSeed
  )
  const rho = rosterHash(primitives, roster.body)
  const members = roster.enrols.flatMap(({ enrol }) => made.find(({ ready }) => ready.enrol.enrol === enrol) ?? [])
  return {
    ...{ group, t, roster, rho },
    members: members.map(({ secrets, record }) => ({ secrets, record })),
    endorsements: members.map(({ secrets }) => encodeEndorse(makeEndorse(primitives, roster.roster, rho, t, secrets)))
  }
}

/** One SUBMIT for each member, in roster order. */
export function liveSubmits({ group, roster, rho, members }: LiveStand): readonly SignedSubmit[] {
  return members.map(({ secrets, record }) => maskDay(primitives, group, roster.roster, rho, record, secrets))
}

function recordOf(
  t: number,
  entries: ReturnType<ReturnType<typeof createTestMeter>['nextDay']>['entries']
): CompleteDay {
  const [entry] = entries
  if (!entry?.opening || !entry.headSignature) throw new RangeError('a record without its head')
  const { meterId, counter, previousHash, commitment } = entry.record
  const { headSignature, opening } = entry
  return {
    utcDay: t,
    openings: [opening],
    day: { meterId, firstCounter: counter, previousHash, commitments: commitment, headSignature }
  }
}
