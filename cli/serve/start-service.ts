/** The programs that `wattveil serve` runs, by their kind. */

import { toTimeZone } from '../../app/domain/calendar'
import type { RunningService } from '../../services/runtime/serve'
import { supplierServiceConfig } from '../../services/supplier/config'
import { exampleSupplierConfig } from '../../services/supplier/example-config'
import { startSupplier } from '../../services/supplier/start-supplier'
import type { Arguments, Output } from '../command'
import { configOf, placeOf } from './arguments'
import { serveCollector } from './collector'
import { serveHousehold } from './household'
import { serveMeter } from './meter'
import { slowField, slowWords } from './slow-words'

const ZONE = toTimeZone('Europe/Berlin')

type Start = (args: Arguments, output: Output) => Promise<RunningService>

export const START: Readonly<Record<'meter' | 'collector' | 'supplier' | 'household', Start>> = {
  meter: serveMeter,
  collector: serveCollector,
  household: serveHousehold,
  supplier: async (args, output) => {
    const config = configOf(supplierServiceConfig, args, exampleSupplierConfig(ZONE))
    const service = await startSupplier({ ...placeOf(args), config })
    output.result({ ready: 'supplier', url: service.url, ...slowField(service) }, () => [
      `Supplier ${config.name} at ${service.url}`,
      ...slowWords(service)
    ])
    return service
  }
}

export function isKind(kind: string): kind is keyof typeof START {
  return Object.hasOwn(START, kind)
}
