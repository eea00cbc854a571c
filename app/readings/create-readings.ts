/** The readings of one household: its meters, its files, its pages. One piece of work at a time writes. */

import type { CoreProcedures, EmitCoreEvent } from '../contract'
import { type TimeZone, toLocalDate } from '../domain/calendar'
import type { Clock, CommitmentWork, Documents, Random } from '../ports'
import type { Primitives } from '../../crypto'
import type { ChainWriter } from './chain-store'
import { type ConnectDeps, connectMeter, disconnectMeter } from './connect-meter'
import { exportReadings } from './export-readings'
import { followMeter } from './follow-meter'
import { importFile } from './import-file'
import type { MeterConnection, MeterConnections } from './meter-connections'
import type { MeterLink } from './meter-link'
import { type MeterSummary, meterStates } from './meter-states'
import { createOneAtATime } from './one-at-a-time'
import type { PriceSource } from './price-source'
import type { ReadingStore } from './reading-store'
import { dayView } from './views/day-view'
import { monthView } from './views/month-view'
import { overviewView } from './views/overview-view'
import type { ViewContext } from './views/read-day'
import { newestMeter, rangesView, spanOf } from './views/ranges-view'

export type ReadingsDeps = {
  readonly clock: Clock
  readonly random: Random
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly chains: ChainWriter
  readonly readings: ReadingStore
  readonly connections: MeterConnections
  readonly link: MeterLink
  readonly documents: Documents
  /** Null until there is a tariff to ask. */
  readonly prices: PriceSource | null
  /** Zone of the household's days. */
  readonly timeZone: () => TimeZone
  /** True in the simulation: its meters are said to be simulated. */
  readonly simulated: boolean
  readonly emit: EmitCoreEvent
}

type ReadingProcedure =
  | 'meter.connect'
  | 'meter.refresh'
  | 'meter.disconnect'
  | 'readings.ranges'
  | 'readings.day'
  | 'readings.month'
  | 'readings.overview'
  | 'readings.import'
  | 'readings.cancel-import'
  | 'readings.export'

export type Readings = {
  readonly procedures: Pick<CoreProcedures, ReadingProcedure>
  /** Fetches what is new from every meter that can be asked without a person. Idempotent; never throws for a meter. */
  followMeters(): Promise<void>
  /** For program.state: every meter there is, connected or from files. */
  meterStates(): readonly MeterSummary[]
}

/** Files at a time; progress is told at most this many times per file. */
const PROGRESS_STEPS = 200

export function createReadings(deps: ReadingsDeps): Readings {
  const alone = createOneAtATime()
  const imports = { cancel: { aborted: false } }
  const connectDeps = (): ConnectDeps => ({ ...deps, timeZone: deps.timeZone() })
  const followAll = async (connections: readonly MeterConnection[]): Promise<void> => {
    let added = 0
    for (const connection of connections) {
      const before = JSON.stringify(connection.state)
      const outcome = await followMeter(connectDeps(), connection)
      added += outcome.added
      if (outcome.added > 0 || JSON.stringify(outcome.state) !== before) deps.emit('program.changed', {})
    }
    if (added > 0) deps.emit('readings.changed', {})
  }
  const states = (): readonly MeterSummary[] => meterStates(deps)
  return {
    followMeters: () => alone(() => followAll(deps.connections.list().filter((one) => canBeAsked(one, deps.clock)))),
    meterStates: states,
    procedures: {
      ...viewProcedures(deps),
      'meter.connect': ({ address, password }) =>
        alone(async () => {
          const meterId = await connectMeter(connectDeps(), address, password)
          deps.emit('program.changed', {})
          deps.emit('readings.changed', {})
          return stateOf(states(), meterId)
        }),
      'meter.refresh': () =>
        alone(async () => {
          await followAll(deps.connections.list())
          return [...states()]
        }),
      'meter.disconnect': ({ meterId }) =>
        alone(() => {
          disconnectMeter(deps, meterId)
          deps.emit('program.changed', {})
          return Promise.resolve({})
        }),
      'readings.import': ({ files }) =>
        alone(async () => {
          imports.cancel = { aborted: false }
          const { cancel } = imports
          const imported = []
          for (const file of files)
            imported.push(await importFile(deps, file, { cancel, onProgress: progressOf(deps.emit) }))
          deps.emit('readings.changed', {})
          deps.emit('program.changed', {})
          return imported
        }),
      'readings.cancel-import': () => {
        imports.cancel.aborted = true
        return Promise.resolve({})
      }
    }
  }
}

/** Asking again with a password that is known to be wrong would only lock the meter (docs/readings.md 2). */
function canBeAsked({ state }: MeterConnection, clock: Clock): boolean {
  if (state.kind === 'wrong-password') return false
  return state.kind !== 'locked' || state.until <= clock.now()
}

function viewProcedures(
  deps: ReadingsDeps
): Pick<
  CoreProcedures,
  'readings.ranges' | 'readings.day' | 'readings.month' | 'readings.overview' | 'readings.export'
> {
  const context = (): ViewContext => ({
    readings: deps.readings,
    prices: deps.prices,
    timeZone: deps.timeZone(),
    now: deps.clock.now()
  })
  return {
    'readings.ranges': async () => Promise.resolve(rangesView(deps.readings, deps.timeZone())),
    'readings.day': async ({ meterId, date }) =>
      Promise.resolve(dayView(context(), meterId, toLocalDate(date), spanOf(deps.readings, meterId))),
    'readings.month': async ({ meterId, month }) =>
      Promise.resolve(monthView(context(), meterId, toLocalDate(month), spanOf(deps.readings, meterId))),
    'readings.overview': async () => {
      const meterId = newestMeter(deps.readings)
      if (meterId === null) return Promise.resolve({ day: null, againstUsual: null, lastPower: null, month: null })
      return Promise.resolve(overviewView(context(), meterId, spanOf(deps.readings, meterId)))
    },
    'readings.export': async (request) => exportReadings(deps, deps.timeZone(), request)
  }
}

function progressOf(emit: EmitCoreEvent): (file: string, done: number, total: number) => void {
  let told = -1
  return (file, done, total) => {
    const step = Math.floor((PROGRESS_STEPS * done) / Math.max(1, total))
    if (step === told) return
    told = step
    emit('readings.progress', { file: file.slice(0, 200), done, total })
  }
}

function stateOf(states: readonly MeterSummary[], meterId: string): MeterSummary {
  const state = states.find((one) => one.meterId === meterId)
  if (!state) throw new TypeError('meter: connected but not listed')
  return state
}
