/** The core of one household: ports in, procedures and steps out. The only place where the three jobs meet. */

import { FAST_KERNEL, type Primitives } from '../crypto'
import { type Bills, createBills } from './bills/create-bills'
import type { BillStore } from './bills/bill-store'
import { ordinaryProcedures } from './bills/ordinary/ordinary-procedures'
import type { OrdinaryStore } from './bills/ordinary/ordinary-store'
import type { ReadPdfBill } from './bills/ordinary/read-pdf-bill'
import type { PapersStore } from './bills/papers/papers-store'
import type { SupplierLinks } from './bills/supplier-link'
import type { CoreProcedures, EmitCoreEvent, ProgramState } from './contract'
import type { TimeZone } from './domain/calendar'
import type { Clock, CommitmentWork, Documents, PrivacyLog, Random, SettingsStore } from './ports'
import { exportPrivacyLog } from './program/export-privacy-log'
import { privacyDay } from './program/privacy-views'
import { type SettingsDeps, changeSettings, householdTimeZone, keepTimeZone, readSettings } from './program/settings'
import type { BatchStore } from './readings/batch-store'
import { priceProcedures } from './bills/prices/price-procedures'
import { tariffProcedures } from './bills/tariffs/tariff-procedures'
import type { TariffStore } from './bills/tariffs/tariff-store'
import { submittedCommitments } from './submitted-commitments'
import type { ChainWriter } from './readings/chain-store'
import { type Readings, createReadings } from './readings/create-readings'
import type { MeterConnections } from './readings/meter-connections'
import type { MeterLink } from './readings/meter-link'
import type { MeterNotes } from './readings/meter-notes'
import type { ProfileStore } from './readings/profile-store'
import type { ReadingStore } from './readings/reading-store'
import { type Rounds, createRounds } from './rounds/create-rounds'
import { blameProcedures } from './rounds/blame-procedures'
import { membershipProcedures } from './rounds/membership-procedures'
import type { PadLedger } from './rounds/pad-ledger'
import type { RoundStore } from './rounds/round-store'
import type { ConnectCollector } from './rounds/round-transport'

export type AppDeps = {
  readonly clock: Clock
  readonly random: Random
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly documents: Documents
  readonly settings: SettingsStore
  readonly readPdf: ReadPdfBill
  readonly privacy: PrivacyLog
  readonly stores: {
    readonly chains: ChainWriter
    readonly readings: ReadingStore
    readonly profiles: ProfileStore
    readonly notes: MeterNotes
    readonly batches: BatchStore
    readonly connections: MeterConnections
    readonly rounds: RoundStore
    readonly ledger: PadLedger
    readonly bills: BillStore
    readonly papers: PapersStore
    readonly tariffs: TariffStore
    readonly ordinary: OrdinaryStore
  }
  readonly links: {
    readonly meter: MeterLink
    readonly collector: ConnectCollector
    readonly suppliers: SupplierLinks
  }
  /** The simulated neighbourhood's household. */
  readonly simulated: boolean
  readonly version: string
  readonly keyProtection: ProgramState['keyProtection']
  /** BCP 47 tag of the operating system. */
  readonly systemLocale: string
  /** Zone of the operating system: the household's, until another one is chosen. */
  readonly systemTimeZone: TimeZone
  readonly emit: EmitCoreEvent
  /** Lets other work have its turn. */
  readonly nextTurn: () => Promise<void>
}

/** Procedures that concern several households or the whole program: answered by whoever hosts the app. */
export type HostProcedureName =
  | Extract<keyof CoreProcedures, `backup.${string}`>
  | 'program.participation'
  | 'simulation.start'
  | 'simulation.pause'
  | 'simulation.state'
  | 'simulation.remove'

export type AppProcedures = Omit<CoreProcedures, HostProcedureName>

export type App = {
  readonly procedures: AppProcedures
  readonly readings: Readings
  readonly rounds: Rounds
  readonly bills: Bills
  /** Everything that is due: meters, then rounds, then bills. Repeatable at any time. */
  step(): Promise<void>
}

