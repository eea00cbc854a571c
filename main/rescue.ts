/** The ways out of data that cannot be opened. The core does the work at its next start; here only where it may be asked. */

import path from 'node:path'
import { COPIES_FOLDER, createLocalCopies } from '../adapters/backup/local-copies'
import { AppError } from '../app/app-error'
import type { Rescue } from './core-messages'
import type { CoreProcess } from './core-process'
import type { ShellProcedures } from './ipc'

type RescueProcedures = Pick<ShellProcedures, 'rescue.copies' | 'rescue.copy' | 'rescue.backup' | 'rescue.anew'>

/** A damaged first page cannot be told from another key. */
const UNREADABLE: readonly (string | null)[] = ['database-damaged', 'database-wrong-key']
const MOST_SHOWN = 20

export function rescueProcedures(dataFolder: string, core: Pick<CoreProcess, 'restart' | 'state'>): RescueProcedures {
  const copies = createLocalCopies(path.join(dataFolder, COPIES_FOLDER))
  const rescue = async (wanted: Rescue): Promise<Record<string, never>> => {
    if (!UNREADABLE.includes(core.state().failure)) throw new AppError('bad-request')
    const failure = await core.restart(wanted)
    if (failure === null) return {}
    // As before, so that another way can be tried.
    await core.restart()
    throw new AppError(failure.code, failure.params)
  }
  return {
    'rescue.copies': async () =>
      copies
        .list()
        .slice(0, MOST_SHOWN)
        .map(({ name, at, bytes }) => ({ name, at, bytes })),
    'rescue.copy': ({ name }) => rescue({ kind: 'copy', name }),
    'rescue.backup': ({ file, words }) => rescue({ kind: 'backup', file, words }),
    'rescue.anew': () => rescue({ kind: 'anew' })
  }
}
