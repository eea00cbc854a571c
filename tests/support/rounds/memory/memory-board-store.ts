/** The port BoardStore in memory: appended to only, as in the database. */

import { compareBytes, concatBytes, equalBytes, toHex } from '../../../../crypto'
import { AppError } from '../../../../app/app-error'
import type { UtcSeconds } from '../../../../app/domain/interval'
import type { BoardEntry } from '../../../../app/rounds/messages/board'
import { decodeWish } from '../../../../app/rounds/messages/wish'
import type { BlameBoard, PostedDlist, PostedFinding } from '../../../../services/collector/blame-board'
import type { BoardStore, PostedRoster } from '../../../../services/collector/board-store'
import { type Cell, nameOf, withEntry, withNewEntry } from './cell'

type Posted = { readonly memberId: Uint8Array; readonly wire: Uint8Array }
type OfMember = Posted & { readonly rho: Uint8Array }

export type BoardState = {
  readonly founding: { readonly seed: Uint8Array; readonly parameters: Uint8Array } | null
  /** By hash. */
  readonly enrolments: ReadonlyMap<string, Posted & { readonly at: UtcSeconds }>
  readonly ends: ReadonlyMap<string, Uint8Array>
  /** By day and member. */
  readonly keys: ReadonlyMap<string, Posted & { readonly utcDay: number }>
  /** By rho. */
  readonly rosters: ReadonlyMap<string, PostedRoster & { readonly memberIds: readonly Uint8Array[] }>
  readonly published: ReadonlyMap<string, Uint8Array>
  readonly asks: ReadonlyMap<string, Uint8Array>
  /** By rho and member. */
  readonly submits: ReadonlyMap<string, OfMember>
  readonly refusals: ReadonlyMap<string, OfMember>
  readonly endorsements: ReadonlyMap<string, OfMember>
  /** By rho, member and t. */
  readonly dlists: ReadonlyMap<string, PostedDlist & { readonly rho: Uint8Array }>
  readonly findings: ReadonlyMap<string, PostedFinding>
  readonly wishes: ReadonlyMap<string, Posted>
  /** By position. */
  readonly chain: ReadonlyMap<number, BoardEntry>
}

export const EMPTY_BOARD: BoardState = {
  founding: null,
  ...{ enrolments: new Map(), ends: new Map(), keys: new Map(), rosters: new Map(), published: new Map() },
  ...{ asks: new Map(), submits: new Map(), refusals: new Map(), endorsements: new Map(), dlists: new Map() },
  ...{ findings: new Map(), wishes: new Map(), chain: new Map() }
}

export function createMemoryBoardStore(cell: Cell<BoardState>): BoardStore {
  return {
    ...membersIn(cell),
    ...rostersIn(cell),
    ...answersIn(cell),
    ...blameIn(cell),
    ...chainIn(cell),
    transaction: (work) => cell.transaction(work)
  }
}

const byMember = (a: { readonly memberId: Uint8Array }, b: { readonly memberId: Uint8Array }): number =>
  compareBytes(a.memberId, b.memberId)
const posted = ({ memberId, wire }: Posted): Posted => ({ memberId, wire })

type Members =
  | 'found'
  | 'enrolments'
  | 'enrolmentsAfter'
  | 'enrolledSince'
  | 'addEnrolment'
  | 'ends'
  | 'endsAfter'
  | 'addEnd'
  | 'wishes'
  | 'addWish'
type Keys = 'keys' | 'addKeys' | 'daysWithKeys'

