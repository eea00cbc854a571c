/** Parts from which tests build collectors that lie; the product's collector has no switch for it. */

import { sumSubmissions } from '../../../app/rounds/aggregate'
import { type MemberDay, decodeData, encodeData } from '../../../app/rounds/messages/data'
import { encodePublishedDay, splitPublishedDay } from '../../../app/rounds/messages/published-day'
import {
  type SignedRoster,
  decodeRoster,
  encodeRoster,
  encodeRosterBody,
  rosterHash
} from '../../../app/rounds/messages/roster'
import { type SignedSubmit, decodeSubmit } from '../../../app/rounds/messages/submit'
import { type RoundSum, type Sum, decodeSumBody, encodeSumBody, signSum } from '../../../app/rounds/messages/sum'
import { fromHex, toHex } from '../../../crypto'
import type { Collector } from '../../../services/collector/collector'
import { primitives } from './test-meter'
import type { CollectorParts } from './test-neighbourhood'
import { vectorWork } from './vector-cast'
import { roundsPerEpoch } from '../../../app/rounds/epoch'

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
  const lies = new Set<string>()
  const isLie = (signed: SignedRoster): boolean => lies.has(toHex(rosterHash(primitives, signed.body)))
  return {
    ...honest,
    rosters: (utcDay, memberId) =>
      honest
        .rosters(utcDay, memberId)
        .map(decodeRoster)
        .filter((signed) => !isLie(signed))
        .flatMap((signed) => change(signed, memberId, utcDay))
        .map((signed) => post(parts, lies, signed))
  }
}

export type Publication = { readonly days: readonly MemberDay[]; readonly sum: Sum }

/** Publishes something else than it summed, properly signed. */
export function publishing(
  honest: Collector,
  parts: CollectorParts,
  change: (publication: Publication) => Partial<Publication>
): Collector {
  const rounds = roundsPerEpoch(parts.group)
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

/** Takes every submission as it comes, and publishes the sum once all members of a roster have sent something. */
export function takingAnything(honest: Collector, parts: CollectorParts): Collector {
  const rounds = roundsPerEpoch(parts.group)
  const taken = new Map<string, Map<string, SignedSubmit>>()
  const sums = new Map<string, Uint8Array>()
  const sumUp = async (rho: string, submits: Map<string, SignedSubmit>): Promise<void> => {
    const { roster, enrols } = decodeRoster(parts.board.roster(fromHex(rho))!.wire)
    if (sums.has(rho) || submits.size < roster.members.length) return
    const inOrder = roster.members.map(({ memberId }) => submits.get(toHex(memberId))!.submit)
    const { data, sum } = await sumSubmissions(
      { primitives, work: vectorWork },
      parts.group,
      fromHex(rho),
      enrols,
      inOrder
    )
    parts.board.addToChain(primitives.sha256(encodeSumBody(sum)))
    sums.set(rho, encodePublishedDay(data, signSum(primitives, sum, parts.seed)))
  }
  return {
    ...honest,
    submit: (wire) => {
      const signed = decodeSubmit(wire, rounds)
      const rho = toHex(signed.submit.rho)
      taken.set(rho, (taken.get(rho) ?? new Map()).set(toHex(signed.submit.memberId), signed))
      return 'taken'
    },
    published: (rho) => sums.get(toHex(rho)) ?? null,
    step: async () => {
      await honest.step()
      for (const [rho, submits] of taken) await sumUp(rho, submits)
    }
  }
}

function post({ board, clock }: CollectorParts, lies: Set<string>, signed: SignedRoster): Uint8Array {
  const wire = encodeRoster(signed)
  const rho = rosterHash(primitives, signed.body)
  const { utcDay, attempt, members } = signed.roster
  if (!board.roster(rho)) {
    lies.add(toHex(rho))
    const memberIds = new Map(members.map(({ memberId }) => [toHex(memberId), memberId]))
    board.addRoster({ rho, utcDay, attempt, wire, at: clock.now() }, [...memberIds.values()])
  }
  return wire
}
