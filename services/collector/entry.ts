/** The collector process. */

import { readEntryArguments } from '../runtime/entry-arguments'
import { announceReady, closeOnSignal } from '../runtime/serve'
import { collectorConfig } from './collector-config'
import { startCollector } from './start-collector'

void startCollector(readEntryArguments(collectorConfig, process.argv.slice(2))).then((service) => {
  announceReady('collector', service)
  closeOnSignal(service.close)
})
