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
import { toMilliwattHours } from '../../app/domain/energy'
import { SECONDS_PER_DAY, startOfUtcDay, toUtcSeconds } from '../../app/domain/interval'
import { type TariffKind, prepareMarket } from '../../services/neighbourhood/market'
import type { NeighbourhoodOptions } from '../../services/neighbourhood/plan'
import { startNeighbourhood } from '../../services/neighbourhood/start-neighbourhood'
import type { PriceTable } from '../../services/supplier/publish-index'
import { createChildLaunch } from '../launch-child'
import { type CliHousehold, openCliHousehold } from '../open-cli-household'
import type { DemoLoads } from './demo-loads'
import { type DemoSpan, intervalsNeeded } from './demo-span'

export type DemoOptions = {
  readonly households: number
  readonly span: DemoSpan
  readonly zone: TimeZone
  readonly loads: DemoLoads
  readonly tariff: TariffKind
  readonly prices: PriceTable | null
  /** Folder of the own household. */
  readonly folder: string
  readonly say: (line: string) => void
  readonly progress: (line: string) => void
}

export type RoundCounts = { readonly held: number; readonly failed: number; readonly sumsCorrect: number }

export type DemoOutcome = {
  readonly household: CliHousehold
  readonly rounds: RoundCounts
  readonly filled: number
  readonly failures: readonly string[]
}

const HOUSEHOLD_PROCESSES = 2
const SMALLEST_ROSTER = 10
const PATIENCE_MS = 900_000

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
  const household = openCliHousehold({ folder: options.folder, create: true, clock, timeZone: zone, simulated: true })
  try {
    const failures = await live(options, plan, state, household, clock)
    const rounds = await countRounds(household, span, plan, loads)
    return { household, rounds, filled: loads.filled(plan), failures }
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
): Promise<string[]> {
  const { span, zone } = options
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
    launch: createChildLaunch(path.join(__dirname, '..', 'services'), options.say),
    householdProcesses: HOUSEHOLD_PROCESSES,
    supplier,
    driver: {
      schedule: { kind: 'span', start: span.start, firstDay: span.firstUtcDay, days: span.roundDays, billAt: span.end },
      paceMs: 0,
      restAfterDays: 10_000,
      verifiedNeighbours: 5,
      patienceMs: PATIENCE_MS
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
    const ended = await followDriver(
      neighbourhood.driver,
      neighbourhood.own.name,
      async (step) => {
        options.progress(`${new Date(step.now * 1000).toISOString().slice(0, 10)} ${step.label}`)
        const outcome = await actOnStep(driven, clock, step)
        if (outcome.failure) failures.push(outcome.failure)
        return outcome
      },
      cancel
    )
    if (failed.program !== null || ended !== 'ended')
      throw new AppError('simulation-failed', { name: failed.program ?? 'driver' })
    return failures
  } finally {
    await neighbourhood.stop()
  }
}

/** Each published and verified sum against the plain sum of the same loads. */
async function countRounds(
  { app }: CliHousehold,
  span: DemoSpan,
  plan: NeighbourhoodOptions,
  demo: DemoLoads
): Promise<RoundCounts> {
  const loads = demo.loads(plan)
  const perDay = SECONDS_PER_DAY / plan.seconds
  const counts = { held: 0, failed: 0, sumsCorrect: 0 }
  for (let day = span.firstUtcDay; day < span.firstUtcDay + span.roundDays; day++) {
    const { intervals } = await app.procedures['rounds.day']({ utcDay: day })
    for (let index = 0; index < perDay; index++) {
      const start = toUtcSeconds(startOfUtcDay(day) + index * plan.seconds)
      const round = intervals.find((interval) => interval.start === start)
      if (!round?.verified || round.sum === null) {
        counts.failed += 1
        continue
      }
      counts.held += 1
      const plain = loads.reduce((sum, load) => sum + load.energyAt(start).drawn, 0n)
      if (toMilliwattHours(plain, plan.unitExp) === round.sum) counts.sumsCorrect += 1
    }
  }
  return counts
}