function membersIn(cell: Cell<BoardState>): Pick<BoardStore, Members | Keys> {
  const { get, set } = cell
  return {
    found: (make, groupOf) => {
      const { founding } = get()
      const seed = founding?.seed ?? make()
      const parameters = groupOf(seed)
      if (founding && !equalBytes(founding.parameters, parameters)) throw new AppError('collector-group-changed')
      if (!founding) set({ founding: { seed, parameters } })
      return seed
    },
    enrolments: (memberId) =>
      [...get().enrolments.values()]
        .filter((enrolment) => !memberId || equalBytes(enrolment.memberId, memberId))
        .map(({ wire }) => wire),
    enrolmentsAfter: (count) => [...get().enrolments.values()].slice(count).map(({ wire }) => wire),
    enrolledSince: (time) => {
      const recent = [...get().enrolments.values()]
        .filter(({ at }) => at >= time)
        .map(({ memberId }) => toHex(memberId))
      return new Map(recent.map((id) => [id, recent.filter((other) => other === id).length]))
    },
    addEnrolment: (hash, memberId, wire, at) => {
      set({ enrolments: withNewEntry(get().enrolments, nameOf(hash), { memberId, wire, at }) })
    },
    ends: () => [...get().ends.values()],
    endsAfter: (count) => [...get().ends.values()].slice(count),
    addEnd: (wire) => {
      set({ ends: withEntry(get().ends, nameOf(wire), wire) })
    },
    keys: (utcDay) =>
      [...get().keys.values()]
        .filter((keys) => keys.utcDay === utcDay)
        .sort(byMember)
        .map(posted),
    addKeys: (utcDay, memberId, wire) => {
      const name = `${String(utcDay)} ${nameOf(memberId)}`
      set({ keys: withNewEntry(get().keys, name, { utcDay, memberId, wire }) })
    },
    daysWithKeys: (first, last) =>
      [...new Set([...get().keys.values()].map(({ utcDay }) => utcDay))]
        .filter((utcDay) => utcDay >= first && utcDay <= last)
        .sort((a, b) => a - b),
    wishes: () =>
      [...get().wishes.values()].sort(byMember).map(({ memberId, wire }) => ({ memberId, with: decodeWish(wire) })),
    addWish: (memberId, wire) => {
      set({ wishes: withEntry(get().wishes, nameOf(memberId), { memberId, wire }) })
    }
  }
}

type Rosters = 'rosters' | 'rostersOf' | 'roster' | 'addRoster' | 'lastRosterAt' | 'owing'

function rostersIn({ get, set }: Cell<BoardState>): Pick<BoardStore, Rosters> {
  type Kept = BoardState['rosters'] extends ReadonlyMap<string, infer Value> ? Value : never
  const without = ({ rho, utcDay, attempt, wire, at }: Kept): PostedRoster => ({ rho, utcDay, attempt, wire, at })
  const inOrder = (a: Kept, b: Kept): number => a.attempt - b.attempt || compareBytes(a.rho, b.rho)
  const all = (): Kept[] => [...get().rosters.values()]
  const submitted = (rho: Uint8Array, memberId: Uint8Array): boolean => get().submits.has(ofMember(rho, memberId))
  return {
    rosters: (utcDay) =>
      all()
        .filter((roster) => roster.utcDay === utcDay)
        .sort(inOrder)
        .map(without),
    rostersOf: (utcDay, memberId) =>
      all()
        .filter((roster) => roster.utcDay === utcDay && roster.memberIds.some((id) => equalBytes(id, memberId)))
        .sort(inOrder)
        .map(without),
    roster: (rho) => {
      const found = get().rosters.get(nameOf(rho))
      return found ? without(found) : null
    },
    addRoster: (roster, memberIds) => {
      set({ rosters: withNewEntry(get().rosters, nameOf(roster.rho), { ...roster, memberIds }) })
    },
    lastRosterAt: () => {
      const times = all().flatMap(({ attempt, at }): UtcSeconds[] => (attempt === 1 ? [at] : []))
      return times.sort((a, b) => b - a)[0] ?? null
    },
    owing: (from, to) =>
      new Set(
        all()
          .filter(({ at, rho }) => at >= from && at <= to && of(get().refusals, rho).length === 0)
          .flatMap(({ rho, memberIds }) => memberIds.filter((id) => !submitted(rho, id)).map(toHex))
      )
  }
}

const ofMember = (rho: Uint8Array, memberId: Uint8Array): string => `${nameOf(rho)}${nameOf(memberId)}`

