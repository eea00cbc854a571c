/** `npm start`: prepares what is missing, builds what changed, and opens the window. Safe to interrupt and to repeat. */

import { spawn } from 'node:child_process'
import { ensureBuilt } from './build.mjs'
import { ROOT, forwardSignals, inProject, runNode, say } from './project.mjs'
import { setUp, setUpElectron } from './setup.mjs'
import { sandboxObstacle } from './setup/sandbox.mjs'

try {
  await setUp()
  process.exitCode = hasDisplay() ? await openWindow() : await runInTerminal()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

/** @returns {Promise<number>} exit code of the app */
async function openWindow() {
  const electron = await setUpElectron({ virtualDisplay: false })
  await ensureBuilt()
  const switches = []
  const obstacle = sandboxObstacle(electron.dist)
  if (obstacle) {
    say(obstacle)
    switches.push('--no-sandbox')
  }
  if (electron.kind === 'test') switches.push('--log-level=3')
  const child = spawn(electron.executable, [ROOT, ...switches, ...process.argv.slice(2)], {
    stdio: 'inherit'
  })
  const stopForwarding = forwardSignals(child)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      stopForwarding()
      resolve(code ?? 1)
    })
  })
}

/** @returns {Promise<number>} exit code of the demonstration */
async function runInTerminal() {
  say('There is no display here, so no window can open. Running the simulated neighbourhood in the terminal instead.')
  await ensureBuilt()
  const { code } = await runNode('out/cli/wattveil.cjs', ['demo'], { show: 'all' })
  if (code === 0) say(`More: npm run -s wattveil -- --help   (in ${inProject('.')})`)
  return code
}

/** @returns {boolean} */
function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'])
}
