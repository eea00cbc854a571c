/** What the programs of `wattveil serve` are told alike: their folder, their port, their configuration. */

import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { systemServiceClock } from '../../services/runtime/service-clock'
import { type Arguments, optionalText, requiredText, wholeNumber } from '../command'

export function placeOf(args: Arguments): {
  stateFolder: string
  port: number
  clock: ReturnType<typeof systemServiceClock>
} {
  return {
    stateFolder: requiredText(args, 'state'),
    port: wholeNumber(args, 'port', 0, 0, 65_535),
    clock: systemServiceClock()
  }
}

export function configOf<Config>(schema: z.ZodType<Config>, args: Arguments, example: unknown): Config {
  const parsed = checkShape(schema, readConfig(args) ?? example)
  if (!parsed.success) throw new AppError('service-config', { where: parsed.issues[0]?.path.join('.') ?? '' })
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
