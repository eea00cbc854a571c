/**
 * `npm run dist:dir`: packs the program of this system into dist/, unpacked, with an Electron that is already here, so it
 * needs no network. With the test Electron the result is for tests of the packed program, and its folder says so.
 */

import { ensureBuilt } from './build.mjs'
import { inProject, say } from './project.mjs'
import { setUp, setUpElectron } from './setup.mjs'

try {
  await setUp()
  const electron = await setUpElectron({ virtualDisplay: false })
  await ensureBuilt()
  const { DIR_TARGET, Platform, build } = await import('electron-builder')
  const output = electron.kind === 'test' ? 'dist/for-tests-only' : 'dist'
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
  say(`Packed into ${output}/ with Electron ${electron.version}${electron.kind === 'test' ? ' (tests only)' : ''}.`)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
