/** Installs the npm packages of the lock file, when they are not there already. */

import { readFileSync } from 'node:fs'
import { inProject, npmCli, run, say } from '../project.mjs'

/**
 * @param {(pid: number) => void} started told the number of npm's process: interrupted, it takes half a minute to undo
 *   what it did, and nobody else may install meanwhile
 * @returns {Promise<void>}
 */
export async function installDependencies(started) {
  if (areInstalled()) return
  say('Installing the packages of package-lock.json (about a minute, once) ...')
  // No package needs its install script here; refusing them all keeps foreign code out of the set-up.
  const { code, output } = await run(
    process.execPath,
    [npmCli(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { started }
  )
  if (code !== 0) throw new Error(`npm could not install the packages:\n${output.trim()}`)
}

/**
 * npm writes node_modules/.package-lock.json as the last step of an install, so an interrupted one is noticed.
 * @returns {boolean} whether every package of the lock file is installed in its version
 */
export function areInstalled() {
  const wanted = readPackages('package-lock.json')
  const present = readPackages('node_modules/.package-lock.json')
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true
    const installed = present[name]
    return installed ? installed.version === entry.version : entry.optional === true
  })
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(inProject(file), 'utf8')).packages
  } catch {
    return undefined
  }
}
