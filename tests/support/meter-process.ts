/** Virtual meters on loopback with a clock that the test sets, and a household's stores to follow them. */

import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createInProcessWork } from '../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { createHttpMeterLink } from '../../adapters/http/meter-link'
import type { Leaving } from '../../adapters/http/request'
import { createPlatformPrimitives } from '../../adapters/platform-crypto/platform-primitives'
import { createChainStore } from '../../adapters/storage/chain-store'
import type { Database } from '../../adapters/storage/database'
import { createMeterConnections } from '../../adapters/storage/meter-connections'
import { createBatchStore } from '../../adapters/storage/batch-store'
import { createMeterNotes } from '../../adapters/storage/meter-notes'
import { createProfileStore } from '../../adapters/storage/profile-store'
import { createReadingStore } from '../../adapters/storage/reading-store'
import { systemRandom } from '../../adapters/system/system-random'
import { toTimeZone } from '../../app/domain/calendar'
import { toUtcSeconds } from '../../app/domain/interval'
import { toMeterId } from '../../app/domain/meter/meter'
import type { ReadingsDeps } from '../../app/readings/create-readings'
import type { FollowDeps } from '../../app/readings/follow-deps'
import type { MeterConnection } from '../../app/readings/meter-connections'
import { simulatedServiceClock } from '../../services/runtime/service-clock'
import { meterServiceConfig } from '../../services/virtual-meter/config'
import { startVirtualMeter } from '../../services/virtual-meter/start-virtual-meter'
import { temporaryFolder } from './temporary-folder'

export const METER_ID = toMeterId('1WVT0000000001')
export const METER_PASSWORD = 'tulip-harbour-42'
export const BERLIN = toTimeZone('Europe/Berlin')
/** Midnight in Berlin, 1 March 2026. */
export const METER_START = toUtcSeconds(Date.parse('2026-02-28T23:00:00Z') / 1000)

export type MeterProcess = {
  /** Address of the meter as a person would type it. */
  readonly url: string
  readonly folder: string
  setTime(now: number): Promise<void>
  stop(): Promise<void>
}

export type MeterProcessOptions = {
  readonly solar?: boolean
  readonly folder?: string
  readonly now?: number
  readonly seconds?: number
  readonly port?: number
  /** Replays this file's first home instead of making one up. */
  readonly file?: string
  readonly intervals?: number
  readonly unitExp?: 0 | 1 | 2
}

export async function meterProcess(options: MeterProcessOptions = {}): Promise<MeterProcess> {
  const folder = options.folder ?? join(temporaryFolder(), 'meters')
  const config = meterServiceConfig.parse({
    meters: [
      {
        meterId: METER_ID,
        password: METER_PASSWORD,
        level: 0,
        seconds: options.seconds ?? 900,
        unitExp: options.unitExp ?? 0,
        start: METER_START,
        load: loadOf(options)
      }
    ]
  })
  const clock = simulatedServiceClock(toUtcSeconds(options.now ?? METER_START))
  const service = await startVirtualMeter({ config, stateFolder: folder, port: options.port ?? 0, clock })
  const state = { running: true }
  const stop = async (): Promise<void> => {
    if (!state.running) return
    state.running = false
    await service.close()
  }
  onTestFinished(stop)
  return {
    url: `${service.url}/meters/${METER_ID}`,
    folder,
    setTime: async (now) => {
      const response = await fetch(`${service.url}/simulation/clock`, { method: 'POST', body: JSON.stringify({ now }) })
      if (!response.ok) throw new Error('the meter did not take the time')
    },
    stop
  }
}

function loadOf({ file, intervals, solar }: MeterProcessOptions): object {
  return file === undefined
    ? { kind: 'generated', seed: 'home', solar: solar ?? false, timeZone: 'Europe/Berlin' }
    : { kind: 'replayed', file, household: 0, households: 1, intervals: intervals ?? 1 }
}

/** All that a household needs to follow a meter, on its own database; `sent` fills with what would be logged. */
export function householdOf(
  database: Database
): FollowDeps & Pick<ReadingsDeps, 'profiles' | 'notes' | 'batches'> & { readonly sent: Leaving[] } {
  const primitives = createPlatformPrimitives()
  const sent: Leaving[] = []
  return {
    primitives,
    work: createInProcessWork(loadKernel(), systemRandom),
    timeZone: BERLIN,
    random: systemRandom,
    chains: createChainStore(database, primitives),
    readings: createReadingStore(database),
    profiles: createProfileStore(database),
    notes: createMeterNotes(database),
    batches: createBatchStore(database),
    connections: createMeterConnections(database),
    link: createHttpMeterLink((leaving) => void sent.push(leaving)),
    sent
  }
}

/** A connection as `meter.connect` saves it before the first step. */
export function newConnection(url: string, password = METER_PASSWORD): MeterConnection {
  return { meterId: METER_ID, address: { url, password }, state: { kind: 'connected' }, pairingId: null, pending: null }
}
