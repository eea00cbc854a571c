/** The supplier process. */

import { readEntryArguments } from '../runtime/entry-arguments'
import { announceReady, closeOnSignal } from '../runtime/serve'
import { supplierServiceConfig } from './config'
import { startSupplier } from './start-supplier'

void startSupplier(readEntryArguments(supplierServiceConfig, process.argv.slice(2))).then((service) => {
  announceReady('supplier', service)
  closeOnSignal(service.close)
})
