/** Joins the core's rules with the adapters of this PC: the person's own household, and the simulated one beside it. */

import { availableParallelism } from 'node:os'
import path from 'node:path'
import { keepHouse } from '../../adapters/household/keep-house'
import { type OpenHousehold, openHousehold } from '../../adapters/household/open-household'
import type { Leaving } from '../../adapters/http/request'
import { changeDatabaseKey } from '../../adapters/storage/change-key'
import { replaceDatabase } from '../../adapters/storage/database-files'
import { removeSetAside } from '../../adapters/storage/set-aside'
import { systemClock } from '../../adapters/system/system-clock'
import { systemTimeZone } from '../../adapters/system/system-time-zone'
import { AppError } from '../../app/app-error'
import type { CoreProcedures, EmitCoreEvent } from '../../app/contract'
import type { AppProcedures } from '../../app/create-app'
import type { Documents } from '../../app/ports'
import type { Launch } from '../../services/neighbourhood/launch'
import type { CoreStart } from '../core-messages'
import { createRest } from './at-rest'
import { collectGarbage } from './small-heap'
import { participationOf } from './participation'
import { type BackupProcedures, type Backups, createBackups } from '../../adapters/backup/create-backups'
import { rescue } from '../../adapters/backup/rescue'
import { COPIES_FOLDER, createLocalCopies } from '../../adapters/backup/local-copies'
import { type Simulation, createSimulation } from './simulation'

export type CoreHost = {
  readonly start: CoreStart
  /** Folder of the built core, where its workers lie. */
  readonly programFolder: string
  readonly documents: Documents
  /** Starts a service of the simulated neighbourhood as a process of its own. */
  readonly launch: Launch
  readonly emit: EmitCoreEvent
  /** Told about errors nobody foresaw. */
  readonly report: (error: unknown) => void
}

export type Core = {
  readonly procedures: CoreProcedures
  /** The PC woke up or the network is back: what is due is done now. */
  readonly wake: () => void
  /** Notes in the own household's privacy log what main is about to send. */
  readonly record: (leaving: Leaving) => void
  /** Ends all work and closes the database. */
  readonly stop: () => Promise<void>
}

/** Whether today's copy is there is looked at this often; making it takes some 300 ms with five years of readings. */
const DAILY_COPY_MS = 60_000
/** What is under way when the program is to end gets this long; it is repeated at the next start. */
const FINISH_MS = 2500

/** @throws AppError database-locked, database-damaged, key-unavailable: shown to the person; the core stays down. */
export async function composeCore(host: CoreHost): Promise<Core> {
  changeKey(host.start)
  await rescueData(host)
  const profiles = createProfiles(host)
  const simulation = createSimulation({
    folder: path.join(host.start.dataFolder, 'simulation'),
    launch: host.launch,
    household: { ...commonOptions(host), emit: profiles.emitAs('simulation') },
    changed: (state) => {
      host.emit('simulation.changed', state)
    },
    entered: (household) => {
      profiles.show(household)
    },
    report: host.report
  })
  const backups = createBackups({
    own: profiles.own,
    replaceOwn: profiles.replaceOwn,
    dataFolder: host.start.dataFolder,
    databaseKey: host.start.databaseKey,
    version: host.start.version,
    clock: systemClock,
    documents: host.documents,
    onProgress: (done, total) => host.emit('backup.progress', { done, total })
  })
  const rest = createRest(collectGarbage())
  const copy = { waits: false }
  const scheduler = keepHouse({
    household: profiles.own,
    duties: [
      {
        name: 'daily-copy',
        run: async () => {
          copy.waits = !rest.isAtRest()
          if (copy.waits) return true
          profiles.shown().app.bills.putAway()
          keepDailyCopy(backups, host.report)
          return true
        },
        dueIn: () => (copy.waits ? 0 : DAILY_COPY_MS)
      }
    ],
    report: host.report,
    ran: () => {
      profiles.emitAs('own')('privacy.changed', {})
    }
  })
  return Promise.resolve({
    procedures: {
      ...rest.noting(waking(routedProcedures(profiles), scheduler.wake)),
      ...hostProcedures(profiles, simulation),
      ...backups.procedures
    },
    wake: scheduler.wake,
    record: (leaving) => {
      profiles.own().recordLeaving(leaving)
      profiles.emitAs('own')('privacy.changed', {})
    },
    stop: async () => {
      await Promise.race([scheduler.stop(), new Promise((resolve) => setTimeout(resolve, FINISH_MS))])
      await simulation.remove()
      await profiles.own().close()
    }
  })
}

type Profiles = {
  own(): OpenHousehold
  /** What the window shows: the simulated household while there is one. */
  shown(): OpenHousehold
  show(simulated: OpenHousehold | null): void
  emitAs(profile: 'own' | 'simulation'): EmitCoreEvent
  /** Puts another database, checked and closed, in the place of the own one. */
  replaceOwn(file: string): Promise<void>
}

