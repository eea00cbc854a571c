/**
 * A group that has joined, once, in memory; each schedule of a property goes on from there on a fork of its own. What
 * the forks compute alike (signatures, shared secrets, checks of the same sums) is computed once.
 */

import { createInProcessWork } from '../../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../../adapters/commitment-work/load-kernel'
import { type Clock, type Random, TransportError } from '../../../../app/ports'
import type { VerifiedRun } from '../../../../app/readings/chain-store'
import { createRounds } from '../../../../app/rounds/create-rounds'
import { encodeInvitation } from '../../../../app/rounds/invitation'
import { groupId } from '../../../../app/rounds/messages/group-parameters'
import type { RoundTransport } from '../../../../app/rounds/round-transport'
import type { RoundsDependencies } from '../../../../app/rounds/rounds-context'
import type { BoardStore } from '../../../../services/collector/board-store'
import { chainBoard } from '../../../../services/collector/chained-board'
import { type Collector, createCollector } from '../../../../services/collector/collector'
import { seededRandom } from '../../seeded-random'
import { type Fault, PowerCut } from '../chaos'
import { type Home, connectedTo, linkTo, settableClock } from '../test-household'
import { type TestMeter, createTestMeter, primitives as shared, timeOf } from '../test-meter'
import {
  type CollectorParts,
  FIRST_DAY,
  type NeighbourhoodOptions,
  directTransport,
  meterName,
  testGroup
} from '../test-neighbourhood'
import { type Cell, createCell } from './cell'
import { EMPTY_HOUSEHOLD, type HouseholdState } from './household-state'
import { type BoardState, EMPTY_BOARD, createMemoryBoardStore } from './memory-board-store'
import { createMemoryChainStore } from './memory-chain-store'
import { createMemoryPadLedger } from './memory-pad-ledger'
import { createMemoryRoundStore } from './memory-round-store'
import { rememberingHashes } from '../remembering-primitives'
import { rememberingWork } from './remembering-work'

/** What the schedules of a property play in: a fork, or a group on encrypted databases. */
export type Village = Omit<CollectorParts, 'clock' | 'seed'> & {
  readonly clock: Clock & { set(now: number): void }
  readonly collector: Pick<Collector, 'step' | 'findings' | 'blame'>
  readonly households: readonly Home[]
  /** What the meters measured last, by household and record. */
  values(): readonly (readonly bigint[])[]
  stepAll(now: number): Promise<void>
}

export type VillageOptions = Pick<NeighbourhoodOptions, 'wrap'> & {
  /** Changes how households reach the collector. */
  readonly reach?: (transport: RoundTransport) => RoundTransport
  /** What happens to the collector's next write; it starts again from its board. */
  readonly onBoardWrite?: () => Fault
}

export type Fork = Village & {
  /** Every meter measures the next records. */
  measure(): void
  readonly states: () => readonly HouseholdState[]
  /** Every x_i that was ever drawn, by household. */
  readonly secrets: readonly (readonly Uint8Array[])[]
}

export type PreparedGroup = {
  fork(options?: VillageOptions): Fork
  /** The same group when this has happened to it. */
  after(happens: (village: Fork) => Promise<unknown>): Promise<PreparedGroup>
}

type Preparation = Required<Pick<NeighbourhoodOptions, 'seed' | 'households' | 'mode' | 'seconds'>> & {
  /** How often `measure` may be called, and how many records it adds. */
  readonly runs: readonly number[]
}

type Prepared = {
  readonly group: ReturnType<typeof testGroup>
  readonly seed: Uint8Array
  readonly name: string
  readonly meters: readonly TestMeter[]
  readonly states: readonly HouseholdState[]
  readonly secrets: readonly (readonly Uint8Array[])[]
  readonly board: BoardState
  readonly now: number
  /** What was measured last. */
  readonly last: readonly (readonly bigint[])[]
  /** By run and household. */
  readonly runs: readonly (readonly { readonly run: VerifiedRun; readonly values: readonly bigint[] }[])[]
}

/** Pads too: the forks of a group make them of the same keys and lists. */
const primitives = rememberingHashes(shared)
const work = rememberingWork(createInProcessWork(loadKernel(), seededRandom('weights')))

export async function prepareGroup({
  seed: name,
  households,
  mode,
  seconds,
  runs
}: Preparation): Promise<PreparedGroup> {
  const random = seededRandom(name)
  const seed = random.bytes(32)
  const group = { ...testGroup(primitives.ed25519.publicKey(seed), seconds), mode }
  const meters = Array.from({ length: households }, (_, index) =>
    createTestMeter({ random, meterId: meterName(index), seconds, start: timeOf(FIRST_DAY) })
  )
  const empty = {
    states: meters.map(() => EMPTY_HOUSEHOLD),
    secrets: meters.map(() => []),
    last: [],
    board: EMPTY_BOARD
  }
  const base = openFork({ ...{ group, seed, name, meters, runs: [], now: timeOf(FIRST_DAY) }, ...empty }, 'base', {})
  const members = []
  for (const [index, { rounds, chains }] of base.households.entries()) {
    chains.hold(meters[index]!.genesis, 2)
    const invitation = { group, address: 'http://127.0.0.1:1', operator: 'Stromwerk Musterau', pin: null }
    members.push(await rounds.join(encodeInvitation(invitation)))
  }
  for (const { rounds } of base.households) for (const { identity } of members) rounds.confirmMember(identity)
  const measured = runs.map((records) =>
    meters.map((meter) => {
      const values = Array.from({ length: records }, () => BigInt(random.below(3000)))
      return { run: meter.nextDay(values), values }
    })
  )
  const { states, board } = base.kept()
  return forking({ ...empty, group, seed, name, meters, states, board, runs: measured, now: timeOf(FIRST_DAY) })
}

