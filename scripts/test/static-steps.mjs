/** The checks that need no running program. Each counts as one test. */

import { readFileSync } from 'node:fs'
import { TOOLS, inProject, runNode } from '../project.mjs'
import { auditPackages } from './audit.mjs'
import { supplyChainFaults } from './supply-chain.mjs'

/** What is compiled alone, each with what it may see, the longest first; the folders beside Node see the same. */
const TYPED = {
  tests: 'tests',
  renderer: 'renderer',
  'adapters, services, cli, main': '.',
  app: 'app',
  'main/preload': 'main/preload',
  scripts: 'scripts',
  crypto: 'crypto',
  'crypto/kernel': 'crypto/kernel'
}
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
    ...Object.entries(TYPED).map(([name, folder]) =>
      tool(`types of ${name}`, TOOLS.vueTsc, ['--noEmit', '-p', folder])
    ),
    tool('format', TOOLS.prettier, ['--check', '--log-level=warn', '.']),
    tool('import rules', TOOLS.depcruise, ['--config', '.dependency-cruiser.cjs', '--output-type=err', ...CRUISED]),
    tool('unused code', TOOLS.knip, ['--no-progress']),
    tool('lock file', TOOLS.lockfileLint, [
      ...['--path', 'package-lock.json', '--type', 'npm', '--format', 'plain'],
      ...['--validate-integrity', '--validate-https', '--validate-package-names', '--allowed-hosts', 'npm']
    ]),
    { name: 'packages', run: checkPackages },
    { name: 'weaknesses of packages', run: () => auditPackages() }
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

/** @returns {Promise<import('../project.mjs').Outcome>} */
async function checkPackages() {
  const read = (/** @type {string} */ name) => JSON.parse(readFileSync(inProject(name), 'utf8'))
  const faults = supplyChainFaults(read('package.json'), read('package-lock.json').packages)
  return { code: faults.length === 0 ? 0 : 1, output: faults.join('\n') }
}
