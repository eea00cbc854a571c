/** `wattveil serve meter`: virtual meters from a configuration, or made at the first start and kept in the folder. */

import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import { createFileNow } from '../../adapters/system/replace-file'
import { systemClock } from '../../adapters/system/system-clock'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { checkShape } from '../../app/check-shape'
import { localDateAt, startOfDay, toTimeZone } from '../../app/domain/calendar'
import { SECONDS_PER_DAY } from '../../app/domain/interval'
import type { RunningService } from '../../services/runtime/serve'
import { type MeterServiceConfig, meterServiceConfig } from '../../services/virtual-meter/config'
import { startVirtualMeter } from '../../services/virtual-meter/start-virtual-meter'
import { type Arguments, type Output, UsageError, optionalText, requiredText, wholeNumber } from '../command'
import { configOf, placeOf } from './arguments'
import { slowField, slowWords } from './slow-words'

const KEPT = 'meters.json'
const ZONE = toTimeZone('Europe/Berlin')
const SECONDS = 900
const MOST_METERS = 200
/** The virtual meter's loads change at these steps. */
const MODEL_STEP = 300

export async function serveMeter(args: Arguments, output: Output): Promise<RunningService> {
  const place = placeOf(args)
  const config = optionalText(args, 'config') === undefined ? ownMeters(args) : configOf(meterServiceConfig, args, null)
  const service = await startVirtualMeter({ ...place, config })
  const meters = config.meters.map(({ meterId, password }) => ({
    address: `${service.url}/meters/${meterId}`,
    password
  }))
  output.result({ ready: 'meter', url: service.url, meters, ...slowField(service) }, () => [
    ...meters.map(({ address, password }) => `Meter at ${address} with password ${password}`),
    ...slowWords(service)
  ])
  return service
}

/** Two meters of one number cannot be in one group, so each is made with a number of its own, and stays who it is. */
function ownMeters(args: Arguments): MeterServiceConfig {
  const count = wholeNumber(args, 'meters', 0, 1, MOST_METERS)
  const seconds = wholeNumber(args, 'seconds', 0, MODEL_STEP, SECONDS_PER_DAY)
  if (seconds % MODEL_STEP !== 0 || (seconds !== 0 && SECONDS_PER_DAY % seconds !== 0)) {
    throw new UsageError('--seconds: 300, 900, 1800 or another multiple of 300 that divides a day')
  }
  const file = path.join(requiredText(args, 'state'), KEPT)
  if (existsSync(file)) return keptMeters(file, count, seconds)
  const made = { meters: Array.from({ length: count || 1 }, () => newMeter(seconds || SECONDS)) }
  makeFolder(path.dirname(file), 0o700)
  const checked = parsed(file, made)
  createFileNow(file, `${JSON.stringify(made, null, 2)}\n`)
  return checked
}

function keptMeters(file: string, count: number, seconds: number): MeterServiceConfig {
  const config = parsed(file, readJson(file))
  const differs =
    (count !== 0 && count !== config.meters.length) ||
    (seconds !== 0 && config.meters.some((meter) => meter.seconds !== seconds))
  if (differs)
    throw new UsageError(`${file} has other meters already: leave out --meters and --seconds, or take another --state`)
  return config
}

function newMeter(seconds: number): z.input<typeof meterServiceConfig>['meters'][number] {
  const meterId = `1WVL${String(randomInt(10 ** 10)).padStart(10, '0')}`
  return {
    ...{ meterId, password: randomBytes(9).toString('base64url'), level: 2, seconds, unitExp: 0 },
    start: startOfDay(localDateAt(systemClock.now(), ZONE), ZONE),
    load: { kind: 'generated', seed: meterId, solar: true, timeZone: ZONE }
  }
}

function parsed(file: string, json: unknown): MeterServiceConfig {
  const shape = checkShape(meterServiceConfig, json)
  if (!shape.success) throw new AppError('service-config', { where: shape.issues[0]?.path.join('.') ?? file })
  return shape.data
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new AppError('service-config', { where: file })
  }
}
