/** `npm run bench`: measures the built programs and prints the rows of docs/performance.md. */

import { ensureBuilt } from './build.mjs'
import { runNode, say } from './project.mjs'
import { setUp } from './setup.mjs'

try {
  await setUp()
  await ensureBuilt()
  const { code } = await runNode('node_modules/tsx/dist/cli.mjs', ['tests/bench/bench.ts', ...process.argv.slice(2)], {
    show: 'all'
  })
  process.exitCode = code
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
