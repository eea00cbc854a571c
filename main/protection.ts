/** What the person does with the key of their data: open it, change it. */

import { AppError } from '../app/app-error'
import type { CoreProcess } from './core-process'
import type { ShellProcedures } from './ipc'
import type { Vault } from './vault'

type ProtectionProcedures = Pick<ShellProcedures, 'protection.unlock' | 'protection.change'>

export function protectionProcedures(vault: Vault, core: Pick<CoreProcess, 'restart' | 'state'>): ProtectionProcedures {
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
    }
  }
}
