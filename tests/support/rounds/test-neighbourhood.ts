/** Households with meters, and a real collector on a board of its own, all in this process. */

import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import type { Database } from '../../../adapters/storage/database'
import { OBIS_DRAWN } from '../../../app/domain/meter/meter'
import type { Clock } from '../../../app/ports'
import { encodeInvitation } from '../../../app/rounds/invitation'
import { type GroupParameters, groupId } from '../../../app/rounds/messages/group-parameters'
import type { ConnectCollector, PostOutcome, RoundTransport } from '../../../app/rounds/round-transport'
import { type Collector, createCollector } from '../../../services/collector/collector'
import type { Receipt } from '../../../services/collector/receive'
import { type ChainedBoard, chainBoard } from '../../../services/collector/chained-board'
import { boardMigrations, createSqliteBoardStore } from '../../../services/collector/sqlite-board-store'
import { type SeededRandom, seededRandom } from '../seeded-random'
import { fastFolder } from './fast-folder'
import { migratedDatabases } from './migrated-database'
import { type TestHousehold, type TestHouseholdOptions, createTestHousehold, settableClock } from './test-household'
import { createTestMeter, primitives, timeOf } from './test-meter'
import { roundsPerEpoch } from '../../../app/rounds/epoch'

export const FIRST_DAY = 20_500
/** Four rounds a day keep tests quick; the protocol knows no other difference. */
export const SECONDS = 21_600

const boards = migratedDatabases(boardMigrations)

export type NeighbourhoodOptions = {
  readonly seed: string
  readonly households?: number
  readonly seconds?: number
  readonly minRoster?: number
  readonly mode?: GroupParameters['mode']
  /** How households reach the collector; directly when absent. */
  readonly connect?: (collector: Collector) => ConnectCollector
  /** Wraps the ports of every household. */
  readonly wrap?: TestHouseholdOptions['wrap']
  readonly keepsDatabaseOpen?: boolean
  /** What the households speak to instead of the honest collector. */
  readonly replace?: (collector: Collector, parts: CollectorParts) => Collector
}

export type CollectorParts = {
  readonly board: ChainedBoard
  readonly seed: Uint8Array
  readonly group: GroupParameters
  readonly gid: Uint8Array
  readonly clock: Clock
}

export type Neighbourhood = CollectorParts & {
  readonly random: SeededRandom
  readonly clock: Clock & { set(now: number): void }
  readonly collector: Collector
  readonly households: readonly TestHousehold[]
  readonly invitation: ReturnType<typeof encodeInvitation>
  readonly database: Database
  /** Everybody joins at the start of the first day, everybody has verified everybody. */
  join(): Promise<void>
  /** Every meter measures the next day; @returns values by household and round. */
  measure(): bigint[][]
  /** Sets the clock, lets the collector and then every household do what is due. */
  stepAll(now: number): Promise<void>
}

