/** Starts the empty window in the same Electron, with the same switches and a home of its own. */

import path from 'node:path'
import { type ElectronApplication, _electron } from '@playwright/test'
import { switches, testElectron } from '../../e2e/support/launch'

const FOLDER = path.resolve(import.meta.dirname, '../empty-window')

/** @param home empty folder for what Chromium keeps */
export function launchEmptyWindow(home: string): Promise<ElectronApplication> {
  const executablePath = testElectron()
  return _electron.launch({
    executablePath,
    args: [FOLDER, ...switches(executablePath), `--user-data-dir=${home}`, '--lang=en']
  })
}
