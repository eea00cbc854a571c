/** The port RoundStore in memory; tests/property/rounds/stores-agree.test.ts holds it equal to the encrypted database. */

import { compareBytes, equalBytes } from '../../../../crypto'
import type { StoredDay } from '../../../../app/rounds/day-states'
import type { LiveRound } from '../../../../app/rounds/live/live-states'
import type { LiveStore } from '../../../../app/rounds/live/live-store'
import type { RoundStore, SeenRoster } from '../../../../app/rounds/round-store'
import { type Cell, nameOf, withEntry, withNewEntry } from './cell'
import { type GroupState, type HouseholdState, NOTHING_OF_GROUP } from './household-state'

type Of = {
  get(gid: Uint8Array): GroupState
  set(gid: Uint8Array, change: Partial<GroupState>): void
  readonly transaction: RoundStore['transaction']
}

const OPEN_DAYS: readonly string[] = ['offered', 'refused', 'submitted']
const OPEN_ROUNDS: readonly string[] = ['offered', 'endorsed', 'armed', 'submitted']

export function createMemoryRoundStore(cell: Cell<HouseholdState>): RoundStore {
  const of: Of = {
    get: (gid) => cell.get().kept.get(nameOf(gid)) ?? NOTHING_OF_GROUP,
    set: (gid, change) => {
      const { kept } = cell.get()
      cell.set({ kept: withEntry(kept, nameOf(gid), { ...(kept.get(nameOf(gid)) ?? NOTHING_OF_GROUP), ...change }) })
    },
    transaction: (work) => cell.transaction(work)
  }
  return {
    ...groupsIn(cell),
    ...numbersIn(cell),
    ...daysIn(of),
    ...rostersIn(of),
    ...wordsIn(of),
    ...liveIn(of),
    ...boardIn(of),
    transaction: (work) => cell.transaction(work)
  }
}

type Groups = 'groups' | 'addGroup' | 'changeGroup' | 'confirmedMembers' | 'confirmMember' | 'forgetMember'

function groupsIn(cell: Cell<HouseholdState>): Pick<RoundStore, Groups> {
  return {
    groups: () => [...cell.get().groups.values()].sort((a, b) => a.joinedAt - b.joinedAt || compareBytes(a.gid, b.gid)),
    addGroup: (group) => {
      cell.set({ groups: withNewEntry(cell.get().groups, nameOf(group.gid), group) })
    },
    changeGroup: (gid, change) => {
      const { groups } = cell.get()
      const group = groups.get(nameOf(gid))
      if (!group) throw new TypeError('group: not joined')
      cell.set({ groups: withEntry(groups, nameOf(gid), { ...group, ...change }) })
    },
    confirmedMembers: () => cell.get().confirmed,
    confirmMember: (id) => {
      cell.set({ confirmed: new Set([...cell.get().confirmed, id]) })
    },
    forgetMember: (id) => {
      cell.set({ confirmed: new Set([...cell.get().confirmed].filter((other) => other !== id)) })
    }
  }
}

/** As many as the port promises to keep. */
const MOST_NUMBERS = 100

function numbersIn({ get, set }: Cell<HouseholdState>): Pick<RoundStore, 'keptNumbers' | 'keepNumber' | 'dropNumber'> {
  return {
    keptNumbers: () => get().numbers,
    keepNumber: (number) => {
      set({ numbers: [...get().numbers.filter((other) => other !== number), number].slice(-MOST_NUMBERS) })
    },
    dropNumber: (number) => {
      set({ numbers: get().numbers.filter((other) => other !== number) })
    }
  }
}

function daysIn({ get, set }: Of): Pick<RoundStore, 'day' | 'days' | 'openDays' | 'saveDay' | 'counts'> {
  const ascending = (gid: Uint8Array): StoredDay[] => [...get(gid).days.values()].sort((a, b) => a.utcDay - b.utcDay)
  return {
    day: (gid, utcDay) => get(gid).days.get(utcDay) ?? null,
    days: (gid, limit) => ascending(gid).reverse().slice(0, limit),
    openDays: (gid) =>
      ascending(gid).filter((day) => OPEN_DAYS.includes(day.phase) || ('exchange' in day && day.exchange !== null)),
    saveDay: (gid, day) => {
      set(gid, { days: withEntry(get(gid).days, day.utcDay, day) })
    },
    counts: (gid) => {
      const sent = ascending(gid).filter(
        (day) => 'submitWire' in day || (day.phase === 'lost' && day.submission !== null)
      )
      const withSum = sent.filter((day) => day.phase === 'summed' && day.outcome !== 'false-sum')
      return { submitted: sent.length, withoutSum: sent.length - withSum.length }
    }
  }
}

type Rosters = 'rosters' | 'rostersAsSeen' | 'roster' | 'forgetRosters' | 'newestRoster' | 'saveRoster'

