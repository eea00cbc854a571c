/**
 * `npm test`: sets up what is missing, then runs every check there is. The last line is "N passed, N failed" (and
 * ", N skipped" where something was); the exit code is 0 only when nothing failed.
 */

import { ensureBuilt } from './build.mjs'
import { INTERRUPTED, runNode, say } from './project.mjs'
import { setUp } from './setup.mjs'
import { staticSteps } from './test/static-steps.mjs'
import { runPlaywright, runVitest } from './test/suites.mjs'

const AT_ONCE = 2

/** @type {import('./test/suites.mjs').Count} */
const total = { passed: 0, failed: 0, skipped: 0 }

// project.mjs tells the running step; what it started ends first, and nothing follows it.
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (interrupted = true))

try {
  await setUp()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  console.log('0 passed, 1 failed')
  process.exit(1)
}
await runSteps(staticSteps())
await runSteps([{ name: 'build', run: () => ensureBuilt().then(() => ({ code: 0, output: '' })) }])
stopIfInterrupted()
// Alone: its ratios are of work that must not be disturbed more than can be helped.
await runSteps([{ name: 'speed', run: () => runNode('scripts/bench.mjs', ['--check']) }])
stopIfInterrupted()
add(await runVitest())
stopIfInterrupted()
add(await runPlaywright())
stopIfInterrupted()
const skipped = total.skipped ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1

function stopIfInterrupted() {
  if (interrupted) process.exit(INTERRUPTED)
}

/** @param {import('./test/static-steps.mjs').Step[]} steps */
async function runSteps(steps) {
  const queue = [...steps]
  const worker = async () => {
    for (let step = queue.shift(); step; step = queue.shift()) await runStep(step)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** @param {import('./test/static-steps.mjs').Step} step */
async function runStep(step) {
  const started = Date.now()
  const { code, output } = await step.run().catch((error) => ({ code: 1, output: String(error?.message ?? error) }))
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  say(`${code === 0 ? 'passed' : 'FAILED'}  ${step.name} (${seconds} s)`)
  if (code !== 0) say(output.trim())
  add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 })
}

/** @param {import('./test/suites.mjs').Count} count */
function add(count) {
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}
