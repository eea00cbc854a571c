/** The programs that `wattveil serve` runs, by their kind. */

import { randomBytes } from 'node:crypto'
import { systemClock } from '../../adapters/system/system-clock'
import { localDateAt, startOfDay, toTimeZone } from '../../app/domain/calendar'
import type { RunningService } from '../../services/runtime/serve'
import { supplierServiceConfig } from '../../services/supplier/config'
import { exampleSupplierConfig } from '../../services/supplier/example-config'
import { startSupplier } from '../../services/supplier/start-supplier'
import { meterServiceConfig } from '../../services/virtual-meter/config'
import { startVirtualMeter } from '../../services/virtual-meter/start-virtual-meter'
import type { Arguments, Output } from '../command'
import { configOf, placeOf } from './arguments'
import { serveCollector } from './collector'
import { serveHousehold } from './household'

const ZONE = toTimeZone('Europe/Berlin')

type Start = (args: Arguments, output: Output) => Promise<RunningService>

export const START: Readonly<Record<'meter' | 'collector' | 'supplier' | 'household', Start>> = {
  meter: async (args, output) => {
    const config = configOf(meterServiceConfig, args, exampleMeter())
    const service = await startVirtualMeter({ ...placeOf(args), config })
    const meters = config.meters.map(({ meterId, password }) => ({
      address: `${service.url}/meters/${meterId}`,
      password
    }))
    output.result({ ready: 'meter', url: service.url, meters }, () =>
      meters.map(({ address, password }) => `Meter at ${address}, password ${password}`)
    )
    return service
  },
  collector: serveCollector,
  household: serveHousehold,
  supplier: async (args, output) => {
    const config = configOf(supplierServiceConfig, args, exampleSupplierConfig(ZONE))
    const service = await startSupplier({ ...placeOf(args), config })
    output.result({ ready: 'supplier', url: service.url }, () => [`Supplier ${config.name} at ${service.url}`])
    return service
  }
}

export function isKind(kind: string): kind is keyof typeof START {
  return Object.hasOwn(START, kind)
}

function exampleMeter(): unknown {
  const now = systemClock.now()
  const load = { kind: 'generated', seed: 'example', solar: true, timeZone: ZONE }
  const start = startOfDay(localDateAt(now, ZONE), ZONE)
  const password = randomBytes(9).toString('base64url')
  return { meters: [{ meterId: '1WVL0000000001', password, level: 2, seconds: 900, unitExp: 0, start, load }] }
}
