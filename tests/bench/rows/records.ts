/** The check without readings: a month's commitments, weighed with a price each, against the amount that was opened. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { equalPoints, openingPointVartime, toScalar } from '../../../crypto'
import { seededRandom } from '../../support/seeded-random'
import type { BenchRow, Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { makeOpenings } from '../stand/openings'
import { cheapestOf } from '../stopwatch'
import { plainWeightedSum } from '../yardsticks/plain-noble'

/** Dynamic prices in nano-euro per Wh; a tariff with windows has a few, and needs additions only. */
const PRICE_LIMIT = 2 ** 24
const WINDOW_PRICES = [310_000n, 270_000n, 350_000n]
const ROUNDS = 3

export const records: BenchRow = {
  name: 'records',
  measure: async () => {
    const kernel = loadKernel()
    const { commitments, values, each } = makeOpenings(MONTH_INTERVALS)
    const random = seededRandom('prices')
    const dynamic = values.map(() => BigInt(random.below(PRICE_LIMIT)))
    const windows = values.map((_, index) => WINDOW_PRICES[index % WINDOW_PRICES.length] ?? 0n)
    const check = (prices: readonly bigint[]) => (): void => {
      const amount = values.reduce((sum, value, index) => sum + value * (prices[index] ?? 0n), 0n)
      const blinding = each.reduce((sum, one, index) => sum + one.blinding * (prices[index] ?? 0n), 0n)
      const expected = openingPointVartime(amount, toScalar(blinding))
      if (!equalPoints(kernel.weightedSumVartime(commitments, prices), expected)) throw new Error('a true sum refused')
    }
    const [many = 0, few = 0, plain = 0] = await cheapestOf(ROUNDS, [
      check(dynamic),
      check(windows),
      () => plainWeightedSum(each, dynamic)
    ])
    const frame = { unit: 'ms', limit: null, baseline: plain, against: 'decoded and summed by plain noble' } as const
    return [
      { id: 'records', what: 'a month checked without readings, 24-bit prices', value: many, ...frame },
      { id: 'records.windows', what: 'the same, three prices', value: few, ...frame }
    ] satisfies Measurement[]
  }
}
