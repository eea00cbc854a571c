/** The homes of a demo: made from a seed or replayed from a file, and their plain sums to compare rounds with. */

import type { TimeZone } from '../../app/domain/calendar'
import type { UnitExponent } from '../../app/domain/energy'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { readCsvLoads } from '../../services/load-generator/csv-loads'
import { createGeneratedLoad } from '../../services/load-generator/generated-load'
import type { Load } from '../../services/load-generator/load'
import { replayLoads } from '../../services/load-generator/replayed-load'
import { type NeighbourhoodLoad, type NeighbourhoodOptions, planHouseholds } from '../../services/neighbourhood/plan'

export type DemoLoads = {
  readonly seconds: number
  readonly unitExp: UnitExponent
  /** Of a file: its first time stamp read as UTC, and its length. */
  readonly firstStamp: UtcSeconds | null
  readonly dataSeconds: number | null
  /** @param intervals that each home needs. Made-up homes fall silent after them: what comes later nobody counts. */
  describe(intervals: number): NeighbourhoodLoad
  /** The same loads as the meters', in the same order. */
  loads(plan: NeighbourhoodOptions): readonly Load[]
  /** Blank intervals of the file that a replay fills. */
  filled(plan: NeighbourhoodOptions): number
}

const SEED = 'lindenhof'
const GENERATED_SECONDS = 900

export async function demoLoads(file: string | undefined, zone: TimeZone): Promise<DemoLoads> {
  return file === undefined ? generatedLoads(zone) : fileLoads(file)
}

function generatedLoads(timeZone: TimeZone): DemoLoads {
  return {
    seconds: GENERATED_SECONDS,
    unitExp: 0,
    firstStamp: null,
    dataSeconds: null,
    describe: (intervals) => ({ kind: 'generated', seed: SEED, intervals }),
    loads: (plan) =>
      planHouseholds(plan).map(({ load }) =>
        createGeneratedLoad({
          seed: String(load['seed']),
          solar: load['solar'] === true,
          seconds: plan.seconds,
          timeZone
        })
      ),
    filled: () => 0
  }
}

async function fileLoads(file: string): Promise<DemoLoads> {
  const csv = await readCsvLoads(file)
  const longest = Math.max(...csv.series.map(({ values }) => values.length))
  const replayed = (plan: NeighbourhoodOptions) =>
    replayLoads(csv, plan.households, plan.ownStart, plan.load.kind === 'replayed' ? plan.load.intervals : 1)
  return {
    seconds: csv.seconds,
    unitExp: csv.unitExp,
    firstStamp: toUtcSeconds(csv.firstStamp),
    dataSeconds: longest * csv.seconds,
    describe: (intervals) => ({ kind: 'replayed', file, intervals }),
    loads: replayed,
    filled: (plan) => replayed(plan).reduce((sum, { filled }) => sum + filled, 0)
  }
}
