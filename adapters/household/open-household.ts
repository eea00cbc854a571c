/** Opens one household on this PC: its database, its network, its arithmetic, its core. Used by every host of a core. */

import path from 'node:path'
import { type App, type AppDeps, createApp } from '../../app/create-app'
import type { EmitCoreEvent } from '../../app/contract'
import type { TimeZone } from '../../app/domain/calendar'
import { type MarkRun, markerWith } from '../../app/readings/opening-marks'
import type { RoundStore } from '../../app/rounds/round-store'
import type { ConnectCollector } from '../../app/rounds/round-transport'
import type { Clock, Documents, SettingsStore } from '../../app/ports'
import { COPIES_FOLDER, createLocalCopies } from '../backup/local-copies'
import { createInProcessWork } from '../commitment-work/in-process-work'
import { loadKernel } from '../commitment-work/load-kernel'
import { createWorkerPool } from '../commitment-work/worker-pool'
import { createHttpMeterLink } from '../http/meter-link'
import { type KnownHosts, createKnownHosts } from '../http/known-hosts'
import type { BeforeSend, Leaving } from '../http/request'
import { createCollectorConnection } from '../http/round-transport'
import { createHttpSupplierLinks } from '../http/supplier-link'
import type { Primitives } from '../../crypto'
import { createPlatformPrimitives } from '../platform-crypto/platform-primitives'
import { createPdfReader } from '../pdf/read-pdf'
import { createBatchStore } from '../storage/batch-store'
import { createBillStore } from '../storage/bill-store'
import { createChainStore } from '../storage/chain-store'
import { type Database, openDatabase } from '../storage/database'
import { createMeterConnections } from '../storage/meter-connections'
import { createMeterNotes } from '../storage/meter-notes'
import { createPadLedger } from '../storage/pad-ledger'
import { createOrdinaryStore } from '../storage/ordinary-store'
import { createPapersStore } from '../storage/papers-store'
import { createPrivacyLog } from '../storage/privacy-log'
import { createProfileStore } from '../storage/profile-store'
import { createReadingStore } from '../storage/reading-store'
import { createRoundStore } from '../storage/round-store'
import { createTariffStore } from '../storage/tariff-store'
import { createSettingsStore } from '../storage/settings-store'
import { nextTurn } from '../system/next-turn'
import { systemRandom } from '../system/system-random'

export type HouseholdOptions = {
  readonly databaseFile: string
  /** 32 characters. Secret. */
  readonly databaseKey: string
  readonly clock: Clock
  readonly documents: Documents
  readonly emit: EmitCoreEvent
  readonly simulated: boolean
  readonly version: string
  readonly keyProtection: AppDeps['keyProtection']
  readonly systemLocale: string
  readonly systemTimeZone: TimeZone
  /** Worker threads for long arithmetic, or null to do it in place. */
  readonly workers: { readonly file: string; readonly count: number } | null
  /** Another way to the collector than the straight one: for simulated cheats. */
  readonly reach?: (straight: ConnectCollector, rounds: RoundStore) => ConnectCollector
}

export type OpenHousehold = {
  readonly app: App
  /** For backups alone: what a household does goes through `app`. */
  readonly database: Database
  readonly settings: SettingsStore
  /** For what is asked in the household's name beside `app`: refuses hosts that nobody joined, and notes the others. */
  readonly beforeSend: BeforeSend
  /** Notes in the privacy log what the host of the household is about to send itself. */
  readonly recordLeaving: (leaving: Leaving) => void
  close(): Promise<void>
}

/** @throws AppError of openDatabase. */
export function openHousehold(options: HouseholdOptions): OpenHousehold {
  const copies = createLocalCopies(path.join(path.dirname(options.databaseFile), COPIES_FOLDER))
  const database = openDatabase({
    file: options.databaseFile,
    key: options.databaseKey,
    beforeUpgrade: (old) => copies.keepBefore(old, options.clock.now())
  })
  const primitives = createPlatformPrimitives()
  const settings = createSettingsStore(database)
  const privacy = createPrivacyLog(database)
  // Before the bytes leave: the log must never lag behind the wire.
  const recordLeaving = (leaving: Leaving): void => {
    privacy.append({ at: options.clock.now(), ...leaving })
  }
  const stores = createStores(database, primitives, markerWith(primitives, options.databaseKey))
  const hosts = createKnownHosts(() => joinedAddresses(stores))
  const beforeSend: BeforeSend = (leaving) => {
    hosts.refuseOthers(leaving)
    recordLeaving(leaving)
  }
  const pool = options.workers
    ? createWorkerPool({
        ...{ size: options.workers.count, workerFile: options.workers.file, random: systemRandom },
        onSlow: () => {
          options.emit('program.changed', {})
        }
      })
    : null
  const collector = createCollectorConnection({ beforeSend })
  const suppliers = createHttpSupplierLinks(beforeSend)
  const app = createApp({
    ...options,
    primitives,
    privacy,
    readPdf: createPdfReader(path.join(path.dirname(options.workers?.file ?? ''), 'pdf-worker.cjs')),
    nextTurn,
    random: systemRandom,
    work: pool ?? createInProcessWork(loadKernel(), systemRandom),
    settings,
    stores,
    links: {
      meter: createHttpMeterLink(beforeSend),
      collector: options.reach?.(collector, stores.rounds) ?? collector,
      suppliers: (address, name) => {
        // Without a name yet: the person has just said where the supplier is.
        if (name === null) hosts.introduce(address)
        return suppliers(address, name)
      }
    }
  })
  return {
    app: introducing(app, hosts),
    database,
    settings,
    beforeSend,
    recordLeaving,
    close: async () => {
      app.bills.stop()
      await pool?.close()
      database.close()
    }
  }
}

function createStores(database: Database, primitives: Primitives, mark: MarkRun): AppDeps['stores'] {
  return {
    chains: createChainStore(database, primitives, mark),
    readings: createReadingStore(database),
    profiles: createProfileStore(database),
    notes: createMeterNotes(database),
    batches: createBatchStore(database),
    connections: createMeterConnections(database),
    rounds: createRoundStore(database),
    ledger: createPadLedger(database),
    bills: createBillStore(database),
    tariffs: createTariffStore(database),
    papers: createPapersStore(database),
    ordinary: createOrdinaryStore(database)
  }
}

/** Every address that this household has joined or connected; a collector is told that one has left, so it stays. */
function joinedAddresses({ connections, rounds, bills }: AppDeps['stores']): readonly string[] {
  return [
    ...connections.list().map(({ address }) => address.url),
    ...rounds.groups().map(({ address }) => address),
    ...bills.contracts().flatMap(({ address }) => address ?? [])
  ]
}

/** The person names a meter, which is then asked who it is before anything is kept of it. */
function introducing(app: App, hosts: KnownHosts): App {
  const connect: App['procedures']['meter.connect'] = (request) => {
    hosts.introduce(request.address)
    return app.procedures['meter.connect'](request)
  }
  return { ...app, procedures: { ...app.procedures, 'meter.connect': connect } }
}
