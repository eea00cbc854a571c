/**
 * The simulated neighbourhood behind the window: real services as processes, and a household of one's own in it with a
 * database apart (docs/adr/0004). It ends with the program; what an earlier run left behind is removed at start.
 */

import { rmSync } from 'node:fs'
import path from 'node:path'
import { makeFolder } from '../../adapters/system/make-folder'
import { type HouseholdOptions, type OpenHousehold, openHousehold } from '../../adapters/household/open-household'
import { actOnStep } from '../../adapters/simulation/act-on-step'
import { drivenHousehold } from '../../adapters/simulation/driven-household'
import { type DrivenStep, controlDriver, followDriver } from '../../adapters/simulation/follow-driver'
import { type SimulatedClock, createSimulatedClock } from '../../adapters/simulation/simulated-clock'
import { keyFromFile } from '../../adapters/vault/key-file'
import { AppError } from '../../app/app-error'
import type { SimulationState } from '../../app/contract'
import { monthOf, startOfDay, toLocalDate, toTimeZone } from '../../app/domain/calendar'
import { SECONDS_PER_DAY, startOfUtcDay, toUtcSeconds, utcDayOf } from '../../app/domain/interval'
import type { Launch } from '../../services/neighbourhood/launch'
import { prepareMarket } from '../../services/neighbourhood/market'
import { type RunningNeighbourhood, startNeighbourhood } from '../../services/neighbourhood/start-neighbourhood'

export type SimulationDeps = {
  /** Folder of everything simulated; removed with it. */
  readonly folder: string
  readonly launch: Launch
  readonly household: Pick<HouseholdOptions, 'documents' | 'emit' | 'version' | 'systemLocale' | 'workers'>
  readonly changed: (state: SimulationState) => void
  /** The simulated household is there, or gone. */
  readonly entered: (household: OpenHousehold | null) => void
  readonly report: (error: unknown) => void
}

export type Simulation = {
  state(): SimulationState
  start(): SimulationState
  pause(paused: boolean): Promise<SimulationState>
  /** Ends the processes and deletes all that is simulated. */
  remove(): Promise<SimulationState>
}

const HOUSEHOLDS = 20
const ZONE = toTimeZone('Europe/Berlin')
const HISTORY = toLocalDate('2026-02-01')
const WRONG_PERIOD = toLocalDate('2026-03-01')
const LIVE_DAY = utcDayOf(toUtcSeconds(Date.parse('2026-04-01T00:00:00Z') / 1000))
const SECONDS = 900
const PACE_MS = 1500
/** Until the bill of the first live month has come; then the simulation rests and can be resumed. */
const REST_AFTER_DAYS = 33
const PATIENCE_MS = 600_000
const VERIFIED_NEIGHBOURS = 5

const OFF: SimulationState = { phase: 'off', households: 0, now: null, step: null, percent: null, failure: null }

export function createSimulation(deps: SimulationDeps): Simulation {
  rmSync(deps.folder, { recursive: true, force: true })
  let state = OFF
  let run: Run | null = null
  const change = (next: Partial<SimulationState>): void => {
    state = { ...state, ...next }
    deps.changed(state)
  }
  const end = async (): Promise<void> => {
    const ending = run
    run = null
    if (ending) await stopRun(ending)
    deps.entered(null)
    rmSync(deps.folder, { recursive: true, force: true })
  }
  const fail = (error: unknown): void => {
    if (!(error instanceof AppError)) deps.report(error)
    const failure =
      error instanceof AppError ? { code: error.code, params: { ...error.params } } : { code: 'internal', params: {} }
    void end().then(() => change({ ...OFF, phase: 'failed', failure }))
  }
  return {
    state: () => state,
    start: () => {
      if (run) return state
      const started: Run = { cancel: { aborted: false }, neighbourhood: null, household: null, days: 0 }
      run = started
      change({ ...OFF, phase: 'starting', households: HOUSEHOLDS, step: 'starting-services', percent: 0 })
      live(deps, started, change).catch((error: unknown) => {
        if (run === started) fail(error)
      })
      return state
    },
    pause: async (paused) => {
      if (!run?.neighbourhood) throw new AppError('simulation-not-running')
      await controlDriver(run.neighbourhood.driver, paused)
      change({ phase: paused ? 'paused' : 'running' })
      return state
    },
    remove: async () => {
      await end()
      change(OFF)
      return state
    }
  }
}

type Run = {
  readonly cancel: { aborted: boolean }
  neighbourhood: RunningNeighbourhood | null
  household: OpenHousehold | null
  days: number
}

async function stopRun(run: Run): Promise<void> {
  run.cancel.aborted = true
  await run.neighbourhood?.stop()
  await run.household?.close()
}

type Change = (next: Partial<SimulationState>) => void

