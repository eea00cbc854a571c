/** `wattveil`: the same core without a window. */

import { emptyDumps } from '../adapters/system/empty-dumps'
import { backupCommand } from './commands/backup'
import { billCommand } from './commands/bill'
import { demoCommand } from './commands/demo'
import { evidenceCommand } from './commands/evidence'
import { exportCommand } from './commands/export'
import { groupCommand } from './commands/group'
import { importCommand } from './commands/import'
import { privacyCommand } from './commands/privacy'
import { readingsCommand } from './commands/readings'
import { registersCommand } from './commands/registers'
import { restoreCommand } from './commands/restore'
import { serveCommand } from './commands/serve'
import { tariffCommand } from './commands/tariff'
import { verifyCommand } from './commands/verify'
import { zoneCommand } from './commands/zone'
import { run } from './run'

// Every command may hold a household's keys.
emptyDumps()

// Whoever reads our output may stop reading; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

void run(
  [
    demoCommand,
    verifyCommand,
    billCommand,
    tariffCommand,
    evidenceCommand,
    importCommand,
    readingsCommand,
    exportCommand,
    registersCommand,
    groupCommand,
    serveCommand,
    backupCommand,
    restoreCommand,
    privacyCommand,
    zoneCommand
  ],
  process.argv.slice(2)
).then((code) => {
  process.exitCode = code
})
