/** What the steps of the rounds work with: the ports, and what is only worth remembering while the program runs. */

import { type Primitives, toHex } from '../../crypto'
import type { UtcSeconds } from '../domain/interval'
import type { Clock, CommitmentWork, Random } from '../ports'
import type { ChainStore } from '../readings/chain-store'
import type { MeterConnections } from '../readings/meter-connections'
import type { MeterLink } from '../readings/meter-link'
import { type EnrolChecker, createEnrolChecker } from './enrol-checker'
import { spanOf } from './epoch'
import type { PadLedger } from './pad-ledger'
import type { JoinedGroup, RoundStore } from './round-store'
import type { ConnectCollector, RoundTransport } from './round-transport'

export type RoundsDependencies = {
  readonly clock: Clock
  readonly random: Random
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly store: RoundStore
  readonly ledger: PadLedger
  readonly chains: ChainStore
  /** The meters of the household: they sign its ENROL, and in live groups they say what time it is. */
  readonly meters: Pick<MeterConnections, 'find'>
  readonly meterLink: Pick<MeterLink, 'signEnrolment' | 'describe'>
  readonly connect: ConnectCollector
  /** Something that a view shows has changed. */
  readonly changed: () => void
}

/** Why something that is due could not be done now; a code of the locales. */
export const TROUBLES = [
  'collector-unreachable',
  'collector-timeout',
  'collector-refused',
  'collector-too-large',
  'collector-malformed',
  'collector-unauthorised',
  'collector-wrong-certificate',
  'collector-rejects',
  'meter-taken',
  'group-full',
  'roster-not-for-us',
  'sum-not-on-board',
  'meter-did-not-sign',
  'clocks-apart'
] as const

export type Trouble = (typeof TROUBLES)[number]

export type Troubles = {
  /** Of a day; null speaks of the group as a whole. */
  set(gid: Uint8Array, utcDay: number | null, trouble: Trouble): void
  clear(gid: Uint8Array, utcDay: number | null): void
  get(gid: Uint8Array, utcDay: number | null): Trouble | null
}

export type RoundsContext = RoundsDependencies & {
  readonly checkEnrol: EnrolChecker
  readonly troubles: Troubles
  /** Wishes that the collector has heard since the program runs. */
  readonly wished: Set<string>
  /** By gid: since when nothing tells whether the PC's clock is right. */
  readonly unsureSince: Map<string, UtcSeconds>
  readonly transportOf: (group: JoinedGroup) => RoundTransport
}

export function createContext(deps: RoundsDependencies): RoundsContext {
  const transports = new Map<string, RoundTransport>()
  return {
    ...deps,
    checkEnrol: createEnrolChecker(deps.primitives),
    troubles: createTroubles(),
    wished: new Set(),
    unsureSince: new Map(),
    transportOf: ({ gid, group, address, operator, pin }) => {
      const name = `${toHex(gid)} ${address} ${operator} ${pin ? toHex(pin) : ''}`
      const known = transports.get(name)
      if (known) return known
      const made = deps.connect(address, operator, pin, (epoch) => spanOf(group, epoch).start)
      transports.set(name, made)
      return made
    }
  }
}

/** Ids (hex) that make a companion, and how many are wanted of a roster. */
export function companionRule(
  { store }: Pick<RoundsContext, 'store'>,
  group: JoinedGroup
): { readonly confirmed: ReadonlySet<string>; readonly companionsNeeded: number } {
  return { confirmed: store.confirmedMembers(), companionsNeeded: group.fewerAccepted ? 0 : COMPANIONS_NEEDED }
}

/** Companions that a roster must have (docs/protocol/rounds.md 3.1). */
export const COMPANIONS_NEEDED = 4

function createTroubles(): Troubles {
  const held = new Map<string, Trouble>()
  const name = (gid: Uint8Array, utcDay: number | null): string => `${toHex(gid)}:${String(utcDay)}`
  return {
    set: (gid, utcDay, trouble) => {
      held.set(name(gid, utcDay), trouble)
    },
    clear: (gid, utcDay) => {
      held.delete(name(gid, utcDay))
    },
    get: (gid, utcDay) => held.get(name(gid, utcDay)) ?? null
  }
}
