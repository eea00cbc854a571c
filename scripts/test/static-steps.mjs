/** The checks that need no running program. Each counts as one test. */

import { readFileSync } from 'node:fs'
import { TOOLS, inProject, runNode } from '../project.mjs'

/** Folders that are compiled alone, each with what it may see. */
const TYPED_FOLDERS = [
  'crypto',
  'crypto/kernel',
  'app',
  'adapters',
  'services',
  'cli',
  'main',
  'main/preload',
  'renderer',
  'tests',
  'scripts'
]
const CRUISED = ['crypto', 'app', 'adapters', 'services', 'cli', 'main', 'renderer', 'scripts']
const STEP_MS = 600_000

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<import('../project.mjs').Outcome>} run
 */

/** @returns {Step[]} */
export function staticSteps() {
  return [
    tool('lint', TOOLS.eslint, ['.', '--max-warnings=0']),
    tool('format', TOOLS.prettier, ['--check', '--log-level=warn', '.']),
    ...TYPED_FOLDERS.map((folder) => tool(`types of ${folder}`, TOOLS.vueTsc, ['--noEmit', '-p', folder])),
    tool('import rules', TOOLS.depcruise, ['--config', '.dependency-cruiser.cjs', '--output-type=err', ...CRUISED]),
    tool('unused code', TOOLS.knip, ['--no-progress']),
    { name: 'lock file', run: checkLock }
  ]
}

/**
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 * @returns {Step}
 */
function tool(name, script, args) {
  return { name, run: () => runNode(script, args, { timeoutMs: STEP_MS }) }
}

/**
 * Whether package-lock.json holds for every platform: a package's optional binaries must all be locked (npm leaves out,
 * in silence, those the registry does not serve, and `npm ci` then fails elsewhere), and no registry may be named.
 * @returns {Promise<import('../project.mjs').Outcome>}
 */
async function checkLock() {
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'))
  /** @type {Record<string, { optionalDependencies?: Record<string, string>, resolved?: string }>} */
  const packages = lock.packages
  const complaints = []
  for (const [at, entry] of Object.entries(packages)) {
    if (entry.resolved) complaints.push(`${at} names the place it came from`)
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      if (!isLocked(packages, at, name)) complaints.push(`${at || 'the project'} wants ${name}, which is not locked`)
    }
  }
  return { code: complaints.length === 0 ? 0 : 1, output: complaints.join('\n') }
}

/**
 * @param {Record<string, unknown>} packages
 * @param {string} at where the package lies that wants `name`
 * @param {string} name
 */
function isLocked(packages, at, name) {
  for (let place = at; ; place = place.slice(0, Math.max(place.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true
    if (place === '') return false
  }
}
