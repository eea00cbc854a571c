/**
 * The check without readings, as a bill's verification does it on worker threads: a month's commitments, weighed with a
 * price each, against the amount that was opened; and with a tariff of three windows, summed by window.
 */

import { createWorkerPool, type WorkerPool } from '../../../adapters/commitment-work/worker-pool'
import { systemRandom } from '../../../adapters/system/system-random'
import { sumsOpen, type SumsQuestion } from '../../../app/bills/records/sums-open'
import type { PricedInterval } from '../../../app/bills/sum-figures'
import { toScalar } from '../../../crypto'
import { seededRandom } from '../../support/seeded-random'
import type { BenchRow, Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { WORKERS } from '../stand/open-core'
import { type Openings, makeOpenings } from '../stand/openings'
import { cheapestOf } from '../stopwatch'
import { plainWeightedSum } from '../yardsticks/plain-noble'

/** Dynamic prices in nano-euro per Wh. */
const PRICE_LIMIT = 2 ** 24
const WINDOWS = ['day', 'evening', 'night']
const ROUNDS = 4
/** Of the issue that asked for the kernel. */
const AT_LEAST = 10

type Opened = Openings['each']

export const records: BenchRow = {
  name: 'records',
  measure: async () => {
    const { each } = makeOpenings(MONTH_INTERVALS)
    const random = seededRandom('prices')
    const prices = each.map(() => BigInt(random.below(PRICE_LIMIT)))
    const priced = questionOfPrices(each, prices)
    const windows = questionOfWindows(each)
    const pool = createWorkerPool({ size: WORKERS.count, workerFile: WORKERS.file, random: systemRandom })
    try {
      // The workers' start, their self-tests and tables are those of `month-bill.first`.
      await demand(pool, priced)
      const [many = 0, few = 0, plain = 0] = await cheapestOf(ROUNDS, [
        () => demand(pool, priced),
        () => demand(pool, windows),
        () => {
          plainWeightedSum(each, prices)
        }
      ])
      const frame = { unit: 'ms', limit: null, baseline: plain, against: 'decoded and summed by plain noble' } as const
      return [
        {
          ...{ id: 'records', what: 'a month checked without readings, 24-bit prices, processor time of all threads' },
          ...{ value: many, ...frame, atLeast: AT_LEAST }
        },
        { id: 'records.windows', what: 'the same, a tariff of three windows', value: few, ...frame }
      ] satisfies Measurement[]
    } finally {
      await pool.close()
    }
  }
}

function questionOfPrices(each: Opened, prices: readonly bigint[]): SumsQuestion {
  const amount = each.reduce((sum, { value }, index) => sum + value * (prices[index] ?? 0n), 0n)
  const blinding = each.reduce((sum, one, index) => sum + one.blinding * (prices[index] ?? 0n), 0n)
  return {
    intervals: each.map(({ commitment }, index) => interval(commitment, 0, prices[index] ?? 0n)),
    cells: [],
    amount: { amount, blinding: toScalar(blinding) }
  }
}

function questionOfWindows(each: Opened): SumsQuestion {
  return {
    intervals: each.map(({ commitment }, index) => interval(commitment, index % WINDOWS.length, null)),
    cells: WINDOWS.map((name, window) => {
      const own = each.filter((_, index) => index % WINDOWS.length === window)
      return {
        name,
        energy: own.reduce((sum, { value }) => sum + value, 0n),
        blinding: toScalar(own.reduce((sum, { blinding }) => sum + blinding, 0n))
      }
    }),
    amount: null
  }
}

/** What the sums read of an interval. */
function interval(commitment: Uint8Array, cell: number, indexPrice: bigint | null): PricedInterval {
  return { record: { commitment }, opening: null, placement: { cell }, indexPrice } as PricedInterval
}

async function demand(pool: WorkerPool, question: SumsQuestion): Promise<void> {
  if (!(await sumsOpen(pool, question)).ok) throw new Error('a true sum was refused')
}
