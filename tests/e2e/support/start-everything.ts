/** Before all end-to-end tests: a fresh build, an Electron that runs here, and on Linux a display of our own. */

import { ensureBuilt } from '../../../scripts/build.mjs'
import { setUpElectron } from '../../../scripts/setup.mjs'
import { startVirtualDisplay } from '../../../scripts/setup/display.mjs'

const SCREEN = '1600x1200'

export default async function startEverything(): Promise<() => void> {
  await ensureBuilt()
  const electron = await setUpElectron({ virtualDisplay: true })
  process.env['WATTVEIL_TEST_ELECTRON'] = electron.executable
  if (process.platform !== 'linux') return () => undefined
  const display = await startVirtualDisplay(SCREEN)
  process.env['DISPLAY'] = display.name
  delete process.env['WAYLAND_DISPLAY']
  return display.stop
}
