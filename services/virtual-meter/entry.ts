/** The meter process. */

import { announceReady, closeOnSignal } from '../runtime/serve'
import { readEntryArguments } from '../runtime/entry-arguments'
import { meterServiceConfig } from './config'
import { startVirtualMeter } from './start-virtual-meter'

void startVirtualMeter(readEntryArguments(meterServiceConfig, process.argv.slice(2))).then((service) => {
  announceReady('virtual-meter', service)
  closeOnSignal(service.close)
})