function of(map: ReadonlyMap<string, OfMember>, rho: Uint8Array): Posted[] {
  return [...map.values()]
    .filter((one) => equalBytes(one.rho, rho))
    .sort(byMember)
    .map(posted)
}

type Answers = 'submits' | 'addSubmit' | 'answered' | 'refusals' | 'addRefusal' | 'awaitsSum' | 'published'

function answersIn({ get, set }: Cell<BoardState>): Pick<BoardStore, Answers | 'addPublished'> {
  return {
    submits: (rho) => of(get().submits, rho),
    addSubmit: (rho, memberId, wire) => {
      set({ submits: withNewEntry(get().submits, ofMember(rho, memberId), { rho, memberId, wire }) })
    },
    answered: (utcDay) => {
      const { submits, refusals, rosters } = get()
      return new Set(
        [...submits.values(), ...refusals.values()]
          .filter(({ rho }) => rosters.get(nameOf(rho))?.utcDay === utcDay)
          .map(({ memberId }) => toHex(memberId))
      )
    },
    refusals: (rho) => of(get().refusals, rho),
    addRefusal: (rho, memberId, wire) => {
      set({ refusals: withNewEntry(get().refusals, ofMember(rho, memberId), { rho, memberId, wire }) })
    },
    awaitsSum: (rho) => {
      const { published, submits, rosters } = get()
      return (
        !published.has(nameOf(rho)) && of(submits, rho).length === (rosters.get(nameOf(rho))?.memberIds.length ?? 0)
      )
    },
    published: (rho) => get().published.get(nameOf(rho)) ?? null,
    addPublished: (rho, wire) => {
      set({ published: withNewEntry(get().published, nameOf(rho), wire) })
    }
  }
}

function blameIn({ get, set }: Cell<BoardState>): BlameBoard {
  return {
    endorsements: (rho) => of(get().endorsements, rho),
    addEndorsement: (rho, memberId, wire) => {
      set({ endorsements: withNewEntry(get().endorsements, ofMember(rho, memberId), { rho, memberId, wire }) })
    },
    ask: (rho) => get().asks.get(nameOf(rho)) ?? null,
    addAsk: (rho, wire) => {
      if (!get().asks.has(nameOf(rho))) set({ asks: withEntry(get().asks, nameOf(rho), wire) })
    },
    dlists: (rho) =>
      [...get().dlists.values()]
        .filter((dlist) => equalBytes(dlist.rho, rho))
        .sort((a, b) => a.t - b.t || byMember(a, b))
        .map(({ memberId, t, wire }) => ({ memberId, t, wire })),
    addDlist: (rho, dlist) => {
      const name = `${ofMember(rho, dlist.memberId)}${String(dlist.t)}`
      set({ dlists: withNewEntry(get().dlists, name, { rho, ...dlist }) })
    },
    findings: (rho) => [...get().findings.values()].filter((finding) => equalBytes(finding.rho, rho)),
    findingsSince: (time) => [...get().findings.values()].filter(({ at }) => at >= time),
    addFinding: (finding) => {
      const { findings } = get()
      if (!findings.has(nameOf(finding.wire))) set({ findings: withEntry(findings, nameOf(finding.wire), finding) })
    }
  }
}

type Chain = 'lastChainEntry' | 'chainEntry' | 'digestsAfter' | 'addChainEntry'

function chainIn({ get, set }: Cell<BoardState>): Pick<BoardStore, Chain> {
  const inOrder = (): BoardEntry[] => [...get().chain.values()].sort((a, b) => a.position - b.position)
  return {
    lastChainEntry: () => inOrder().at(-1) ?? null,
    chainEntry: (position) => get().chain.get(position) ?? null,
    digestsAfter: (position, most) =>
      concatBytes(
        ...inOrder()
          .filter((entry) => entry.position > position)
          .slice(0, most)
          .map(({ digest }) => digest)
      ),
    addChainEntry: (entry) => {
      set({ chain: withNewEntry(get().chain, entry.position, entry) })
    }
  }
}
