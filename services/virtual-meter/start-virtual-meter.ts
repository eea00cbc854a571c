/** Starts a process's meters: opens their state, loads what they measure, serves their interface. */

import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { makeFolder } from '../../adapters/system/make-folder'
import { AppError } from '../../app/app-error'
import { SECONDS_PER_DAY, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import { readCsvLoads } from '../load-generator/csv-loads'
import { createGeneratedLoad } from '../load-generator/generated-load'
import type { Load } from '../load-generator/load'
import { replayLoads } from '../load-generator/replayed-load'
import { type RunningService, serveRoutes } from '../runtime/serve'
import { isSlow, mountStatus } from '../runtime/slow-arithmetic'
import type { ServiceClock } from '../runtime/service-clock'
import type { MeterConfig, MeterServiceConfig } from './config'
import { mountMeter } from './meter-routes'
import { openMeterState } from './meter-state'
import { produceRecords } from './produce-records'
import { createVirtualMeter } from './virtual-meter'

export type VirtualMeterOptions = {
  readonly config: MeterServiceConfig
  /** Folder for keys and chains; made where it is missing. */
  readonly stateFolder: string
  readonly port: number
  readonly clock: ServiceClock
}

/** Values nobody fetched are erased after this many days (docs/protocol/meter-chain.md 5). */
const VALUE_DAYS = 62

/** @throws AppError of the database, of a load file, or meter-load-mismatch. */
export async function startVirtualMeter({
  config,
  stateFolder,
  port,
  clock
}: VirtualMeterOptions): Promise<RunningService> {
  makeFolder(stateFolder)
  const state = openMeterState(stateFolder)
  const primitives = createPlatformPrimitives()
  const loads = await loadsOf(config)
  const meters = config.meters.map((meter, index) => {
    const load = loads[index]
    if (load?.seconds !== meter.seconds || load.unitExp !== meter.unitExp) {
      throw new AppError('meter-load-mismatch', { meter: meter.meterId })
    }
    const secrets = state.secretsOf(meter.meterId, () => ({ seed: randomBytes(32), salt: randomBytes(16) }))
    return createVirtualMeter(primitives, meter, load, secrets)
  })
  const deps = { primitives, kernel: loadKernel(), state, meters }
  let [caughtUp, sweptDay] = [-1, -1]
  const catchUp = oneAtATime(async () => {
    const now = clock.clock.now()
    if (now === caughtUp) return
    await produceRecords(deps, now)
    caughtUp = now
    // It reads every record, so once a day must do.
    if (utcDayOf(now) === sweptDay) return
    sweptDay = utcDayOf(now)
    state.eraseValuesBefore(toUtcSeconds(Math.max(0, now - VALUE_DAYS * SECONDS_PER_DAY)))
  })
  const routes = new Hono()
  clock.mount(routes)
  mountStatus(routes, deps.kernel)
  const paired = (): void => {
    caughtUp = -1
  }
  for (const meter of meters) mountMeter(routes, { ...deps, clock: clock.clock, catchUp, paired }, meter)
  routes.notFound((context) => context.json({ code: 'unknown-meter' }, 404))
  const service = await serveRoutes({ routes, port })
  return {
    url: service.url,
    slowArithmetic: isSlow(deps.kernel),
    close: async () => {
      await service.close()
      await catchUp()
      state.close()
    }
  }
}

/** Requests that come while the chains are being brought up to date wait for the same run, then for one of their own. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  return () => {
    running = running.then(work, work)
    return running
  }
}

async function loadsOf(config: MeterServiceConfig): Promise<Load[]> {
  const files = new Map<string, ReturnType<typeof readCsvLoads>>()
  return Promise.all(config.meters.map((meter) => loadOf(meter, files)))
}

async function loadOf(
  { load, seconds, start }: MeterConfig,
  files: Map<string, ReturnType<typeof readCsvLoads>>
): Promise<Load> {
  if (load.kind === 'generated') {
    const { intervals } = load
    return createGeneratedLoad({
      ...load,
      seconds,
      ...(intervals ? { end: toUtcSeconds(start + intervals * seconds) } : {})
    })
  }
  const reading = files.get(load.file) ?? readCsvLoads(load.file)
  files.set(load.file, reading)
  const replayed = replayLoads(await reading, load.households, start, load.intervals)[load.household]
  if (!replayed) throw new AppError('load-file-too-short', { name: '', days: 0 })
  return replayed
}
