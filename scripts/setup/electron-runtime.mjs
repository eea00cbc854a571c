/**
 * Finds an Electron that runs here, without ever calling require('electron') from Node: that would start a download
 * with no time-out. Order: the binary already in node_modules; the official one from GitHub; the test Electron.
 */

import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inProject, runNode, say } from '../project.mjs'
import { TEST_ELECTRON_VERSION, cacheFolder, canUseTestElectron, ensureTestElectron } from './test-electron.mjs'

const PROBE_MS = 3_000
const DOWNLOAD_MS = 600_000
const PROBE_AGAIN_MS = 24 * 3600_000

/**
 * @typedef {object} ElectronRuntime
 * @property {string} executable absolute path of the binary
 * @property {string} dist absolute path of the folder it lies in
 * @property {string} version
 * @property {'official' | 'test'} kind
 */

/** @returns {Promise<ElectronRuntime>} */
export async function findElectron() {
  const installed = officialElectron()
  if (installed) return installed
  const downloaded = (await isReleaseReachable()) ? await downloadOfficial() : undefined
  if (downloaded) return downloaded
  if (!canUseTestElectron()) {
    throw new Error(
      `Electron ${wantedVersion()} could not be downloaded: its release page cannot be reached from here.\n` +
        'Set ELECTRON_MIRROR to a mirror you trust (or HTTPS_PROXY), then start again.'
    )
  }
  const dist = await ensureTestElectron()
  say(
    `Electron ${wantedVersion()} cannot be downloaded here; using the test Electron ${TEST_ELECTRON_VERSION} from ` +
      `${dist} (for development and tests only).`
  )
  return { executable: path.join(dist, 'electron'), dist, version: TEST_ELECTRON_VERSION, kind: 'test' }
}

/** @returns {ElectronRuntime | undefined} the official binary, when node_modules holds it in the wanted version */
function officialElectron() {
  const home = inProject('node_modules/electron')
  try {
    const dist = path.join(home, 'dist')
    const version = readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    const executable = path.join(dist, readFileSync(path.join(home, 'path.txt'), 'utf8'))
    if (version !== wantedVersion() || !existsSync(executable)) return undefined
    return { executable, dist, version, kind: 'official' }
  } catch {
    return undefined
  }
}

async function isReleaseReachable() {
  // Whoever set one of these knows a way that the probe below does not.
  if (process.env['ELECTRON_MIRROR'] || process.env['ELECTRON_GET_USE_PROXY']) return true
  if (wasUnreachableLately()) return false
  const url = `https://github.com/electron/electron/releases/download/v${wantedVersion()}/SHASUMS256.txt`
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_MS)
    })
    return answer.status < 400
  } catch {
    rememberUnreachable()
    return false
  }
}

// Where GitHub is out of reach, every start would otherwise wait for the probe again.
const unreachableMark = () => path.join(cacheFolder(), 'release-page-unreachable')

function wasUnreachableLately() {
  try {
    return canUseTestElectron() && Date.now() - statSync(unreachableMark()).mtimeMs < PROBE_AGAIN_MS
  } catch {
    return false
  }
}

function rememberUnreachable() {
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(unreachableMark(), '')
}

/** @returns {Promise<ElectronRuntime | undefined>} */
async function downloadOfficial() {
  say(`Downloading Electron ${wantedVersion()} (about 110 MB, once) ...`)
  const { code, output } = await runNode('node_modules/electron/install.js', [], { timeoutMs: DOWNLOAD_MS })
  const installed = officialElectron()
  if (code !== 0 || !installed) say(`The download failed: ${output.trim().split('\n')[0] || 'no answer'}`)
  return installed
}

/** @returns {string} */
function wantedVersion() {
  return JSON.parse(readFileSync(inProject('node_modules/electron/package.json'), 'utf8')).version
}