export function createNeighbourhood(options: NeighbourhoodOptions): Neighbourhood {
  const { households: count = 10, seconds = SECONDS, minRoster = 10, mode = 'batch' } = options
  const random = seededRandom(options.seed)
  const folder = fastFolder()
  const clock = settableClock(timeOf(FIRST_DAY))
  const database = boards.open(join(folder, 'collector.db'))
  const seed = random.bytes(32)
  const group = { ...testGroup(primitives.ed25519.publicKey(seed), seconds, minRoster), mode }
  const gid = groupId(primitives, group)
  const board = chainBoard(createSqliteBoardStore(database), { primitives, gid, group })
  const work = createInProcessWork(loadKernel(), random)
  const parts: CollectorParts = { board, seed, group, gid, clock }
  const honest = createCollector({ ...parts, primitives, work })
  const collector = options.replace?.(honest, parts) ?? honest
  const connect = options.connect?.(collector) ?? (() => directTransport(collector))
  const households = Array.from({ length: count }, (_, index) =>
    createTestHousehold({
      ...{ file: join(folder, `household-${String(index)}.db`), clock, random, connect },
      ...(options.wrap ? { wrap: options.wrap } : {}),
      keepsDatabaseOpen: options.keepsDatabaseOpen ?? false,
      meter: createTestMeter({ random, meterId: meterName(index), seconds, start: timeOf(FIRST_DAY) })
    })
  )
  onTestFinished(() => {
    for (const household of households) household.close()
    database.close()
  })
  const invitation = encodeInvitation({
    group,
    address: 'http://127.0.0.1:1',
    operator: 'Stromwerk Musterau',
    pin: null
  })
  const stepAll = async (now: number): Promise<void> => {
    clock.set(now)
    await collector.step()
    for (const household of households) await household.rounds.step()
    await collector.step()
  }
  return {
    ...{ ...parts, clock, random, collector, households, invitation, database, stepAll },
    join: async () => {
      const members = []
      for (const household of households) members.push(await household.rounds.join(invitation))
      for (const { rounds } of households) for (const { identity } of members) rounds.confirmMember(identity)
    },
    measure: () =>
      households.map((household) => {
        const values = Array.from({ length: roundsPerEpoch(group) }, () => BigInt(random.below(3000)))
        household.chains.appendVerified(household.meter.nextDay(values))
        return values
      })
  }
}

export function testGroup(collectorKey: Uint8Array, seconds = SECONDS, minRoster = 10): GroupParameters {
  return {
    ...{ collectorKey, name: 'Lindenhof', profile: 'S', mode: 'batch', obis: OBIS_DRAWN, unitExp: 0 },
    ...{ seconds, maxValue: 200_000n, minRoster }
  }
}

export function meterName(index: number): string {
  return `1WVT${String(index).padStart(10, '0')}`
}

const OUTCOMES: Readonly<Record<Receipt, PostOutcome>> = {
  ...{ taken: 'accepted', late: 'late', early: 'rejected', malformed: 'rejected', forbidden: 'rejected' },
  ...{ unknown: 'rejected', conflict: 'rejected', full: 'rejected' }
}

/** The same bytes as over HTTP, without the wire. */
export function directTransport(collector: Collector): RoundTransport {
  const post = (receipt: Receipt): Promise<PostOutcome> => Promise.resolve(OUTCOMES[receipt])
  return {
    recipient: 'collector',
    enrol: (wire) => {
      const receipt = collector.enrol(wire)
      return Promise.resolve(receipt === 'conflict' || receipt === 'full' ? receipt : OUTCOMES[receipt])
    },
    keys: (_, memberId, wire) => {
      const receipt = collector.keys(memberId, wire)
      return Promise.resolve(receipt === 'conflict' ? receipt : OUTCOMES[receipt])
    },
    end: (wire) => post(collector.end(wire)),
    refuse: (_, wire) => post(collector.refuse(wire)),
    submit: (_, wire) => post(collector.submit(wire)),
    rosters: (utcDay, memberId) => Promise.resolve(collector.rosters(utcDay, memberId)),
    wish: (memberId, wire) => post(collector.wish(memberId, wire)),
    endorse: (_, wire) => post(collector.endorse(wire)),
    endorsements: (_, rho) => Promise.resolve(collector.endorsements(rho)),
    ask: (_, rho) => Promise.resolve(collector.ask(rho)),
    dlist: (_, wire) => post(collector.dlist(wire)),
    findings: (_, rho) => Promise.resolve(collector.findings(rho)),
    board: (from, seen) => Promise.resolve(collector.board(from, seen)),
    published: (_, rho) => Promise.resolve(collector.published(rho))
  }
}

/** Sums over households of one day, round by round. */
export function plainSums(values: readonly (readonly bigint[])[]): bigint[] {
  return (values[0] ?? []).map((_, round) => values.reduce((sum, each) => sum + (each[round] ?? 0n), 0n))
}
