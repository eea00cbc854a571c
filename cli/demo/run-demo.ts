/** Lives through a demo: neighbourhood up, the own household follows the driver, everything down again. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { actOnStep } from '../../adapters/simulation/act-on-step'
import { drivenHousehold } from '../../adapters/simulation/driven-household'
import { followDriver } from '../../adapters/simulation/follow-driver'
import { createSimulatedClock } from '../../adapters/simulation/simulated-clock'
import { AppError } from '../../app/app-error'
import type { TimeZone } from '../../app/domain/calendar'
import { type TariffKind, prepareMarket } from '../../services/neighbourhood/market'
import { NOTES_FILE, notingConnection } from '../../services/household/note-submits'
import type { DriverConfig } from '../../services/neighbourhood/driver-config'
import { type NeighbourhoodOptions, planHouseholds } from '../../services/neighbourhood/plan'
import { LOOKS_AN_INTERVAL } from '../../services/neighbourhood/schedule'
import { startNeighbourhood } from '../../services/neighbourhood/start-neighbourhood'
import type { PriceTable } from '../../services/supplier/publish-index'
import { createChildLaunch } from '../launch-child'
import { type CliHousehold, openCliHousehold } from '../open-cli-household'
import type { DemoLoads } from './demo-loads'
import { type DemoSpan, intervalsNeeded } from './demo-span'
import { type RoundCounts, countRounds } from './round-counts'
import { createStallWatch } from './stall-watch'
import { createStriker } from './strike-processes'

export type DemoOptions = {
  readonly households: number
  readonly span: DemoSpan
  readonly zone: TimeZone
  readonly loads: DemoLoads
  readonly tariff: TariffKind
  readonly prices: PriceTable | null
  readonly mode: 'batch' | 'live'
  /** Of a live demo: hours with rounds, from midnight UTC of the first whole day on. */
  readonly hours: number
  /** What goes wrong on purpose; null for a demo in which everybody is there and honest. */
  readonly trouble: DemoTrouble | null
  /** Folder of the own household. */
  readonly folder: string
  readonly say: (line: string) => void
  readonly progress: (line: string) => void
}

export type DemoTrouble = {
  readonly seed: string
  /** Share of days on which a neighbour is away. */
  readonly drop: number
  /** How often each neighbour's process is killed: share of its looks in a batch group, of its intervals in a live one. */
  readonly crash: number
  /** Neighbours that change a number they send; at most as many as are not the own one. */
  readonly disrupt: number
}

export type DemoOutcome = {
  readonly household: CliHousehold
  readonly rounds: RoundCounts
  readonly filled: number
  readonly failures: readonly string[]
  /** How often a process was killed on purpose. */
  readonly struck: number
}

const HOUSEHOLD_PROCESSES = 2
const SMALLEST_ROSTER = 10
const PATIENCE_MS = 900_000
/** Where processes are killed, one that never comes back costs a step this long and no longer. */
const PATIENCE_IN_TROUBLE_MS = 120_000
const VERIFIED_NEIGHBOURS = 5
/** Where neighbours are away, more of them have to be known for enough to be there. */
const VERIFIED_IN_TROUBLE = 12
const TROUBLED_PACE = { looksADay: 4, settleDays: 5 }

/** The caller closes the household. @throws AppError of any part that cannot start or ends by itself. */
export async function runDemo(options: DemoOptions): Promise<DemoOutcome> {
  const { span, loads, households, zone } = options
  const state = await mkdtemp(path.join(tmpdir(), 'wattveil-demo-'))
  const plan: NeighbourhoodOptions = {
    households,
    seconds: loads.seconds,
    unitExp: loads.unitExp,
    timeZone: zone,
    load: loads.describe(intervalsNeeded(span, loads.seconds)),
    ownStart: span.start,
    othersStart: span.start
  }
  const clock = createSimulatedClock(span.start)
  const household = openCliHousehold({
    ...{ folder: options.folder, create: true, clock, timeZone: zone, simulated: true },
    reach: (straight) => notingConnection(straight, path.join(state, NOTES_FILE))
  })
  try {
    const { failures, struck } = await live(options, plan, state, household, clock)
    const rounds = await countRounds({
      ...{ household, span, plan, mode: options.mode, hours: options.hours, loads: loads.loads(plan) },
      disruptors: new Set(disruptorsOf(options.trouble, plan)),
      stateFolder: state
    })
    return { household, rounds, filled: loads.filled(plan), failures, struck }
  } catch (error) {
    await household.close()
    throw error
  } finally {
    await rm(state, { recursive: true, force: true })
  }
}

