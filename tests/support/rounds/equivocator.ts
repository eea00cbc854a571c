/**
 * A collector of a live group that shows each home another list for each attempt, keeps ENDORSEs back from some, signs
 * for the homes that work for it, takes every SUBMIT, publishes nothing, and keeps everything it sees.
 */

import { signRoster } from '../../../app/rounds/aggregate'
import { makeEndorse } from '../../../app/rounds/live/endorse-roster'
import { attemptAt } from '../../../app/rounds/live/live-schedule'
import { encodeEndorse } from '../../../app/rounds/messages/endorse'
import { decodeRoster, encodeRoster, rosterHash } from '../../../app/rounds/messages/roster'
import { type SignedSubmit, decodeSubmit } from '../../../app/rounds/messages/submit'
import { toHex } from '../../../crypto'
import type { Collector } from '../../../services/collector/collector'
import { readyMembers } from '../../../services/collector/post-rosters'
import type { SeededRandom } from '../seeded-random'
import { primitives } from './test-meter'
import type { CollectorParts } from './test-neighbourhood'
import { vectorWork } from './vector-cast'

/** A home that works for the collector. Both secret. */
export type Colluder = { readonly memberId: Uint8Array; readonly identity: Uint8Array; readonly exchange: Uint8Array }

/** What is shown in one attempt; members by id in hex. */
export type Plan = {
  readonly lists: readonly ReadonlySet<string>[]
  /** Which list a member is shown; none where it is shown none. */
  readonly shownTo: ReadonlyMap<string, number>
  /** Who gets no ENDORSEs. */
  readonly keptFrom: ReadonlySet<string>
}

export type Equivocator = {
  /** For each attempt what to show. */
  plans: readonly Plan[]
  colluders: readonly Colluder[]
  /** Who is connected (hex): what is asked names a roster only, but a collector can tell connections apart. */
  asking: string
  /** Everything that came in, in order. */
  readonly submits: SignedSubmit[]
}

export function createEquivocator(): Equivocator & { wrap(honest: Collector, parts: CollectorParts): Collector } {
  const state: Equivocator = { plans: [], colluders: [], asking: '', submits: [] }
  return Object.assign(state, { wrap: (honest: Collector, parts: CollectorParts) => lying(state, honest, parts) })
}

function lying(state: Equivocator, honest: Collector, parts: CollectorParts): Collector {
  const { board, group, gid, clock, seed } = parts
  /** Signs the list, puts it on the board and lets those who work for it endorse. */
  const post = (t: number, attempt: number, list: ReadonlySet<string>): Uint8Array => {
    const ready = readyMembers({ ...parts, primitives, work: vectorWork }, t, new Set())
    const chosen = ready.filter(({ enrol }) => list.has(toHex(enrol.enrol.memberId)))
    const signed = signRoster(primitives, { gid, utcDay: t, attempt }, chosen, [], seed)
    const rho = rosterHash(primitives, signed.body)
    const wire = encodeRoster(signed)
    if (board.roster(rho)) return wire
    const memberIds = signed.roster.members.map(({ memberId }) => memberId)
    board.addRoster({ rho, utcDay: t, attempt, wire, at: clock.now() }, memberIds)
    for (const { memberId, ...secrets } of state.colluders) {
      const endorse = makeEndorse(primitives, signed.roster, rho, t, secrets)
      board.addEndorsement(rho, memberId, encodeEndorse(endorse), clock.now())
    }
    return wire
  }
  return {
    ...honest,
    rosters: (t, memberId) => {
      const attempt = attemptAt(group, t, clock.now())
      const plan = attempt === null ? undefined : state.plans[attempt - 1]
      const list = plan?.lists[plan.shownTo.get(toHex(memberId)) ?? -1]
      return attempt !== null && list ? [post(t, attempt, list)] : []
    },
    endorsements: (rho) => {
      const attempt = board.roster(rho)?.attempt ?? 0
      return state.plans[attempt - 1]?.keptFrom.has(state.asking) ? [] : honest.endorsements(rho)
    },
    submit: (wire) => {
      state.submits.push(decodeSubmit(wire, 1))
      return 'taken'
    },
    published: () => null,
    step: () => Promise.resolve()
  }
}

/** Lists of at least n_min with all who work for K, and what each of the others is shown and told, at random. */
export function randomPlan(
  random: SeededRandom,
  honest: readonly string[],
  colluders: readonly string[],
  minRoster: number
): Plan {
  const lists = Array.from({ length: 1 + random.below(3) }, () => {
    const size = minRoster - colluders.length + random.below(honest.length + colluders.length - minRoster + 1)
    return new Set([...colluders, ...shuffled(random, honest).slice(0, size)])
  })
  const shownTo = new Map<string, number>()
  for (const id of honest) {
    // Mostly the first one: lists that nobody agrees on teach nothing.
    const choice = random.below(4) === 0 ? random.below(lists.length + 1) : 0
    if (lists[choice]?.has(id)) shownTo.set(id, choice)
  }
  return { lists, shownTo, keptFrom: new Set(honest.filter(() => random.below(4) === 0)) }
}

function shuffled<Item>(random: SeededRandom, items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, key: random.below(1_000_000) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}

/** Ids of a roster on the board. */
export function membersUnder(
  { board }: CollectorParts,
  rho: Uint8Array
): ReturnType<typeof decodeRoster>['roster']['members'] {
  return decodeRoster(board.roster(rho)!.wire).roster.members
}