function createProfiles(host: CoreHost): Profiles {
  const databaseFile = path.join(host.start.dataFolder, 'household.db')
  let simulated: OpenHousehold | null = null
  const emitAs =
    (profile: 'own' | 'simulation'): EmitCoreEvent =>
    (name, payload) => {
      if ((simulated === null) === (profile === 'own')) host.emit(name, payload)
    }
  const open = (): OpenHousehold =>
    openHousehold({
      ...commonOptions(host),
      databaseFile,
      databaseKey: host.start.databaseKey,
      clock: systemClock,
      systemTimeZone: systemTimeZone(),
      simulated: false,
      keyProtection: host.start.keyProtection,
      emit: emitAs('own')
    })
  let own = open()
  const everythingChanged = (): void => {
    for (const name of [
      'program.changed',
      'readings.changed',
      'rounds.changed',
      'bills.changed',
      'privacy.changed'
    ] as const) {
      host.emit(name, {})
    }
  }
  return {
    own: () => own,
    shown: () => simulated ?? own,
    show: (household) => {
      if (simulated === household) return
      simulated = household
      everythingChanged()
    },
    emitAs,
    replaceOwn: async (file) => {
      await own.close()
      replaceDatabase(databaseFile, file)
      own = open()
      everythingChanged()
    }
  }
}

/** Finishes a change of the key, wherever it was interrupted. */
function changeKey({ dataFolder, databaseKey, previousKey }: CoreStart): void {
  if (previousKey === null) return
  changeDatabaseKey({ file: path.join(dataFolder, 'household.db'), key: databaseKey, previous: previousKey })
  // They have the key that is given up.
  createLocalCopies(path.join(dataFolder, COPIES_FOLDER)).removeAll()
  removeSetAside(path.join(dataFolder, 'household.db'))
}

/** Before anything opens what the person gave up. @throws AppError of rescue: nothing is changed then. */
async function rescueData({ start, documents, emit }: CoreHost): Promise<void> {
  if (!start.rescue) return
  const home = { folder: start.dataFolder, key: start.databaseKey, now: systemClock.now(), documents }
  await rescue(start.rescue, home, { onProgress: (done, total) => emit('backup.progress', { done, total }) })
}

function commonOptions({ documents, start, programFolder }: CoreHost) {
  const workers = {
    file: path.join(programFolder, 'commitment-worker.cjs'),
    count: Math.min(4, availableParallelism())
  }
  return { documents, version: start.version, systemLocale: start.systemLocale, workers }
}

type Procedure = (request: never) => Promise<unknown>

/** Every procedure of a household goes to the one that is shown; settings belong to the person and not to a simulation. */
function routedProcedures(profiles: Profiles): AppProcedures {
  const names = Object.keys(profiles.own().app.procedures) as (keyof AppProcedures)[]
  const routed = names.map((name) => {
    const route: Procedure = (request) => (profiles.shown().app.procedures[name] as Procedure)(request)
    return [name, route] as const
  })
  return {
    ...(Object.fromEntries(routed) as unknown as AppProcedures),
    'program.state': async () => {
      const own = await profiles.own().app.procedures['program.state']({})
      const shown = await profiles.shown().app.procedures['program.state']({})
      return { ...shown, settings: own.settings, keyProtection: own.keyProtection }
    },
    'settings.change': async (change) => {
      const changed = await profiles.own().app.procedures['settings.change'](change)
      profiles.emitAs('simulation')('program.changed', {})
      return changed
    }
  }
}

function hostProcedures(
  profiles: Profiles,
  simulation: Simulation
): Omit<CoreProcedures, keyof AppProcedures | keyof BackupProcedures> {
  return {
    'program.participation': () => participationOf(profiles.own()),
    'simulation.start': () => Promise.resolve(simulation.start()),
    'simulation.pause': ({ paused }) => simulation.pause(paused),
    'simulation.state': () => Promise.resolve(simulation.state()),
    'simulation.remove': () => simulation.remove()
  }
}

/** After these something may be due that was not before. */
const MAKES_DUE = [
  ...(['rounds.join', 'rounds.leave', 'rounds.resume', 'meter.connect'] as const),
  ...(['bills.allow-opening', 'bills.refuse-opening', 'bills.answer-offer'] as const)
] as const

function waking(procedures: AppProcedures, wake: () => void): AppProcedures {
  const wrapped = MAKES_DUE.map((name) => {
    const work = procedures[name] as (request: unknown) => Promise<unknown>
    return [name, (request: unknown) => work(request).finally(wake)] as const
  })
  return { ...procedures, ...(Object.fromEntries(wrapped) as unknown as Partial<AppProcedures>) }
}

/** A disk too full for a copy is full for everything else too, and is said there. */
function keepDailyCopy(backups: Backups, report: (error: unknown) => void): void {
  try {
    backups.keepDaily()
  } catch (error) {
    if (!(error instanceof AppError)) report(error)
  }
}
