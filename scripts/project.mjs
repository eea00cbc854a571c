/**
 * Where the project lies, and how its scripts start other programs: always by explicit path through this
 * very Node (never npx, never a shell), so that nothing depends on the machine's PATH or npm settings.
 */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Exit code of whoever was told to stop. */
export const INTERRUPTED = 130

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

/**
 * @param {string} relative
 * @returns {string} absolute path inside the project
 */
export function inProject(relative) {
  return path.join(ROOT, relative)
}

/** Entry files of the tools, inside node_modules. */
export const TOOLS = /** @type {const} */ ({
  depcruise: 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  electronBuilder: 'node_modules/electron-builder/out/cli/cli.js',
  eslint: 'node_modules/eslint/bin/eslint.js',
  knip: 'node_modules/knip/bin/knip.js',
  lockfileLint: 'node_modules/lockfile-lint/bin/lockfile-lint.js',
  playwright: 'node_modules/@playwright/test/cli.js',
  prettier: 'node_modules/prettier/bin/prettier.cjs',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
  vueTsc: 'node_modules/vue-tsc/bin/vue-tsc.js'
})

/**
 * The JavaScript file of the npm that came with this Node.
 * @returns {string}
 */
export function npmCli() {
  const fromNpm = process.env['npm_execpath']
  if (fromNpm?.endsWith('npm-cli.js') && existsSync(fromNpm)) return fromNpm
  const besideNode = path.dirname(process.execPath)
  const candidates = [
    path.join(besideNode, 'node_modules/npm/bin/npm-cli.js'),
    path.join(besideNode, '../lib/node_modules/npm/bin/npm-cli.js'),
    path.join(besideNode, '../share/nodejs/npm/bin/npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js'
  ]
  const found = candidates.find((candidate) => existsSync(candidate))
  if (!found) throw new Error('npm was not found beside this Node. Start with: npm start')
  return found
}

/**
 * @typedef {object} Outcome
 * @property {number} code exit code; 128 + n style codes are folded to 1, a time-out is 124
 * @property {string} output everything the program printed, when captured
 */

/**
 * Runs a program to its end. Interrupting this process interrupts the program too, by its id.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: 'all' | 'stderr' | 'nothing', timeoutMs?: number, started?: (pid: number) => void }} [options]
 *   show: 'all' hands the terminal over, 'stderr' sends both streams to standard error, 'nothing' captures them
 * @returns {Promise<Outcome>}
 */
export function run(file, args, options = {}) {
  const { cwd = ROOT, env = process.env, show = 'nothing', timeoutMs = 0 } = options
  const stdio = /** @type {import('node:child_process').StdioOptions} */ (
    show === 'all' ? 'inherit' : show === 'stderr' ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe']
  )
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio })
    if (child.pid !== undefined) options.started?.(child.pid)
    let interrupted = false
    const stopForwarding = forwardSignals(child, () => (interrupted = true))
    let output = ''
    let timedOut = false
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString())
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    const timer = timeoutMs
      ? setTimeout(() => {
          timedOut = true
          output += `\nStopped after ${timeoutMs / 1000} s.\n`
          child.kill('SIGKILL')
        }, timeoutMs)
      : undefined
    const settle = () => {
      clearTimeout(timer)
      stopForwarding()
    }
    child.once('error', (error) => {
      settle()
      reject(error)
    })
    child.once('close', (code) => {
      settle()
      // A step that was interrupted must not be followed by the next one; the last one answers for itself.
      if (interrupted && show !== 'all') process.exit(INTERRUPTED)
      resolve({ code: timedOut ? 124 : (code ?? 1), output })
    })
  })
}

/**
 * @param {string} script JavaScript file, relative to the project
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 * @returns {Promise<Outcome>}
 */
export function runNode(script, args, options) {
  return run(process.execPath, [inProject(script), ...args], options)
}

/**
 * Hands SIGINT, SIGTERM and SIGHUP on to a child by its id; signalling the whole process group would kill
 * Electron's helper processes before Electron itself and make an orderly end look like a crash.
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => void} [noticed] called with every signal
 * @returns {() => void} stops forwarding
 */
export function forwardSignals(child, noticed = () => undefined) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  const handlers = signals.map((signal) => {
    const handler = () => {
      noticed()
      child.kill(signal)
    }
    process.on(signal, handler)
    return /** @type {const} */ ([signal, handler])
  })
  return () => handlers.forEach(([signal, handler]) => process.off(signal, handler))
}

/**
 * @param {string} moduleUrl import.meta.url of a script
 * @returns {boolean} whether Node was started with that very script
 */
export function isStartedDirectly(moduleUrl) {
  return process.argv[1] !== undefined && path.resolve(process.argv[1]) === fileURLToPath(moduleUrl)
}

/**
 * Progress goes to standard error: standard output belongs to the program that is run at the end.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`)
}
