/** Five years of rounds as a household remembers them: a list of members and a state for every day, sums, what left the PC. */

import { createPrivacyLog } from '../../../adapters/storage/privacy-log'
import { createRoundStore } from '../../../adapters/storage/round-store'
import type { Database } from '../../../adapters/storage/database'
import { startOfUtcDay, toUtcSeconds, utcDayOf } from '../../../app/domain/interval'
import type { ChainId } from '../../../app/domain/meter/meter'
import { signRoster } from '../../../app/rounds/aggregate'
import {
  type SubmittedDay,
  leaveOutDay,
  loseDay,
  offerDay,
  submitDay,
  submitDelivered,
  sumDay,
  takeRoster
} from '../../../app/rounds/day-states'
import { maskDay } from '../../../app/rounds/mask-day'
import { encodeEnrol } from '../../../app/rounds/messages/enrol'
import { groupId } from '../../../app/rounds/messages/group-parameters'
import { encodeKeys, signKeys } from '../../../app/rounds/messages/keys'
import { type SignedRoster, encodeRoster, rosterHash } from '../../../app/rounds/messages/roster'
import { encodeSubmit } from '../../../app/rounds/messages/submit'
import { encodeSigned } from '../../../app/rounds/messages/wire'
import { roundsPerEpoch } from '../../../app/rounds/epoch'
import type { RoundStore } from '../../../app/rounds/round-store'
import { toHex } from '../../../crypto'
import { seededRandom } from '../../support/seeded-random'
import { primitives } from './platform'
import { type RosterDay, makeRosterDay } from './round-day'

const GROUP = 20
/** As many days as the page draws are masked one by one; older ones keep the bytes of one of them. */
const MASKED_DAYS = 96
const MOST_WATT_HOURS = 20_000
/** Nothing listens there, so that the program asks for no news while it is measured. */
const ADDRESS = 'http://127.0.0.1:1'
const OPERATOR = 'Stromwerk Musterau'

/** @param period whose UTC days the household has taken part in @param chain of its meter */
export function liveThroughRounds(
  database: Database,
  chain: ChainId,
  period: { readonly start: number; readonly end: number }
): void {
  const day = makeRosterDay(GROUP)
  const store = createRoundStore(database)
  const days = { first: utcDayOf(toUtcSeconds(period.start)) + 1, last: utcDayOf(toUtcSeconds(period.end)) - 1 }
  database.transaction(() => {
    const gid = join(store, day, chain, days.first)
    const keep = dayKeeper(store, createPrivacyLog(database), day, gid)
    for (let utcDay = days.first; utcDay <= days.last; utcDay++) keep(utcDay, days.last - utcDay < MASKED_DAYS)
  })
}

function join(store: RoundStore, { group, roster, members }: RosterDay, chain: ChainId, first: number): Uint8Array {
  const gid = groupId(primitives, group)
  const [own] = members
  const [enrol] = roster.enrols
  if (!own || !enrol) throw new RangeError('a group without members')
  store.addGroup({
    ...{ gid, group, address: ADDRESS, operator: OPERATOR, pin: null, chain },
    ...{ identity: own.secrets.identity, memberId: enrol.enrol.memberId, enrolWire: encodeEnrol(enrol) },
    ...{ enrolState: 'accepted', joinedAt: startOfUtcDay(first), fewerAccepted: true },
    ...{ paused: null, departure: null, handedOverAt: null }
  })
  store.nameNeighbours(gid, new Map(roster.enrols.map((one) => [toHex(one.enrol.memberId), one.enrol.meterId])))
  for (const one of roster.enrols.slice(1, 6)) store.confirmMember(toHex(one.enrol.memberId), startOfUtcDay(first))
  return gid
}

function dayKeeper(
  store: RoundStore,
  privacy: ReturnType<typeof createPrivacyLog>,
  day: RosterDay,
  gid: Uint8Array
): (utcDay: number, isMasked: boolean) => void {
  const { group, members } = day
  const random = seededRandom('lived rounds')
  const own = members[0]
  if (!own) throw new RangeError('a group without members')
  let bytes: Uint8Array | null = null
  return (utcDay, isMasked) => {
    // A PC that was off, and a collector that was.
    if (utcDay % 41 === 0) {
      store.saveDay(gid, leaveOutDay({ phase: 'waiting', utcDay }, 'too-late'))
      return
    }
    const { roster, ownKeys } = rosterOf(day, gid, utcDay)
    const rho = rosterHash(primitives, roster.body)
    const signed = encodeSigned(roster.body, roster.signature)
    const kept = { gid, utcDay, attempt: 1, rho, signed, refusal: null, refuseDelivered: false }
    store.saveRoster({ ...kept, wire: isMasked ? encodeRoster(roster) : null })
    if (isMasked || !bytes) {
      const submit = maskDay(primitives, group, roster.roster, rho, { ...own.day, utcDay }, own.secrets)
      bytes = encodeSubmit(submit)
    }
    const at = toUtcSeconds(startOfUtcDay(utcDay + 2) + 600)
    const noted = { at, recipient: OPERATOR, host: '127.0.0.1:1', about: startOfUtcDay(utcDay) }
    privacy.append({ ...noted, purpose: 'round-keys', bytes: ownKeys.length })
    privacy.append({ ...noted, purpose: 'round-submit', bytes: bytes.length })
    privacy.append({ ...noted, purpose: 'round-read', bytes: 180 })
    const offered = offerDay({ phase: 'waiting', utcDay }, own.secrets.exchange, ownKeys)
    const sent = submitDelivered(submitDay(takeRoster(offered, roster, rho), bytes, at))
    store.saveDay(gid, utcDay % 53 === 0 ? loseDay(sent) : summed(sent))
  }

  function summed(sent: SubmittedDay) {
    const rounds = Array.from({ length: roundsPerEpoch(group) }, () => ({
      state: 'verified' as const,
      value: BigInt(random.below(MOST_WATT_HOURS))
    }))
    return sumDay(sent, rounds, random.bytes(32))
  }
}

/** The same members with the keys of another day. */
function rosterOf(
  { roster, members, collectorSeed }: RosterDay,
  gid: Uint8Array,
  utcDay: number
): { readonly roster: SignedRoster; readonly ownKeys: Uint8Array } {
  const keys = members.map(({ secrets }) =>
    signKeys(primitives, { gid, utcDay, exchangeKey: primitives.x25519.publicKey(secrets.exchange) }, secrets.identity)
  )
  const [own] = keys
  if (!own) throw new RangeError('a group without members')
  const ready = roster.enrols.flatMap((enrol, index) => {
    const one = keys[index]
    return one ? [{ enrol, keys: one }] : []
  })
  return {
    roster: signRoster(primitives, { gid, utcDay, attempt: 1 }, ready, [], collectorSeed),
    ownKeys: encodeKeys(own)
  }
}