function rostersIn({ get, set }: Of): Pick<RoundStore, Rosters> {
  const inOrder = (a: SeenRoster, b: SeenRoster): number => a.attempt - b.attempt || compareBytes(a.rho, b.rho)
  const seen = (gid: Uint8Array, utcDay: number): SeenRoster[] =>
    [...get(gid).rosters.values()].filter((roster) => roster.utcDay === utcDay)
  return {
    rosters: (gid, utcDay) => seen(gid, utcDay).sort(inOrder),
    rostersAsSeen: seen,
    roster: (gid, rho) => get(gid).rosters.get(nameOf(rho)) ?? null,
    forgetRosters: (gid, before) => {
      set(gid, { rosters: new Map([...get(gid).rosters].filter(([, { utcDay }]) => utcDay >= before)) })
    },
    newestRoster: (gid) =>
      [...get(gid).rosters.values()].sort(
        (a, b) => b.utcDay - a.utcDay || b.attempt - a.attempt || compareBytes(a.rho, b.rho)
      )[0] ?? null,
    saveRoster: (roster) => {
      const { rosters } = get(roster.gid)
      const known = rosters.get(nameOf(roster.rho))
      const { wire, refusal, refuseDelivered } = roster
      const kept = known ? { ...known, wire, refusal, refuseDelivered } : roster
      set(roster.gid, { rosters: withEntry(rosters, nameOf(roster.rho), kept) })
    }
  }
}

type Words = 'neighbours' | 'nameNeighbours' | 'ends' | 'addEnd' | 'addEvidence' | 'evidence' | 'dlists' | 'saveDlist'
type Owed = 'owedDays' | 'oweAnswer' | 'settleAnswer'

function wordsIn({ get, set }: Of): Pick<RoundStore, Words | Owed> {
  return {
    neighbours: (gid) => get(gid).neighbours,
    nameNeighbours: (gid, meterIds) => {
      set(gid, { neighbours: new Map([...get(gid).neighbours, ...meterIds]) })
    },
    ends: (gid) => [...get(gid).ends.values()],
    addEnd: (gid, wire) => {
      set(gid, { ends: withEntry(get(gid).ends, nameOf(wire), wire) })
    },
    evidence: (gid) => [...get(gid).evidence.values()].sort((a, b) => a.utcDay - b.utcDay || a.at - b.at),
    addEvidence: (added) => {
      const { evidence } = get(added.gid)
      if (!evidence.has(nameOf(added.bytes))) {
        set(added.gid, { evidence: withEntry(evidence, nameOf(added.bytes), added) })
      }
    },
    dlists: (gid, rho) =>
      [...get(gid).dlists.values()].filter((dlist) => equalBytes(dlist.rho, rho)).sort((a, b) => a.t - b.t),
    saveDlist: (gid, dlist) => {
      const { dlists } = get(gid)
      const name = `${nameOf(dlist.rho)} ${String(dlist.t)}`
      const known = dlists.get(name)
      set(gid, {
        dlists: withEntry(dlists, name, known ? { ...known, delivered: dlist.delivered } : dlist)
      })
    },
    owedDays: (gid) => [...get(gid).owed].sort((a, b) => a - b),
    oweAnswer: (gid, utcDay) => {
      set(gid, { owed: new Set([...get(gid).owed, utcDay]) })
    },
    settleAnswer: (gid, utcDay) => {
      set(gid, { owed: new Set([...get(gid).owed].filter((other) => other !== utcDay)) })
    }
  }
}

function liveIn({ get, set }: Of): LiveStore {
  const ascending = (gid: Uint8Array): LiveRound[] => [...get(gid).rounds.values()].sort((a, b) => a.t - b.t)
  return {
    round: (gid, t) => get(gid).rounds.get(t) ?? null,
    roundsBetween: (gid, first, last) => ascending(gid).filter(({ t }) => t >= first && t <= last),
    openRounds: (gid) =>
      ascending(gid).filter(({ phase, exchange }) => OPEN_ROUNDS.includes(phase) || exchange !== null),
    saveRound: (gid, round) => {
      set(gid, { rounds: withEntry(get(gid).rounds, round.t, round) })
    },
    roundCounts: (gid, since) => {
      const sent = ascending(gid).flatMap((round) => {
        const submission = round.phase === 'ended' ? round.submission : 'submitWire' in round ? round : null
        return submission && submission.submittedAt >= since ? [round] : []
      })
      const verified = sent.filter((round) => round.phase === 'summed' && round.outcome === 'verified')
      return { submitted: sent.length, withoutSum: sent.length - verified.length }
    },
    endorsed: (gid, t) =>
      [...get(gid).endorsed.values()].filter((one) => one.t === t).map(({ rho, delivered }) => ({ rho, delivered })),
    saveEndorsed: (gid, t, { rho, delivered }) => {
      set(gid, { endorsed: withEntry(get(gid).endorsed, nameOf(rho), { t, rho, delivered }) })
    },
    leaveAbove: (gid) => get(gid).leaveAbove,
    setLeaveAbove: (gid, percent) => {
      set(gid, { leaveAbove: percent })
    }
  }
}

type Board = 'boardHead' | 'extendBoard' | 'boardHashAfter' | 'forgetBoard'

/** Without the limit of the entries that are kept: no test's board grows that long. */
function boardIn({ get, set, transaction }: Of): Pick<RoundStore, Board> {
  return {
    boardHead: (gid) => get(gid).board,
    extendBoard: (gid, board, entries) => {
      transaction(() => {
        let boardEntries = get(gid).boardEntries
        for (const entry of entries) boardEntries = withNewEntry(boardEntries, entry.position, entry)
        set(gid, { board, boardEntries })
      })
    },
    boardHashAfter: (gid, digest) =>
      [...get(gid).boardEntries.values()]
        .filter((entry) => equalBytes(entry.digest, digest))
        .sort((a, b) => a.position - b.position)[0]?.hash ?? null,
    forgetBoard: (gid) => {
      set(gid, { board: null, boardEntries: new Map() })
    }
  }
}