function forking(prepared: Prepared): PreparedGroup {
  return {
    fork: (options = {}) => openFork(prepared, 'fork', options),
    after: async (happens) => {
      const fork = openFork(prepared, 'fork', {})
      await happens(fork)
      return forking({ ...prepared, ...fork.kept() })
    }
  }
}

function openFork(
  { group, seed, name, meters, states, board: boardState, runs, now, last, secrets: drawn }: Prepared,
  kind: string,
  { wrap = (deps) => deps, reach = (transport) => transport, onBoardWrite = () => 'none' }: VillageOptions
): Fork & { readonly kept: () => Pick<Prepared, 'states' | 'board' | 'now' | 'runs' | 'last' | 'secrets'> } {
  const clock = settableClock(now)
  const gid = groupId(primitives, group)
  const boardCell = createCell(boardState)
  const board = chainBoard(fragileBoard(createMemoryBoardStore(boardCell), onBoardWrite), { primitives, gid, group })
  const parts = { board, seed, group, gid, clock }
  const collector = restarting(() => createCollector({ ...parts, primitives, work }))
  const cells = states.map((state) => createCell(state))
  const secrets = drawn.map((each) => [...each])
  const households = meters.map((meter, index): Home => {
    const random = noting(seededRandom(`${name} ${kind} ${String(index)}`), secrets[index]!)
    const connect = (): RoundTransport => reach(directTransport(collector))
    const keeping = keepingIn(cells[index]!)
    const start = (wrapped: typeof wrap): Pick<Home, 'rounds'> => {
      const deps: RoundsDependencies = {
        ...{ clock, random, primitives, work, ...keeping, connect, changed: () => undefined },
        ...{ meters: connectedTo(meter), meterLink: linkTo(meter, clock) }
      }
      return { rounds: createRounds(wrapped(deps)) }
    }
    const home: Home = {
      ...{ meter, ...keeping, ...start(wrap) },
      restart: (again = wrap) => {
        Object.assign(home, start(again))
      }
    }
    return home
  })
  let measured = 0
  let values = last
  return {
    ...{ board, group, gid, clock, collector, households, secrets },
    states: () => cells.map((cell) => cell.get()),
    kept: () => ({
      ...{ states: cells.map((cell) => cell.get()), board: boardCell.get(), now: clock.now(), secrets },
      ...{ runs: runs.slice(measured), last: values }
    }),
    values: () => values,
    measure: () => {
      const next = runs[measured++]
      if (!next) throw new RangeError('measure: not prepared')
      for (const [index, { run }] of next.entries()) households[index]!.chains.appendVerified(run)
      values = next.map((one) => one.values)
    },
    stepAll: async (now) => {
      clock.set(now)
      await collector.step()
      for (const household of households) await household.rounds.step()
      await collector.step()
    }
  }
}

/** A copy: the household may erase its own. */
function noting(random: Random, drawn: Uint8Array[]): Random {
  return {
    ...random,
    bytes: (length) => {
      const bytes = random.bytes(length)
      drawn.push(bytes.slice())
      return bytes
    }
  }
}

function keepingIn(cell: Cell<HouseholdState>): Pick<Home, 'store' | 'ledger' | 'chains'> {
  return {
    store: createMemoryRoundStore(cell),
    ledger: createMemoryPadLedger(cell),
    chains: createMemoryChainStore(cell, primitives)
  }
}

/** A power cut at the collector undoes what was not committed. */
function fragileBoard(board: BoardStore, onWrite: () => Fault): BoardStore {
  const fragile = Object.entries(board).map(([name, work]) => [
    name,
    name.startsWith('add')
      ? (...args: readonly unknown[]) => {
          const fault = onWrite()
          if (fault === 'before') throw new PowerCut()
          ;(work as (...args: readonly unknown[]) => void)(...args)
          if (fault !== 'none') throw new PowerCut()
        }
      : work
  ])
  return Object.fromEntries(fragile) as BoardStore
}

/** Starts again where its power was cut; whoever was speaking to it is told nothing. */
function restarting(make: () => Collector): Collector {
  let running = make()
  const survive = (error: unknown): void => {
    if (!(error instanceof PowerCut)) throw error
    running = make()
  }
  const names = Object.keys(running) as (keyof Collector)[]
  const calls = names.map((name) => [
    name,
    (...args: readonly unknown[]) => {
      try {
        return (running[name] as (...args: readonly unknown[]) => unknown)(...args)
      } catch (error) {
        survive(error)
        throw new TransportError('unreachable', 'collector')
      }
    }
  ])
  return {
    ...(Object.fromEntries(calls) as Collector),
    step: () => running.step().catch(survive)
  }
}
