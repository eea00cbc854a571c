/** Entry of the program: one instance for each folder of data. */

import path from 'node:path'
import { app } from 'electron'
import { emptyDumps } from '../adapters/system/empty-dumps'
import { watchArrivedFiles } from './arrived-files'
import { openProgram } from './open-program'
import { registerPageScheme } from './page-protocol'
import { refuseLookups } from './security/refuse-lookups'
import { keepWindowSmall } from './small-window'
import { readUpdateSource } from './updates/update-source'
import { placeUserData } from './user-data'

emptyDumps()
placeUserData(app)
if (app.requestSingleInstanceLock()) begin()
else app.quit()

function begin(): void {
  // As root Chromium cannot sandbox at all, and insisting on it makes its helper processes restart for ever.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  refuseLookups(app, readUpdateSource(path.join(app.getAppPath(), 'release.json'))?.feed ?? null)
  keepWindowSmall(app)
  registerPageScheme()
  const arrivals = watchArrivedFiles(app, process.argv.slice(1))
  void app.whenReady().then(() => openProgram(path.join(__dirname, '..'), arrivals))
}
