/** The driver process: the simulation's clockwork. */

import { readEntryArguments } from '../runtime/entry-arguments'
import { announceReady, closeOnSignal } from '../runtime/serve'
import { startDriver } from './driver'
import { driverConfig, stepsOf } from './driver-config'

const { config, port } = readEntryArguments(driverConfig, process.argv.slice(2))

void startDriver({ ...config, steps: stepsOf(config), port }).then((driver) => {
  announceReady('neighbourhood', driver)
  closeOnSignal(driver.close)
})