async function live(deps: SimulationDeps, run: Run, change: Change): Promise<void> {
  const historyStart = startOfDay(HISTORY, ZONE)
  makeFolder(deps.folder, 0o700)
  const { failure, raise } = failureOf(run)
  const neighbourhood = await startServices(deps, run, change, raise)
  run.neighbourhood = neighbourhood
  if (run.cancel.aborted) {
    await stopRun(run)
    return Promise.race([failure, Promise.resolve()])
  }
  const clock = createSimulatedClock(historyStart)
  const household = openSimulatedHousehold(deps, clock)
  run.household = household
  deps.entered(household)
  const contract = { address: neighbourhood.supplier, first: HISTORY, last: null, tariffHash: null, supplierKey: null }
  const driven = drivenHousehold({
    ...neighbourhood.own,
    app: household.app,
    invitation: neighbourhood.invitation,
    contract
  })
  const following = followDriver(
    neighbourhood.driver,
    neighbourhood.own.name,
    async (step) => {
      change(before(step))
      const outcome = await actOnStep(driven, clock, step)
      if (outcome.failure) deps.report(new AppError(outcome.failure))
      change(after(run, step))
      return outcome
    },
    run.cancel
  )
  // A step under way, or the wait for the next one, would keep a failure unsaid for most of a minute.
  const ended = await Promise.race([following, failure])
  if (ended === 'lost') throw new AppError('simulation-failed', { name: 'neighbourhood' })
}

/** The end of a service that nobody asked to end. */
function failureOf(run: Run): { readonly failure: Promise<never>; readonly raise: (program: string) => void } {
  let raise: (program: string) => void = () => undefined
  const failure = new Promise<never>((_, reject) => {
    raise = (program) => {
      run.cancel.aborted = true
      reject(new AppError('simulation-failed', { name: program }))
    }
  })
  failure.catch(() => undefined)
  return { failure, raise }
}

function startServices(
  { folder, launch }: SimulationDeps,
  run: Run,
  change: Change,
  onFailure: (program: string) => void
): Promise<RunningNeighbourhood> {
  const historyStart = startOfDay(HISTORY, ZONE)
  const first = { first: HISTORY, last: HISTORY, zone: ZONE, seconds: SECONDS, prices: null }
  let started = 0
  return prepareMarket({
    ...first,
    tariff: 'time-of-use',
    wrongPeriod: { first: WRONG_PERIOD, last: monthOf(WRONG_PERIOD).last, again: false },
    folder: path.join(folder, 'price-lists')
  }).then((supplier) =>
    startNeighbourhood({
      households: HOUSEHOLDS,
      seconds: SECONDS,
      unitExp: 0,
      timeZone: ZONE,
      load: { kind: 'generated', seed: 'lindenhof' },
      ownStart: historyStart,
      othersStart: toUtcSeconds(startOfUtcDay(LIVE_DAY) - SECONDS_PER_DAY),
      folder,
      groupName: 'Lindenhof',
      operator: 'Netzbetreiber Musterau',
      minRoster: 10,
      launch,
      householdProcesses: 2,
      supplier,
      driver: {
        schedule: { kind: 'living', historyStart, liveDay: LIVE_DAY },
        paceMs: PACE_MS,
        restAfterDays: REST_AFTER_DAYS,
        verifiedNeighbours: VERIFIED_NEIGHBOURS,
        patienceMs: PATIENCE_MS
      },
      onFailure: (program) => {
        if (!run.cancel.aborted) onFailure(program)
      },
      onStart: () => {
        change({ percent: Math.min(40, 7 * ++started) })
      }
    })
  )
}

function openSimulatedHousehold({ folder, household }: SimulationDeps, clock: SimulatedClock): OpenHousehold {
  const databaseFile = path.join(folder, 'household.db')
  return openHousehold({
    ...household,
    databaseFile,
    databaseKey: keyFromFile(path.join(folder, 'household.key'), databaseFile),
    clock,
    systemTimeZone: ZONE,
    simulated: true,
    keyProtection: 'file'
  })
}

/** How far the preparation is when a step begins. */
const PREPARED: Readonly<Record<string, number>> = { pairing: 45, joining: 55, 'reading-history': 65, bills: 85 }

function before({ label, now }: DrivenStep): Partial<SimulationState> {
  const percent = PREPARED[label]
  return percent === undefined ? { now } : { phase: 'preparing', step: label, percent, now }
}

function after(run: Run, { label }: DrivenStep): Partial<SimulationState> {
  if (PREPARED[label] !== undefined && label !== 'bills') return {}
  if (label === 'day') run.days += 1
  const rests = label === 'day' && run.days % REST_AFTER_DAYS === 0
  return { phase: rests ? 'paused' : 'running', step: null, percent: null }
}
