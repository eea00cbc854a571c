/** Whatever a household may keep, at random, out of few values: rows meet each other. */

import { toUtcSeconds } from '../../../../app/domain/interval'
import { OBIS_DRAWN, toMeterId } from '../../../../app/domain/meter/meter'
import type { StoredDay } from '../../../../app/rounds/day-states'
import { EVIDENCE_KINDS } from '../../../../app/rounds/evidence/evidence'
import { LIVE_REASONS } from '../../../../app/rounds/live/live-reasons'
import type { LiveRound } from '../../../../app/rounds/live/live-states'
import { OFFER_REFUSALS, PAUSE_CAUSES, ROUND_REFUSALS } from '../../../../app/rounds/round-reasons'
import type { GroupChange, JoinedGroup, RoundEvidence, SeenRoster } from '../../../../app/rounds/round-store'
import { DAY_FAULTS, type RoundFinding } from '../../../../app/rounds/verify-published-day'
import type { UtcSeconds } from '../../../../app/domain/interval'
import type { Dice } from '../dice'
import { meterName, testGroup } from '../test-neighbourhood'

const OUTCOMES = ['verified', 'partly-verified', 'false-sum'] as const

export const someBytes = (dice: Dice, length = 32, values = 4): Uint8Array =>
  new Uint8Array(length).fill(1 + dice.below(values))
export const someGid = (dice: Dice): Uint8Array => someBytes(dice, 32, 2)
export const someEpoch = (dice: Dice): number => 20_500 + dice.below(4)
export const someTime = (dice: Dice): UtcSeconds => toUtcSeconds(1_771_200_000 + dice.below(5))
export const someId = (dice: Dice): string => 'ab'.repeat(31) + dice.pick(['00', '01', '02'])
const flag = (dice: Dice): boolean => dice.chance(0.5)
export const orNull = <Value>(dice: Dice, value: Value): Value | null => (flag(dice) ? value : null)

const offer = (dice: Dice): { exchange: Uint8Array; keysWire: Uint8Array; keysDelivered: boolean } => ({
  exchange: someBytes(dice),
  keysWire: someBytes(dice, 40),
  keysDelivered: flag(dice)
})

const submission = (
  dice: Dice
): { rho: Uint8Array; members: number; submitWire: Uint8Array; submittedAt: UtcSeconds } => ({
  rho: someBytes(dice),
  members: 10 + dice.below(3),
  submitWire: someBytes(dice, 50),
  submittedAt: someTime(dice)
})

const finding = (dice: Dice): RoundFinding =>
  dice.pick<RoundFinding>([
    { state: 'withheld' },
    { state: 'false' },
    { state: 'verified', value: BigInt(dice.below(9)) }
  ])

export function someDay(dice: Dice): StoredDay {
  const utcDay = someEpoch(dice)
  return dice.pick<() => StoredDay>([
    () => ({ phase: 'not-offered', utcDay, reason: dice.pick(OFFER_REFUSALS) }),
    () => ({ phase: 'offered', utcDay, ...offer(dice) }),
    () => ({ phase: 'refused', utcDay, ...offer(dice), reason: dice.pick(ROUND_REFUSALS) }),
    () => ({ phase: 'submitted', utcDay, ...submission(dice), exchange: someBytes(dice), delivered: flag(dice) }),
    () => ({
      ...{ phase: 'summed', utcDay, ...submission(dice), exchange: orNull(dice, someBytes(dice)) },
      ...{ outcome: dice.pick(OUTCOMES), reason: orNull(dice, dice.pick(DAY_FAULTS)) },
      rounds: Array.from({ length: dice.below(3) }, () => finding(dice)),
      sumHash: orNull(dice, someBytes(dice))
    }),
    () => ({ phase: 'lost', utcDay, reason: 'no-sum', submission: submission(dice) }),
    () => ({ phase: 'lost', utcDay, reason: 'not-in-a-sum', submission: null })
  ])()
}

export function someRound(dice: Dice): LiveRound {
  const t = someEpoch(dice)
  const offered = { t, ...offer(dice), reason: orNull(dice, dice.pick(LIVE_REASONS)) }
  const { rho, members, ...sent } = submission(dice)
  const exchange = orNull(dice, someBytes(dice))
  return dice.pick<() => LiveRound>([
    () => ({ phase: 'offered', ...offered }),
    () => ({
      phase: 'endorsed',
      ...offered,
      rho,
      members,
      attempt: 1 + dice.below(3),
      endorseWire: someBytes(dice, 60)
    }),
    () => ({ phase: 'armed', t, exchange: someBytes(dice), rho, members }),
    () => ({ phase: 'submitted', t, exchange, rho, members, ...sent, delivered: flag(dice) }),
    () => ({
      ...{ phase: 'summed', t, exchange, rho, members, ...sent },
      ...{ outcome: dice.pick(OUTCOMES), value: orNull(dice, BigInt(dice.below(99))) }
    }),
    () => ({
      ...{ phase: 'ended', t, reason: dice.pick(LIVE_REASONS), exchange, rho: orNull(dice, rho) },
      submission: null
    }),
    () => ({ phase: 'ended', t, reason: dice.pick(LIVE_REASONS), exchange, rho, submission: { members, ...sent } })
  ])()
}

export function someGroup(dice: Dice): JoinedGroup {
  return {
    ...{ gid: someGid(dice), group: testGroup(someBytes(dice)), address: 'http://127.0.0.1:1', operator: 'Musterau' },
    ...{ pin: orNull(dice, someBytes(dice)), identity: someBytes(dice), memberId: someBytes(dice) },
    chain: { meterId: toMeterId(meterName(dice.below(3))), obis: OBIS_DRAWN },
    ...{
      enrolWire: someBytes(dice, 70),
      enrolState: dice.pick(['pending', 'accepted', 'rejected', 'meter-taken', 'group-full'] as const)
    },
    ...{ joinedAt: someTime(dice), fewerAccepted: flag(dice), paused: orNull(dice, dice.pick(PAUSE_CAUSES)) },
    departure: orNull(dice, {
      ...{ at: someTime(dice), endWire: someBytes(dice), delivered: flag(dice) },
      byItself: orNull(dice, { percent: 20, submitted: 9, withoutSum: 3 })
    }),
    handedOverAt: orNull(dice, someTime(dice))
  }
}

export function someChange(dice: Dice): GroupChange {
  const { enrolState, paused, departure, pin } = someGroup(dice)
  return dice.pick<GroupChange>([{ enrolState }, { paused }, { departure }, { pin, fewerAccepted: flag(dice) }])
}

export function someRoster(dice: Dice): SeenRoster {
  const rho = someBytes(dice, 32, 6)
  return {
    ...{ gid: someGid(dice), rho, utcDay: someEpoch(dice), attempt: 1 + dice.below(3) },
    ...{ wire: orNull(dice, someBytes(dice, 80)), signed: someBytes(dice, 90) },
    ...{ refusal: orNull(dice, dice.pick(ROUND_REFUSALS)), refuseDelivered: flag(dice) }
  }
}

export function someEvidence(dice: Dice): RoundEvidence {
  const at = someTime(dice)
  // Of what came at one instant no order is promised; each has its own.
  const bytes = new Uint8Array(20).fill(at % 251)
  return { gid: someGid(dice), utcDay: 20_500, kind: dice.pick(EVIDENCE_KINDS), bytes, at }
}
