/** Everything that the program keeps on this PC, deleted together and looked for afterwards; docs/security.md names what stays. */

import { removeFolderNow } from '../adapters/system/replace-file'
import { AppError } from '../app/app-error'
import type { Background } from './background/background'
import type { CoreProcess } from './core-process'
import type { ShellProcedures } from './ipc'
import type { ServiceProcesses } from './service-processes'
import type { Updates } from './updates/create-updates'
import type { Vault } from './vault'

export type Everything = {
  /** Databases, copies, key files, what was set aside, the simulated neighbourhood. */
  readonly dataFolder: string
  readonly vault: Pick<Vault, 'destroy'>
  readonly core: Pick<CoreProcess, 'restart' | 'state'>
  readonly services: Pick<ServiceProcesses, 'stopAll'>
  readonly background: Pick<Background, 'forget'>
  readonly updates: Pick<Updates, 'forget'>
  /** Removes what Chromium keeps for the page. */
  readonly clearPage: () => Promise<void>
  /** Begins the page anew: what it has shown stays in its memory otherwise. */
  readonly renewPage: () => void
}

type DeleteProcedures = Pick<ShellProcedures, 'data.delete-all' | 'protection.forget'>

export function deleteProcedures(everything: Everything): DeleteProcedures {
  const { core, renewPage } = everything
  const deleteAndBegin = async (): Promise<Record<string, never>> => {
    const failure = await core.restart(null, () => remove(everything))
    if (failure !== null) throw new AppError(failure.code, failure.params)
    // After the answer.
    setImmediate(renewPage)
    return {}
  }
  return {
    'data.delete-all': deleteAndBegin,
    'protection.forget': async () => {
      // What can be opened is deleted in Settings, where it is said what goes.
      if (core.state().failure !== 'passphrase-needed') throw new AppError('bad-request')
      return deleteAndBegin()
    }
  }
}

/** @throws AppError delete-incomplete where something is still there. */
async function remove({ dataFolder, vault, services, background, updates, clearPage }: Everything): Promise<void> {
  await services.stopAll()
  try {
    // With its keys: what a disk still holds of the databases cannot be read without them.
    removeFolderNow(dataFolder)
    vault.destroy()
    background.forget()
    await updates.forget()
    await clearPage()
  } catch {
    throw new AppError('delete-incomplete')
  }
}
