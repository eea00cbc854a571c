/**
 * The shared libraries an Electron binary needs on Linux. `ldd` decides what is missing, because package names differ
 * between distributions and releases; apt is used only where it surely fits (root on Debian or Ubuntu).
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run, say } from '../project.mjs'

const LIBRARY_PACKAGES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libnotify4', 'libxtst6']
const DISPLAY_PACKAGES = ['xvfb', 'xauth']

/**
 * @param {string} executable the Electron binary
 * @param {{ virtualDisplay: boolean }} needs virtualDisplay: Xvfb is wanted too (the tests)
 * @returns {Promise<void>} when all is there; throws with the line to type where it cannot be installed here
 */
export async function ensureSystemLibraries(executable, needs) {
  if (process.platform !== 'linux') return
  const libraries = missingLibraries(executable)
  const display = needs.virtualDisplay && !isOnPath('Xvfb')
  if (libraries.length === 0 && !display) return

  const lacking = [...libraries, ...(display ? ['Xvfb'] : [])].join(', ')
  const packages = [...(libraries.length ? LIBRARY_PACKAGES : []), ...(display ? DISPLAY_PACKAGES : [])]
  if (!existsSync('/etc/debian_version')) {
    throw new Error(
      `The system lacks: ${lacking}.\n` +
        'Please install what provides them with the package manager of this system, then start again.'
    )
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      `The system lacks: ${lacking}.\nPlease type this line, then start again:\n\n` +
        `  sudo apt-get install -y --no-install-recommends ${packages.map(nameInThisRelease).join(' ')}\n`
    )
  }
  say(`Installing system libraries with apt (lacking: ${lacking}) ...`)
  await installWithApt(packages)
  const still = missingLibraries(executable)
  if (still.length) throw new Error(`apt ran, and these are still missing: ${still.join(', ')}`)
}

/**
 * @param {string} executable
 * @returns {string[]} names of the shared objects the loader does not find
 */
function missingLibraries(executable) {
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  return (stdout ?? '')
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? '')
}

/** @param {string[]} packages */
async function installWithApt(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await run('apt-get', ['update', '-qq'], { env })
  const names = packages.map(nameInThisRelease)
  const install = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], { env })
  if (install.code !== 0) {
    throw new Error(`apt could not install the libraries:\n${(update.output + install.output).trim()}`)
  }
}

/**
 * Debian 13 and Ubuntu 24.04 renamed some packages for the 64-bit time_t change.
 * @param {string} name
 */
function nameInThisRelease(name) {
  const renamed = `${name}t64`
  const shown = spawnSync('apt-cache', ['show', '--no-all-versions', renamed], { stdio: 'ignore' })
  return shown.status === 0 ? renamed : name
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env['PATH'] ?? '').split(':').filter(Boolean)
  return folders.some((folder) => existsSync(`${folder}/${program}`))
}
