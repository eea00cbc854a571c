/** `npm run -s wattveil -- ...`: the command line, built first when needed. Standard output stays the command's own. */

import { ensureBuilt } from './build.mjs'
import { runNode, say } from './project.mjs'
import { setUp } from './setup.mjs'

try {
  await setUp()
  await ensureBuilt()
  const { code } = await runNode('out/cli/wattveil.cjs', process.argv.slice(2), {
    // npm changes into the project; the files named on the command line are meant from where it was typed.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    show: 'all'
  })
  process.exitCode = code
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 70
}
