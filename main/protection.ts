/** What the person does with the key of their data: open it, change it, give it up. */

import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../app/app-error'
import type { CoreProcess } from './core-process'
import type { ShellProcedures } from './ipc'
import type { Vault } from './vault'

type ProtectionProcedures = Pick<ShellProcedures, 'protection.unlock' | 'protection.change' | 'protection.forget'>

export function protectionProcedures(
  dataFolder: string,
  vault: Vault,
  core: Pick<CoreProcess, 'restart' | 'state'>
): ProtectionProcedures {
  /** The core brings the database under the new key when it starts. */
  const restart = async (): Promise<void> => {
    const failure = await core.restart()
    if (failure !== null) throw new AppError(failure.code, failure.params)
  }
  return {
    'protection.unlock': async ({ passphrase }) => {
      await vault.unlock(passphrase)
      await restart()
      return {}
    },
    'protection.change': async ({ passphrase }) => {
      if (!core.state().running) throw new AppError('core-not-running')
      await vault.renew(passphrase)
      await restart()
      return {}
    },
    'protection.forget': async () => {
      // Only what cannot be opened is given up here; an open household is deleted by the core.
      if (core.state().failure !== 'passphrase-needed') throw new AppError('bad-request')
      vault.destroy()
      rmSync(dataFolder, { recursive: true, force: true })
      if (existsSync(path.join(dataFolder, 'household.db'))) throw new AppError('delete-incomplete')
      await restart()
      return {}
    }
  }
}
