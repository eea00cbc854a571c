/** The cast of the vectors: ten members with meters, one collector, one day; the same bytes on every machine. */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { toUtcSeconds } from '../../../app/domain/interval'
import { type ReadyMember, signRoster } from '../../../app/rounds/aggregate'
import type { CompleteDay } from '../../../app/rounds/complete-day'
import { maskDay } from '../../../app/rounds/mask-day'
import { type Enrol, type SignedEnrol, encodeEnrolBody } from '../../../app/rounds/messages/enrol'
import { type GroupParameters, groupId } from '../../../app/rounds/messages/group-parameters'
import { signKeys } from '../../../app/rounds/messages/keys'
import { type SignedRoster, rosterHash } from '../../../app/rounds/messages/roster'
import type { SignedSubmit } from '../../../app/rounds/messages/submit'
import { compareBytes, concatBytes, createNobleKernel } from '../../../crypto'
import { type SeededRandom, seededRandom } from '../seeded-random'
import { type OddRecords, type TestMeter, createTestMeter, primitives, timeOf } from './test-meter'
import { meterName, testGroup } from './test-neighbourhood'
import { roundsPerEpoch } from '../../../app/rounds/epoch'

export const VECTOR_DAY = 20_500
const SECONDS = 21_600
const MEMBERS = 10

export type CastMember = {
  readonly meter: TestMeter
  /** Seed of id_i. */
  readonly identity: Uint8Array
  readonly memberId: Uint8Array
  /** x_i. */
  readonly exchange: Uint8Array
  readonly ready: ReadyMember
  readonly day: CompleteDay
}

export type Cast = {
  readonly random: SeededRandom
  readonly group: GroupParameters
  readonly gid: Uint8Array
  readonly collectorSeed: Uint8Array
  /** Ids ascending. */
  readonly members: readonly CastMember[]
  readonly roster: SignedRoster
  readonly rho: Uint8Array
  readonly submits: readonly SignedSubmit[]
}

export const vectorWork = createInProcessWork(createNobleKernel(), seededRandom('weights'))

/** What differs from the plain cast: the length of intervals, and what single members measured. */
export type CastOptions = {
  readonly seconds?: number
  readonly odd?: Readonly<Record<number, OddDay>>
}

export type OddDay = OddRecords & { readonly values?: Readonly<Record<number, bigint>> }

export function createCast(seed: string, { seconds = SECONDS, odd = {} }: CastOptions = {}): Cast {
  const random = seededRandom(seed)
  const collectorSeed = random.bytes(32)
  const group = testGroup(primitives.ed25519.publicKey(collectorSeed), seconds)
  const gid = groupId(primitives, group)
  const members = Array.from({ length: MEMBERS }, (_, index) => castMember(random, group, gid, index, odd[index])).sort(
    (a, b) => compareBytes(a.memberId, b.memberId)
  )
  const roster = rosterOf({ gid, collectorSeed }, members)
  const rho = rosterHash(primitives, roster.body)
  const submits = members.map(({ day, identity, exchange }) =>
    maskDay(primitives, group, roster.roster, rho, day, { identity, exchange })
  )
  return { random, group, gid, collectorSeed, members, roster, rho, submits }
}

/** A roster of these members, signed by the collector. */
export function rosterOf(
  { gid, collectorSeed }: Pick<Cast, 'gid' | 'collectorSeed'>,
  members: readonly Pick<CastMember, 'ready'>[],
  attempt = 1,
  utcDay = VECTOR_DAY
): SignedRoster {
  const ready = members.map((member) => member.ready)
  return signRoster(primitives, { gid, utcDay, attempt }, ready, [], collectorSeed)
}

export function signedEnrol(enrol: Enrol, meter: Pick<TestMeter, 'sign'>, identity: Uint8Array): SignedEnrol {
  const body = encodeEnrolBody(enrol)
  return { enrol, body, meterSignature: meter.sign(body), memberSignature: primitives.ed25519.sign(identity, body) }
}

function castMember(
  random: SeededRandom,
  group: GroupParameters,
  gid: Uint8Array,
  index: number,
  odd: OddDay = {}
): CastMember {
  const meter = createTestMeter({
    random,
    meterId: meterName(index),
    seconds: group.seconds,
    start: timeOf(VECTOR_DAY)
  })
  const identity = random.bytes(32)
  const memberId = primitives.ed25519.publicKey(identity)
  const exchange = random.bytes(32)
  const validFrom = timeOf(VECTOR_DAY)
  const validTo = toUtcSeconds(validFrom + 396 * 86_400)
  const enrol: Enrol = {
    ...{ gid, memberId, meterId: meter.id.meterId, meterKey: meter.key, level: 2, validFrom, validTo }
  }
  const keys = signKeys(
    primitives,
    { gid, utcDay: VECTOR_DAY, exchangeKey: primitives.x25519.publicKey(exchange) },
    identity
  )
  const values = Array.from(
    { length: roundsPerEpoch(group) },
    (_, round) => odd.values?.[round] ?? BigInt(random.below(3000))
  )
  return {
    ...{ meter, identity, memberId, exchange, day: completeDay(meter, values, odd) },
    ready: { enrol: signedEnrol(enrol, meter, identity), keys }
  }
}

function completeDay(meter: TestMeter, values: readonly bigint[], odd: OddRecords): CompleteDay {
  const { entries } = meter.nextDay(values, odd)
  const first = entries[0]!.record
  return {
    utcDay: VECTOR_DAY,
    openings: entries.map(({ opening }) => opening!),
    day: {
      ...{ meterId: first.meterId, firstCounter: first.counter, previousHash: first.previousHash },
      commitments: concatBytes(...entries.map(({ record }) => record.commitment)),
      headSignature: entries.at(-1)!.headSignature!
    }
  }
}
