/** `npm run bench`: builds and runs the measurements of docs/performance.md. Standard output is the bench's own. */

import { ensureBuilt } from './build.mjs'
import { inProject, runNode, say } from './project.mjs'
import { withLock } from './setup/lock.mjs'
import { setUp } from './setup.mjs'

const FOLDER = inProject('out/bench')

try {
  await setUp()
  await ensureBuilt()
  await withLock(inProject('out/.lock'), buildBench)
  const [first, ...others] = process.argv.slice(2)
  const [program, args] = first === 'scale' ? ['scale', others] : ['bench', process.argv.slice(2)]
  const { code } = await runNode(`out/bench/${program}.mjs`, args, { show: 'all' })
  process.exitCode = code
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function buildBench() {
  const { build } = await import('vite')
  const { benchBuilds } = await import('./build/bench-target.mjs')
  for (const target of benchBuilds(FOLDER)) await build(target)
}
