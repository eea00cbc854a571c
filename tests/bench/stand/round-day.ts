/** A day of a group of any size, up to what the collector publishes: made with the product's own messages. */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { OBIS_DRAWN } from '../../../app/domain/meter/meter'
import { toUtcSeconds } from '../../../app/domain/interval'
import { signRoster, sumSubmissions } from '../../../app/rounds/aggregate'
import type { CompleteDay } from '../../../app/rounds/complete-day'
import { type MemberSecrets, maskDay } from '../../../app/rounds/mask-day'
import { type Enrol, encodeEnrolBody } from '../../../app/rounds/messages/enrol'
import { type GroupParameters, groupId } from '../../../app/rounds/messages/group-parameters'
import { signKeys } from '../../../app/rounds/messages/keys'
import { encodePublishedDay } from '../../../app/rounds/messages/published-day'
import { type SignedRoster, rosterHash } from '../../../app/rounds/messages/roster'
import { type RoundSum, signSum } from '../../../app/rounds/messages/sum'
import type { SignedSubmit, Submit } from '../../../app/rounds/messages/submit'
import { KEY_BYTES } from '../../../app/rounds/messages/wire'
import { ELEMENT_BYTES, concatBytes, toScalar } from '../../../crypto'
import { createTestMeter, timeOf } from '../../support/rounds/test-meter'
import { type SeededRandom, seededRandom } from '../../support/seeded-random'
import { roundsPerEpoch } from '../../../app/rounds/epoch'
import { primitives } from './platform'

export const ROUND_DAY = 20_500
export const ROUND_SECONDS = 900
const YEAR_SECONDS = 366 * 86_400

export type RoundMember = { readonly secrets: MemberSecrets; readonly day: CompleteDay }

/** A day on which nobody has submitted yet. */
export type RosterDay = {
  readonly group: GroupParameters
  readonly roster: SignedRoster
  readonly rho: Uint8Array
  /** In the order of the roster. */
  readonly members: readonly RoundMember[]
  readonly collectorSeed: Uint8Array
}

export type PublishedRoundDay = {
  /** DATA and SUM as every member gets them. */
  readonly published: Uint8Array
  readonly sums: readonly RoundSum[]
  /** Commitments of all members, round by round. */
  readonly commitments: readonly (readonly Uint8Array[])[]
}

export const inPlace = createInProcessWork(loadKernel(), seededRandom('weights'))

export function makeRosterDay(size: number): RosterDay {
  const random = seededRandom(`round day ${size}`)
  const collectorSeed = random.bytes(32)
  const group: GroupParameters = {
    ...{ collectorKey: primitives.ed25519.publicKey(collectorSeed), name: 'Lindenhof', profile: 'S', mode: 'batch' },
    ...{ obis: OBIS_DRAWN, unitExp: 0, seconds: ROUND_SECONDS, maxValue: 200_000n, minRoster: 10 }
  }
  const gid = groupId(primitives, group)
  const made = Array.from({ length: size }, (_, index) => makeMember(random, group, gid, index))
  const ready = made.map((member) => member.ready)
  const roster = signRoster(primitives, { gid, utcDay: ROUND_DAY, attempt: 1 }, ready, [], collectorSeed)
  const rho = rosterHash(primitives, roster.body)
  const members = roster.enrols.flatMap(({ enrol }) => made.find((one) => one.ready.enrol.enrol === enrol) ?? [])
  return { group, roster, rho, members, collectorSeed }
}

/** One SUBMIT for each member, in roster order; costs a moment for each pair of members. */
export function submitsOf({ group, roster, rho, members }: RosterDay): readonly SignedSubmit[] {
  return members.map(({ secrets, day }) => maskDay(primitives, group, roster.roster, rho, day, secrets))
}

/** The pads of all cancel, so that the sums of the openings are the sums of the SUBMITs, to the byte. */
export async function publishRoundDay({
  group,
  roster,
  rho,
  members,
  collectorSeed
}: RosterDay): Promise<PublishedRoundDay> {
  const submits = members.map(({ day }, index) => unmasked(rho, roster.roster.members[index]?.memberId, day))
  const { data, sum } = await sumSubmissions({ primitives, work: inPlace }, group, rho, roster.enrols, submits)
  return {
    sums: sum.rounds,
    published: encodePublishedDay(data, signSum(primitives, sum, collectorSeed)),
    commitments: sum.rounds.map((_, round) =>
      submits.flatMap(({ coordinates }) => coordinates[round]?.commitment ?? [])
    )
  }
}

function unmasked(
  rho: Uint8Array,
  memberId: Uint8Array = new Uint8Array(KEY_BYTES),
  { day: { commitments, ...day }, openings }: CompleteDay
): Submit {
  const coordinates = openings.map(({ value, blinding }, index) => ({
    commitment: commitments.subarray(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES),
    masked: { value: toScalar(value), blinding }
  }))
  return { rho, memberId, ...day, coordinates }
}

function makeMember(random: SeededRandom, group: GroupParameters, gid: Uint8Array, index: number) {
  const start = timeOf(ROUND_DAY)
  const meterId = `1WVT${String(index).padStart(10, '0')}`
  const meter = createTestMeter({ random, meterId, seconds: group.seconds, start })
  const secrets: MemberSecrets = { identity: random.bytes(32), exchange: random.bytes(32) }
  const enrol: Enrol = {
    ...{ gid, memberId: primitives.ed25519.publicKey(secrets.identity), meterId: meter.id.meterId },
    ...{ meterKey: meter.key, level: 2, validFrom: start, validTo: toUtcSeconds(start + YEAR_SECONDS) }
  }
  const body = encodeEnrolBody(enrol)
  const memberSignature = primitives.ed25519.sign(secrets.identity, body)
  const exchangeKey = primitives.x25519.publicKey(secrets.exchange)
  const keys = signKeys(primitives, { gid, utcDay: ROUND_DAY, exchangeKey }, secrets.identity)
  const values = Array.from({ length: roundsPerEpoch(group) }, () => BigInt(random.below(3000)))
  return {
    secrets,
    day: completeDay(meter.nextDay(values).entries),
    ready: { enrol: { enrol, body, meterSignature: meter.sign(body), memberSignature }, keys }
  }
}

function completeDay(entries: ReturnType<ReturnType<typeof createTestMeter>['nextDay']>['entries']): CompleteDay {
  const first = entries[0]?.record
  const headSignature = entries.at(-1)?.headSignature
  if (!first || !headSignature) throw new RangeError('a day without records')
  return {
    utcDay: ROUND_DAY,
    openings: entries.flatMap(({ opening }) => opening ?? []),
    day: {
      ...{ meterId: first.meterId, firstCounter: first.counter, previousHash: first.previousHash, headSignature },
      commitments: concatBytes(...entries.map(({ record }) => record.commitment))
    }
  }
}