export function createApp(deps: AppDeps): App {
  const { clock, random, primitives, work, documents, emit, stores, links } = deps
  const common = { clock, random, primitives, work, documents, emit, chains: stores.chains }
  const settings = settingsDeps(deps)
  keepTimeZone(settings)
  const timeZone = (): TimeZone => householdTimeZone(settings)
  const bills = createBills({
    ...common,
    store: stores.bills,
    papers: stores.papers,
    tariffs: stores.tariffs,
    links: links.suppliers,
    submittedCommitment: submittedCommitments(stores.rounds)
  })
  const readings = createReadings({
    ...common,
    readings: stores.readings,
    profiles: stores.profiles,
    notes: stores.notes,
    batches: stores.batches,
    connections: stores.connections,
    link: links.meter,
    nextTurn: deps.nextTurn,
    prices: bills.prices,
    timeZone,
    simulated: deps.simulated
  })
  const rounds = createRounds({
    ...common,
    store: stores.rounds,
    ledger: stores.ledger,
    meters: stores.connections,
    meterLink: links.meter,
    connect: links.collector,
    changed: () => {
      emit('rounds.changed', {})
    }
  })
  return {
    readings,
    rounds,
    bills,
    step: async () => {
      await readings.followMeters()
      await rounds.step()
      await bills.step()
      emit('privacy.changed', {})
    },
    procedures: {
      ...programProcedures(deps, readings, bills),
      ...readings.procedures,
      ...rounds.procedures,
      ...membershipProcedures(rounds, documents),
      ...blameProcedures({ ...common, store: stores.rounds }),
      ...bills.procedures,
      ...tariffProcedures({
        ...deps,
        tariffs: stores.tariffs,
        timeZone,
        contracted: bills.contractTariffs,
        changed: bills.tariffsChanged
      }),
      ...priceProcedures({
        ...deps,
        tariffs: stores.tariffs,
        publishers: bills.publishers,
        changed: bills.tariffsChanged
      }),
      ...ordinaryProcedures({ ...deps, ...ordinaryParts(deps, bills, timeZone) })
    }
  }
}

function settingsDeps({ settings, systemLocale, systemTimeZone }: AppDeps): SettingsDeps {
  return { store: settings, systemLocale, systemTimeZone }
}

function ordinaryParts({ stores, emit }: AppDeps, { prices }: Bills, timeZone: () => TimeZone) {
  const compare = () => ({ readings: stores.readings, prices, timeZone: timeZone() })
  return { store: stores.ordinary, compare, changed: () => emit('bills.changed', {}) }
}

/** An import that was taken out can be put back, and is for that still there. */
function hasNothingElse({ ordinary, batches }: AppDeps['stores']): boolean {
  return ordinary.all().length === 0 && batches.imports().length === 0
}

function programProcedures(
  deps: AppDeps,
  readings: Readings,
  bills: Bills
): Pick<AppProcedures, 'program.state' | 'settings.change' | 'privacy.day' | 'privacy.list' | 'privacy.export'> {
  const settings = settingsDeps(deps)
  const privacyDeps = { clock: deps.clock, log: deps.privacy, timeZone: () => householdTimeZone(settings) }
  return {
    'program.state': () => {
      const meters = readings.meterStates().slice(0, 100)
      return Promise.resolve({
        version: deps.version,
        firstStart: meters.length === 0 && bills.kept().length === 0 && hasNothingElse(deps.stores),
        profile: deps.simulated ? 'simulation' : 'own',
        keyProtection: deps.keyProtection,
        settings: readSettings(settings),
        slowArithmetic: ![null, FAST_KERNEL].includes(deps.work.kernelName),
        meters,
        timeZone: householdTimeZone(settings),
        now: deps.clock.now()
      } satisfies ProgramState)
    },
    'settings.change': async (change) => {
      const changed = await Promise.resolve().then(() => changeSettings(settings, change))
      deps.emit('program.changed', {})
      if (change.timeZone !== undefined) {
        deps.emit('readings.changed', {})
        deps.emit('privacy.changed', {})
      }
      return changed
    },
    'privacy.day': ({ date }) => Promise.resolve().then(() => privacyDay(privacyDeps, date)),
    'privacy.export': async (asked) => ({
      entries: await exportPrivacyLog({ ...asked, log: deps.privacy, documents: deps.documents, now: deps.clock.now() })
    }),
    'privacy.list': ({ limit, before }) =>
      Promise.resolve(deps.privacy.list(limit, before).map((entry) => ({ ...entry })))
  }
}
