/** Prepares a fresh clone: the npm packages, and (for whoever opens a window) an Electron with its libraries. */

import { inProject, isStartedDirectly, say } from './project.mjs'
import { areInstalled, installDependencies } from './setup/dependencies.mjs'
import { findElectron } from './setup/electron-runtime.mjs'
import { withLock } from './setup/lock.mjs'
import { ensureSystemLibraries } from './setup/system-libraries.mjs'

/** Makes sure that the npm packages are there. @returns {Promise<void>} */
export async function setUp() {
  if (areInstalled()) return
  await withLock(inProject('out/.lock'), installDependencies)
}

/**
 * @param {{ virtualDisplay: boolean }} needs
 * @returns {Promise<import('./setup/electron-runtime.mjs').ElectronRuntime>} one that can run here
 */
export async function setUpElectron(needs) {
  const electron = await findElectron()
  await ensureSystemLibraries(electron.executable, needs)
  return electron
}

if (isStartedDirectly(import.meta.url)) {
  await setUp()
  await setUpElectron({ virtualDisplay: false })
  say('Everything is in place. Open the window with: npm start')
}
