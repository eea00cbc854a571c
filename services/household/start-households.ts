/** Hosts some of the neighbours' households: each with its own database, keys and traffic, all in one process. */

import path from 'node:path'
import { type OpenHousehold, openHousehold } from '../../adapters/household/open-household'
import { actOnStep } from '../../adapters/simulation/act-on-step'
import { drivenHousehold } from '../../adapters/simulation/driven-household'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { type DrivenStep, type StepOutcome, followDriver } from '../../adapters/simulation/follow-driver'
import { createSimulatedClock } from '../../adapters/simulation/simulated-clock'
import { keyFromFile } from '../../adapters/vault/key-file'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { toTimeZone } from '../../app/domain/calendar'
import { toUtcSeconds } from '../../app/domain/interval'
import type { Documents } from '../../app/ports'
import type { HouseholdConfig, HouseholdServiceConfig } from './config'
import { cheatingConnection, isAway } from './mischief'
import { NOTES_FILE, notingConnection } from './note-submits'

export type RunningHouseholds = {
  /** Resolves when the driver has ended for all of them. */
  readonly finished: Promise<void>
  close(): Promise<void>
}

export function startHouseholds(config: HouseholdServiceConfig, stateFolder: string): RunningHouseholds {
  const cancel = { aborted: false }
  const hosted = config.households.map((household) => host(config.driver, household, stateFolder, cancel))
  const finished = Promise.all(hosted.map(({ followed }) => followed)).then(() => undefined)
  return {
    finished,
    close: async () => {
      cancel.aborted = true
      for (const { open } of hosted) await open.close()
    }
  }
}

function host(
  driver: string,
  config: HouseholdConfig,
  stateFolder: string,
  cancel: { readonly aborted: boolean }
): { readonly open: OpenHousehold; readonly followed: Promise<unknown> } {
  const { mischief } = config
  const folder = path.join(stateFolder, config.name)
  makeFolder(folder, 0o700)
  const databaseFile = path.join(folder, 'household.db')
  const clock = createSimulatedClock(toUtcSeconds(0))
  const open = openHousehold({
    databaseFile,
    databaseKey: keyFromFile(path.join(folder, 'household.key'), databaseFile),
    clock,
    systemTimeZone: toTimeZone('Europe/Berlin'),
    documents: noDocuments,
    emit: () => undefined,
    simulated: true,
    version: '0',
    keyProtection: 'file',
    systemLocale: 'en',
    workers: null,
    reach: (straight, store) => {
      const noted = notingConnection(straight, path.join(folder, NOTES_FILE))
      return mischief?.disrupts ? cheatingConnection(noted, store, createPlatformPrimitives(), mischief) : noted
    }
  })
  const driven = drivenHousehold({ ...config, app: open.app, contract: null })
  const act = (step: DrivenStep): Promise<StepOutcome> =>
    mischief && isAway(mischief, config.name, step)
      ? Promise.resolve({ identity: driven.identity(), failure: null })
      : actOnStep(driven, clock, step)
  const followed = followDriver(driver, config.name, act, cancel)
  return { open, followed }
}

/** Nobody sits in front of a hosted household. */
const noDocuments: Documents = {
  open: () => Promise.reject(new AppError('file-gone')),
  replace: () => Promise.reject(new AppError('file-gone'))
}
