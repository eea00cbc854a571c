/**
 * `npm run dist:dir`: packs the program of this system into dist/, unpacked, with an Electron that is already here, so it
 * needs no network. With the test Electron the result is for tests of the packed program, and its folder says so.
 */

import path from 'node:path'
import { ensureBuilt } from './build.mjs'
import { inProject, isStartedDirectly, say } from './project.mjs'
import { TESTS_ONLY } from './release/tests-only.mjs'
import { setUp, setUpElectron } from './setup.mjs'

/**
 * The packages must be there: called from a running test, an install would take them from under it.
 * @param {{ apart?: string }} [options] apart: a folder of its own beside the usual one, for who packs at the same time
 * @returns {Promise<string>} absolute path of the packed executable
 */
export async function packProgram({ apart = '' } = {}) {
  const electron = await setUpElectron({ virtualDisplay: false })
  await ensureBuilt()
  const { DIR_TARGET, Platform, build } = await import('electron-builder')
  const output = path.join(electron.kind === 'test' ? TESTS_ONLY : 'dist', apart)
  await build({
    targets: Platform.current().createTarget(DIR_TARGET),
    publish: 'never',
    projectDir: inProject('.'),
    config: {
      extends: inProject('electron-builder.yml'),
      electronVersion: electron.version,
      electronDist: electron.dist,
      directories: { output }
    }
  })
  return executableIn(inProject(output))
}

/** @param {string} output */
function executableIn(output) {
  if (process.platform === 'win32') return path.join(output, 'win-unpacked/Wattveil.exe')
  if (process.platform === 'linux') {
    return path.join(output, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'wattveil')
  }
  return path.join(output, process.arch === 'arm64' ? 'mac-arm64' : 'mac', 'Wattveil.app/Contents/MacOS/Wattveil')
}

if (isStartedDirectly(import.meta.url)) {
  try {
    await setUp()
    say(`Packed: ${await packProgram()}`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
