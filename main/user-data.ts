/**
 * Where everything that the program keeps lies: the system's place for it, or a folder named by
 * --user-data-dir=DIR or WATTVEIL_HOME (tests, portable use).
 */

import path from 'node:path'
import type { App } from 'electron'

/** Must run before the app is ready, and before the single-instance lock, which belongs to this folder. */
export function placeUserData(app: App): void {
  const folder = app.commandLine.getSwitchValue('user-data-dir') || process.env['WATTVEIL_HOME']
  if (folder) app.setPath('userData', path.resolve(folder))
}
