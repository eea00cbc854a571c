/** Parts from which tests build collectors that lie; the product's collector has no switch for it. */

import { sumSubmissions } from '../../../app/rounds/aggregate'
import { type MemberDay, decodeData, encodeData } from '../../../app/rounds/messages/data'
import { roundsPerDay } from '../../../app/rounds/messages/group-parameters'
import { encodePublishedDay, splitPublishedDay } from '../../../app/rounds/messages/published-day'
import {
  type SignedRoster,
  decodeRoster,
  encodeRoster,
  encodeRosterBody,
  rosterHash
} from '../../../app/rounds/messages/roster'
import { type SignedSubmit, decodeSubmit } from '../../../app/rounds/messages/submit'
import { type RoundSum, type Sum, decodeSumBody, signSum } from '../../../app/rounds/messages/sum'
import { equalBytes } from '../../../crypto'
import type { Collector } from '../../../services/collector/collector'
import { primitives } from './test-meter'
import type { CollectorParts } from './test-neighbourhood'
import { vectorWork } from './vector-cast'

/** A roster changed and signed again by K. */
export function resignRoster(
  { seed }: Pick<CollectorParts, 'seed'>,
  signed: SignedRoster,
  change: Partial<SignedRoster['roster']>,
  rest: Partial<SignedRoster> = {}
): SignedRoster {
  const roster = { ...signed.roster, ...change }
  const body = encodeRosterBody(roster)
  return { ...signed, ...rest, roster, body, signature: primitives.ed25519.sign(seed, body) }
}

/** Only these members (by index in the honest roster), signed again. */
export function thinnedRoster(
  parts: Pick<CollectorParts, 'seed'>,
  signed: SignedRoster,
  keep: (index: number) => boolean,
  attempt = signed.roster.attempt
): SignedRoster {
  const pick = <Item>(list: readonly Item[]): Item[] => list.filter((_, index) => keep(index))
  return resignRoster(
    parts,
    signed,
    { members: pick(signed.roster.members), attempt },
    { enrols: pick(signed.enrols), keys: pick(signed.keys) }
  )
}

/** Shows other rosters than the honest ones, and takes what is submitted under them. */
export function showingRosters(
  honest: Collector,
  parts: CollectorParts,
  change: (signed: SignedRoster, memberId: Uint8Array, utcDay: number) => readonly SignedRoster[]
): Collector {
  return {
    ...honest,
    rosters: (utcDay, memberId) =>
      honest
        .rosters(utcDay, memberId)
        .flatMap((wire) => change(decodeRoster(wire), memberId, utcDay))
        .map((signed) => post(parts, signed))
  }
}

export type Publication = { readonly days: readonly MemberDay[]; readonly sum: Sum }

/** Publishes something else than it summed, properly signed. */
export function publishing(
  honest: Collector,
  parts: CollectorParts,
  change: (publication: Publication) => Partial<Publication>
): Collector {
  const rounds = roundsPerDay(parts.group)
  return {
    ...honest,
    published: (rho) => {
      const wire = honest.published(rho)
      const posted = parts.board.roster(rho)
      if (!wire || !posted) return null
      const members = decodeRoster(posted.wire).roster.members.length
      const { data, body } = splitPublishedDay(wire, members, rounds)
      const publication = { days: decodeData(data, members, rounds), sum: decodeSumBody(body, rounds) }
      const changed = { ...publication, ...change(publication) }
      const bytes = encodeData(changed.days)
      return encodePublishedDay(
        bytes,
        signSum(primitives, { ...changed.sum, dataHash: primitives.sha256(bytes) }, parts.seed)
      )
    }
  }
}

/** One round of a sum replaced. */
export function withRound(sum: Sum, index: number, round: (old: RoundSum & { ok: true }) => RoundSum): Sum {
  return {
    ...sum,
    rounds: sum.rounds.map((old, at) => (at === index && old.ok ? round(old) : old))
  }
}

/** Publishes the sum of submissions that the honest collector would have refused. */
export async function sumAnyway(
  parts: CollectorParts,
  rho: Uint8Array,
  wires: readonly Uint8Array[]
): Promise<Uint8Array> {
  const { roster, enrols } = decodeRoster(parts.board.roster(rho)!.wire)
  const submits = roster.members.map(({ memberId }) => find(wires, parts, memberId).submit)
  const { data, sum } = await sumSubmissions({ primitives, work: vectorWork }, parts.group, rho, enrols, submits)
  return encodePublishedDay(data, signSum(primitives, sum, parts.seed))
}

function find(wires: readonly Uint8Array[], { group }: CollectorParts, memberId: Uint8Array): SignedSubmit {
  const all = wires.map((wire) => decodeSubmit(wire, roundsPerDay(group)))
  return all.find(({ submit }) => equalBytes(submit.memberId, memberId))!
}

function post({ board, clock }: CollectorParts, signed: SignedRoster): Uint8Array {
  const wire = encodeRoster(signed)
  const rho = rosterHash(primitives, signed.body)
  const { utcDay, attempt } = signed.roster
  // Not on the list of any member: the honest part does not show it to anybody by itself.
  if (!board.roster(rho)) board.addRoster({ rho, utcDay, attempt, wire, at: clock.now() }, [])
  return wire
}
