/**
 * Command line of a service process: --state DIR, --config FILE (JSON), --port N, --simulated-clock SECONDS,
 * --end-with-parent (standard input is a pipe of the program that started it).
 */

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { toUtcSeconds } from '../../app/domain/interval'
import { endWithParent } from './end-with-parent'
import { type ServiceClock, simulatedServiceClock, systemServiceClock } from './service-clock'

export type EntryArguments<Config> = {
  readonly stateFolder: string
  readonly port: number
  readonly config: Config
  readonly clock: ServiceClock
}

/** @throws AppError service-arguments { option }, naming what is missing or wrong. */
export function readEntryArguments<Config>(schema: z.ZodType<Config>, argv: readonly string[]): EntryArguments<Config> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      state: { type: 'string' },
      config: { type: 'string' },
      port: { type: 'string', default: '0' },
      'simulated-clock': { type: 'string' },
      'end-with-parent': { type: 'boolean', default: false }
    }
  })
  if (values['end-with-parent']) endWithParent()
  if (!values.state) throw new AppError('service-arguments', { option: 'state' })
  if (!values.config) throw new AppError('service-arguments', { option: 'config' })
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new AppError('service-arguments', { option: 'port' })
  const simulated = values['simulated-clock']
  return {
    stateFolder: values.state,
    port,
    config: readConfig(schema, values.config),
    clock: simulated === undefined ? systemServiceClock() : simulatedServiceClock(toUtcSeconds(Number(simulated)))
  }
}

function readConfig<Config>(schema: z.ZodType<Config>, file: string): Config {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new AppError('service-config', { where: 'file' })
  }
  const parsed = checkShape(schema, json)
  if (!parsed.success) throw new AppError('service-config', { where: parsed.issues[0]?.path.join('.') ?? '' })
  return parsed.data
}
