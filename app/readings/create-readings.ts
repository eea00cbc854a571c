/** The readings of one household: its meters, its files, its pages. One piece of work at a time writes. */

import type { CoreProcedures, EmitCoreEvent } from '../contract'
import type { TimeZone } from '../domain/calendar'
import type { Clock, CommitmentWork, Documents, Random } from '../ports'
import type { Primitives } from '../../crypto'
import type { BatchStore } from './batch-store'
import type { ChainWriter } from './chain-store'
import { type ConnectDeps, connectMeter, disconnectMeter } from './connect-meter'
import { exportReadings } from './export-readings'
import { followMeter } from './follow-meter'
import { type ImportProgress, importFile } from './import-file'
import type { MeterConnection, MeterConnections } from './meter-connections'
import type { MeterLink } from './meter-link'
import type { MeterNotes } from './meter-notes'
import { type MeterProcedures, meterProcedures } from './meter-procedures'
import { type MeterSummary, meterStates } from './meter-states'
import { createOneAtATime } from './one-at-a-time'
import { createPreparation } from './prepare-views'
import type { PriceSource } from './price-source'
import type { ProfileStore } from './profile-store'
import type { ReadingStore } from './reading-store'
import { type TableProcedures, tableProcedures } from './tables/table-procedures'
import { type ViewProcedures, viewProcedures } from './view-procedures'

export type ReadingsDeps = {
  readonly clock: Clock
  readonly random: Random
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly chains: ChainWriter
  readonly readings: ReadingStore
  readonly profiles: ProfileStore
  readonly notes: MeterNotes
  readonly batches: BatchStore
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
  /** Lets other work have its turn. */
  readonly nextTurn: () => Promise<void>
}

type ReadingProcedure =
  | keyof ViewProcedures
  | keyof MeterProcedures
  | keyof TableProcedures
  | 'meter.connect'
  | 'meter.refresh'
  | 'meter.disconnect'
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

/** Progress is told at most this many times per file while it is read, and once for so many readings found. */
const PROGRESS_STEPS = 200
const ROWS_PER_STEP = 10_000

export function createReadings(deps: ReadingsDeps): Readings {
  const alone = createOneAtATime()
  const imports = { cancel: { aborted: false } }
  const preparation = createPreparation(deps.nextTurn)
  const prepare = (): void => preparation.soon(() => deps.profiles.prepare())
  const changed = (): void => {
    deps.emit('readings.changed', {})
    prepare()
  }
  const connectDeps = (): ConnectDeps => ({ ...deps, timeZone: deps.timeZone() })
  const followAll = async (connections: readonly MeterConnection[]): Promise<void> => {
    let added = 0
    for (const connection of connections) {
      const before = JSON.stringify(connection.state)
      const outcome = await followMeter(connectDeps(), connection)
      added += outcome.added
      if (outcome.added > 0 || JSON.stringify(outcome.state) !== before) deps.emit('program.changed', {})
    }
    if (added > 0) changed()
  }
  const states = (): readonly MeterSummary[] => meterStates(deps)
  // What an earlier run did not come to, or an upgrade dropped: else the first page of years would make all of it.
  prepare()
  return {
    followMeters: () => alone(() => followAll(deps.connections.list().filter((one) => canBeAsked(one, deps.clock)))),
    meterStates: states,
    procedures: {
      ...viewProcedures(deps, preparation),
      ...tableProcedures(deps),
      ...meterProcedures(deps, alone, () => {
        changed()
        deps.emit('program.changed', {})
      }),
      'readings.export': async (request) => exportReadings(deps, deps.timeZone(), request),
      'meter.connect': ({ address, password }) =>
        alone(async () => {
          const meterId = await connectMeter(connectDeps(), address, password)
          deps.emit('program.changed', {})
          changed()
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
      'readings.import': ({ files, ...choices }) =>
        alone(async () => {
          imports.cancel = { aborted: false }
          const { cancel } = imports
          const imported = []
          for (const file of files)
            imported.push(...(await importFile(deps, file, { cancel, onProgress: progressOf(deps.emit) }, choices)))
          changed()
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

function progressOf(emit: EmitCoreEvent): (progress: ImportProgress) => void {
  let told = -1
  return ({ file, done, total, rows }) => {
    const step = Math.floor((PROGRESS_STEPS * done) / Math.max(1, total)) + Math.floor(rows / ROWS_PER_STEP)
    if (step === told) return
    told = step
    emit('readings.progress', { file: file.slice(0, 200), done, total, rows })
  }
}

function stateOf(states: readonly MeterSummary[], meterId: string): MeterSummary {
  const state = states.find((one) => one.meterId === meterId)
  if (!state) throw new TypeError('meter: connected but not listed')
  return state
}
