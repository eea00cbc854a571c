/** `wattveil serve`: one of the other side's programs, in the foreground, on the PC's clock. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { AppError } from '../../app/app-error'
import { localDateAt, startOfDay, toTimeZone } from '../../app/domain/calendar'
import { systemClock } from '../../adapters/system/system-clock'
import { collectorConfig } from '../../services/collector/collector-config'
import { startCollector } from '../../services/collector/start-collector'
import type { RunningService } from '../../services/runtime/serve'
import { systemServiceClock } from '../../services/runtime/service-clock'
import { supplierServiceConfig } from '../../services/supplier/config'
import { exampleSupplierConfig } from '../../services/supplier/example-config'
import { startSupplier } from '../../services/supplier/start-supplier'
import { meterServiceConfig } from '../../services/virtual-meter/config'
import { startVirtualMeter } from '../../services/virtual-meter/start-virtual-meter'
import {
  type Arguments,
  type Command,
  type Output,
  UsageError,
  atMost,
  optionalText,
  requiredText,
  wholeNumber
} from '../command'

const ZONE = toTimeZone('Europe/Berlin')

export const serveCommand: Command = {
  name: 'serve',
  usage: 'serve meter|collector|supplier --state DIR [--config FILE] [--port N]',
  summary: 'Runs a virtual meter, a collector or a supplier on this PC until it is stopped.',
  options: { state: { type: 'string' }, config: { type: 'string' }, port: { type: 'string' } },
  help: [
    ['--state DIR', 'folder for its keys and data; made where it is missing'],
    ['--config FILE', 'JSON; an example of its kind when absent'],
    ['--port N', 'port on 127.0.0.1; any free one when absent']
  ],
  exitCodes: [
    [0, 'it was stopped'],
    [2, 'it could not start'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [kind] = args.positionals
    if (kind !== 'meter' && kind !== 'collector' && kind !== 'supplier') {
      throw new UsageError('serve takes meter, collector or supplier')
    }
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

const START: Readonly<Record<'meter' | 'collector' | 'supplier', Start>> = {
  meter: async (args, output) => {
    const config = configOf(meterServiceConfig, args, exampleMeter())
    const service = await startVirtualMeter({ ...place(args), config })
    const meters = config.meters.map(({ meterId, password }) => ({
      address: `${service.url}/meters/${meterId}`,
      password
    }))
    output.result({ ready: 'meter', url: service.url, meters }, () =>
      meters.map(({ address, password }) => `Meter at ${address}, password ${password}`)
    )
    return service
  },
  collector: async (args, output) => {
    const config = configOf(collectorConfig, args, EXAMPLE_GROUP)
    const service = await startCollector({ ...place(args), config })
    output.result({ ready: 'collector', url: service.url, invitation: service.invitation }, () => [
      `Collector of ${config.group.name} at ${service.url}, invitation at ${service.url}/invitation`
    ])
    return service
  },
  supplier: async (args, output) => {
    const config = configOf(supplierServiceConfig, args, exampleSupplierConfig(ZONE))
    const service = await startSupplier({ ...place(args), config })
    output.result({ ready: 'supplier', url: service.url }, () => [`Supplier ${config.name} at ${service.url}`])
    return service
  }
}

const EXAMPLE_GROUP = { operator: 'Netzbetreiber Musterau', group: { name: 'Lindenhof', seconds: 900 } }

function exampleMeter(): unknown {
  const now = systemClock.now()
  const load = { kind: 'generated', seed: 'example', solar: true, timeZone: ZONE }
  const start = startOfDay(localDateAt(now, ZONE), ZONE)
  const password = randomBytes(9).toString('base64url')
  return { meters: [{ meterId: '1WVL0000000001', password, level: 2, seconds: 900, unitExp: 0, start, load }] }
}

function place(args: Arguments): { stateFolder: string; port: number; clock: ReturnType<typeof systemServiceClock> } {
  return {
    stateFolder: requiredText(args, 'state'),
    port: wholeNumber(args, 'port', 0, 0, 65_535),
    clock: systemServiceClock()
  }
}

function configOf<Config>(schema: z.ZodType<Config>, args: Arguments, example: unknown): Config {
  const parsed = schema.safeParse(readConfig(args) ?? example)
  if (!parsed.success) throw new AppError('service-config', { where: parsed.error.issues[0]?.path.join('.') ?? '' })
  return parsed.data
}

function readConfig(args: Arguments): unknown {
  const file = optionalText(args, 'config')
  if (file === undefined) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new AppError('service-config', { where: file })
  }
}
