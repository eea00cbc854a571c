/** `wattveil`: the same core without a window. */

import { demoCommand } from './commands/demo'
import { importCommand } from './commands/import'
import { readingsCommand } from './commands/readings'
import { serveCommand } from './commands/serve'
import { verifyCommand } from './commands/verify'
import { run } from './run'

void run([demoCommand, verifyCommand, importCommand, readingsCommand, serveCommand], process.argv.slice(2)).then((code) => {
  process.exitCode = code
})