async function live(
  options: DemoOptions,
  plan: NeighbourhoodOptions,
  state: string,
  household: CliHousehold,
  clock: ReturnType<typeof createSimulatedClock>
): Promise<{ readonly failures: string[]; readonly struck: number }> {
  const { span, zone, trouble } = options
  const childLaunch = createChildLaunch(path.join(__dirname, '..', 'services'), trouble ? () => undefined : options.say)
  const looks = options.mode === 'live' ? LOOKS_AN_INTERVAL : 1
  const striker = createStriker(childLaunch, trouble?.seed ?? '', (trouble?.crash ?? 0) / looks)
  const disruptors = new Set(disruptorsOf(trouble, plan))
  const cancel = { aborted: false }
  const failed: { program: string | null } = { program: null }
  const wrong = span.billed[0] ?? span
  const supplier = await prepareMarket({
    tariff: options.tariff,
    zone,
    first: span.first,
    last: span.last,
    seconds: plan.seconds,
    prices: options.prices,
    wrongPeriod: { first: wrong.first, last: wrong.last, again: true },
    folder: path.join(state, 'price-lists')
  })
  const neighbourhood = await startNeighbourhood({
    ...plan,
    folder: state,
    groupName: 'Lindenhof',
    operator: 'Netzbetreiber Musterau',
    minRoster: SMALLEST_ROSTER,
    mode: options.mode,
    launch: striker.launch,
    householdProcesses: trouble ? plan.households : HOUSEHOLD_PROCESSES,
    ...(trouble
      ? { mischief: (name) => ({ seed: trouble.seed, drop: trouble.drop, disrupts: disruptors.has(name) }) }
      : {}),
    supplier,
    driver: {
      schedule: scheduleOf(options, plan.seconds),
      paceMs: 0,
      restAfterDays: 10_000,
      verifiedNeighbours: trouble ? VERIFIED_IN_TROUBLE : VERIFIED_NEIGHBOURS,
      patienceMs: trouble ? PATIENCE_IN_TROUBLE_MS : PATIENCE_MS
    },
    onFailure: (program) => {
      failed.program = program
      cancel.aborted = true
    }
  })
  const failures: string[] = []
  try {
    const contract = {
      address: neighbourhood.supplier,
      first: span.first,
      last: span.last,
      tariffHash: null,
      supplierKey: null
    }
    const driven = drivenHousehold({
      ...neighbourhood.own,
      app: household.app,
      invitation: neighbourhood.invitation,
      contract
    })
    const watch = createStallWatch(2 * PATIENCE_MS)
    const followed = followDriver(
      neighbourhood.driver,
      neighbourhood.own.name,
      async (step) => {
        watch.heard()
        options.progress(`${new Date(step.now * 1000).toISOString().slice(0, 10)} ${step.label}`)
        striker.strike(step)
        const outcome = await actOnStep(driven, clock, step)
        if (outcome.failure) failures.push(outcome.failure)
        return outcome
      },
      cancel
    )
    const ended = await Promise.race([followed, striker.failed, watch.stalled]).finally(watch.end)
    if (failed.program !== null || ended !== 'ended')
      throw new AppError('simulation-failed', { name: failed.program ?? 'driver' })
    return { failures, struck: striker.struck() }
  } finally {
    cancel.aborted = true
    await striker.calm()
    await neighbourhood.stop()
  }
}

/** The last ones cheat: the own household and those it has verified are the first. */
function disruptorsOf(trouble: DemoTrouble | null, plan: NeighbourhoodOptions): readonly string[] {
  if (!trouble || trouble.disrupt === 0) return []
  return planHouseholds(plan)
    .filter(({ isOwn }) => !isOwn)
    .slice(-trouble.disrupt)
    .map(({ name }) => name)
}

/** Trouble takes its time: who was away or crashed comes back at the next look. */
function scheduleOf({ span, mode, hours, trouble }: DemoOptions, seconds: number): DriverConfig['schedule'] {
  const { start, firstUtcDay: firstDay, roundDays: days, end: billAt } = span
  if (mode === 'live') return { kind: 'live', start, firstDay, hours, seconds }
  return { kind: 'span', start, firstDay, days, billAt, ...(trouble ? TROUBLED_PACE : { looksADay: 1, settleDays: 0 }) }
}
