/** `wattveil serve`: one of the other side's programs, in the foreground, on the PC's clock. */

import { randomBytes } from 'node:crypto'
import { localDateAt, startOfDay, toTimeZone } from '../../app/domain/calendar'
import { systemClock } from '../../adapters/system/system-clock'
import type { RunningService } from '../../services/runtime/serve'
import { supplierServiceConfig } from '../../services/supplier/config'
import { exampleSupplierConfig } from '../../services/supplier/example-config'
import { startSupplier } from '../../services/supplier/start-supplier'
import { meterServiceConfig } from '../../services/virtual-meter/config'
import { startVirtualMeter } from '../../services/virtual-meter/start-virtual-meter'
import { type Arguments, type Command, type Output, UsageError, atMost } from '../command'
import { configOf, placeOf } from '../serve/arguments'
import { serveCollector } from '../serve/collector'
import { serveHousehold } from '../serve/household'

const ZONE = toTimeZone('Europe/Berlin')

export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve meter|collector|supplier|household --state DIR [--config FILE] [--port N] [--host H] [--tls]',
  summary: 'Runs a virtual meter, a collector, a supplier or a home without a window until it is stopped.',
  options: {
    state: { type: 'string' },
    config: { type: 'string' },
    port: { type: 'string' },
    host: { type: 'string' },
    tls: { type: 'boolean' },
    'public-address': { type: 'string' },
    metrics: { type: 'string' }
  },
  help: [
    ['--state DIR', 'folder for its keys and data; made where it is missing'],
    ['--config FILE', 'JSON; an example of its kind when absent'],
    ['--port N', 'port it listens on; any free one when absent'],
    ['--host H', 'address a collector listens on; 127.0.0.1 when absent'],
    ['--tls', 'a collector makes a key of its own and encrypts; invitations name the key'],
    ['--public-address URL', 'where homes reach the collector, where that is not where it listens'],
    ['--metrics N', 'port on 127.0.0.1 for the counters of a collector']
  ],
  exitCodes: [
    [0, 'it was stopped'],
    [2, 'it could not start'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [kind] = args.positionals
    if (kind === undefined || !isKind(kind)) throw new UsageError('serve takes meter, collector, supplier or household')
    atMost(args, 1)
    const service = await START[kind](args, output)
    await new Promise<void>((resolve) => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
    await service.close()
    return 0
  }
}

type Start = (args: Arguments, output: Output) => Promise<RunningService>

const START: Readonly<Record<'meter' | 'collector' | 'supplier' | 'household', Start>> = {
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

function isKind(kind: string): kind is keyof typeof START {
  return Object.hasOwn(START, kind)
}

function exampleMeter(): unknown {
  const now = systemClock.now()
  const load = { kind: 'generated', seed: 'example', solar: true, timeZone: ZONE }
  const start = startOfDay(localDateAt(now, ZONE), ZONE)
  const password = randomBytes(9).toString('base64url')
  return { meters: [{ meterId: '1WVL0000000001', password, level: 2, seconds: 900, unitExp: 0, start, load }] }
}
