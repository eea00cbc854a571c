/** What a household keeps, in memory: the same as its tables, one map for each. */

import { type UtcSeconds, toUtcSeconds } from '../../../../app/domain/interval'
import type { ChainEntry, HeldChain, KeyEra, RegisterReading } from '../../../../app/readings/chain-store'
import type { KeptDlist } from '../../../../app/rounds/blame-store'
import type { BoardHead } from '../../../../app/rounds/board-memory'
import type { StoredDay } from '../../../../app/rounds/day-states'
import type { LiveRound } from '../../../../app/rounds/live/live-states'
import type { Endorsed } from '../../../../app/rounds/live/live-store'
import type { BoardEntry } from '../../../../app/rounds/messages/board'
import type { JoinedGroup, RoundEvidence, SeenRoster } from '../../../../app/rounds/round-store'

/** Of one group. Maps by t or day keep no order, maps by bytes that of the rows. */
export type GroupState = {
  readonly days: ReadonlyMap<number, StoredDay>
  readonly rounds: ReadonlyMap<number, LiveRound>
  /** By rho. */
  readonly rosters: ReadonlyMap<string, SeenRoster>
  readonly endorsed: ReadonlyMap<string, Endorsed & { readonly t: number }>
  /** By rho and t. */
  readonly dlists: ReadonlyMap<string, KeptDlist>
  readonly ends: ReadonlyMap<string, Uint8Array>
  readonly evidence: ReadonlyMap<string, RoundEvidence>
  /** Meter numbers by id. */
  readonly neighbours: ReadonlyMap<string, string>
  readonly owed: ReadonlySet<number>
  readonly leaveAbove: number | null
  readonly board: BoardHead | null
  readonly boardEntries: ReadonlyMap<number, BoardEntry>
}

export type ChainState = {
  readonly held: HeldChain
  readonly entries: readonly ChainEntry[]
  readonly registers: ReadonlyMap<number, RegisterReading>
  readonly eras: readonly KeyEra[]
}

export type HouseholdState = {
  /** By gid. */
  readonly groups: ReadonlyMap<string, JoinedGroup>
  readonly kept: ReadonlyMap<string, GroupState>
  readonly confirmed: ReadonlySet<string>
  /** Safety numbers taken down, oldest first. */
  readonly numbers: readonly string[]
  /** Rule W's log: rho by meter, register and interval. */
  readonly pads: ReadonlyMap<string, Uint8Array>
  readonly floor: UtcSeconds
  /** By meter and register. */
  readonly chains: ReadonlyMap<string, ChainState>
}

export const NOTHING_OF_GROUP: GroupState = {
  ...{ days: new Map(), rounds: new Map(), rosters: new Map(), endorsed: new Map(), dlists: new Map() },
  ...{ ends: new Map(), evidence: new Map(), neighbours: new Map(), owed: new Set() },
  ...{ leaveAbove: null, board: null, boardEntries: new Map() }
}

export const EMPTY_HOUSEHOLD: HouseholdState = {
  ...{ groups: new Map(), kept: new Map(), confirmed: new Set(), pads: new Map() },
  numbers: [],
  floor: toUtcSeconds(0),
  chains: new Map()
}
