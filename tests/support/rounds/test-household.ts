/** A household of the rounds on a real encrypted database, with a test meter; can be stopped and started again. */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createChainStore } from '../../../adapters/storage/chain-store'
import type { Database } from '../../../adapters/storage/database'
import { createPadLedger } from '../../../adapters/storage/pad-ledger'
import { createRoundStore } from '../../../adapters/storage/round-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { Clock, Random } from '../../../app/ports'
import type { ChainWriter } from '../../../app/readings/chain-store'
import type { MeterConnections } from '../../../app/readings/meter-connections'
import { type Rounds, createRounds } from '../../../app/rounds/create-rounds'
import type { PadLedger } from '../../../app/rounds/pad-ledger'
import type { RoundStore } from '../../../app/rounds/round-store'
import type { RoundsDependencies } from '../../../app/rounds/rounds-context'
import type { ConnectCollector } from '../../../app/rounds/round-transport'
import { migratedDatabases } from './migrated-database'
import { type TestMeter, primitives } from './test-meter'

export type TestHouseholdOptions = {
  readonly file: string
  readonly meter: TestMeter
  readonly clock: Clock
  readonly random: Random
  readonly connect: ConnectCollector
  /** Wraps a port, to fail where a test says. */
  readonly wrap?: (deps: RoundsDependencies) => RoundsDependencies
  /** A restart loses what is in memory, but does not open the file again: a tenth of the time. */
  readonly keepsDatabaseOpen?: boolean
}

/** Works on whatever keeps its state. */
export type Home = Omit<TestHousehold, 'database' | 'close'>

export type TestHousehold = {
  readonly meter: TestMeter
  rounds: Rounds
  store: RoundStore
  ledger: PadLedger
  chains: ChainWriter
  database: Database
  /** As after a crash: everything in memory is gone. @param wrap instead of the one it was made with. */
  restart(wrap?: TestHouseholdOptions['wrap']): void
  close(): void
}

const kernel = loadKernel()
const databases = migratedDatabases()

export function createTestHousehold(options: TestHouseholdOptions): TestHousehold {
  const { meter } = options
  const household: TestHousehold = {
    meter,
    ...open(options, options.wrap),
    restart: (wrap = options.wrap) => {
      if (options.keepsDatabaseOpen) {
        Object.assign(household, start(options, wrap, household.database))
        return
      }
      household.database.close()
      Object.assign(household, open(options, wrap))
    },
    close: () => {
      household.database.close()
    }
  }
  household.chains.hold(meter.genesis, 2)
  return household
}

type Running = Pick<TestHousehold, 'rounds' | 'store' | 'ledger' | 'chains' | 'database'>

function open(options: TestHouseholdOptions, wrap: TestHouseholdOptions['wrap']): Running {
  return start(options, wrap, databases.open(options.file))
}

function start(
  { meter, clock, random, connect }: TestHouseholdOptions,
  wrap: TestHouseholdOptions['wrap'] = (deps) => deps,
  database: Database
): Running {
  const chains = createChainStore(database, primitives)
  const store = createRoundStore(database)
  const ledger = createPadLedger(database)
  const deps: RoundsDependencies = {
    ...{ clock, random, primitives, work: createInProcessWork(kernel, random), store, ledger, chains },
    ...{ meters: connectedTo(meter), meterLink: linkTo(meter, clock), connect, changed: () => undefined }
  }
  return { rounds: createRounds(wrap(deps)), store, ledger, chains, database }
}

export function connectedTo(meter: TestMeter): Pick<MeterConnections, 'find'> {
  return {
    find: (meterId) =>
      meterId === meter.id.meterId
        ? {
            ...{ meterId, address: { url: `test:${meterId}`, password: 'none' }, state: { kind: 'connected' } },
            ...{ pairingId: null, pending: null }
          }
        : null
  }
}

export function linkTo(meter: TestMeter, clock: Clock): RoundsDependencies['meterLink'] {
  return {
    signEnrolment: (_, body) => Promise.resolve(meter.sign(body)),
    describe: () =>
      Promise.resolve({ meterId: meter.id.meterId, level: 2, now: clock.now(), chains: [], pairing: null })
  }
}

/** A clock that the test sets. */
export function settableClock(start: number): Clock & { set(now: number): void } {
  let now = toUtcSeconds(start)
  return {
    now: () => now,
    set: (next) => {
      now = toUtcSeconds(next)
    }
  }
}
