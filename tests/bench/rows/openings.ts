/** Openings of commitments checked per second: the product's kernel alone and on worker threads. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createWorkerPool } from '../../../adapters/commitment-work/worker-pool'
import { systemRandom } from '../../../adapters/system/system-random'
import type { BenchRow, Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { WORKERS } from '../stand/open-core'
import { makeOpenings, repeated } from '../stand/openings'
import { cheapestOf, fastestOf } from '../stopwatch'
import { loadLibsodium } from '../yardsticks/libsodium'
import { plainOpens } from '../yardsticks/plain-noble'

const YEAR_INTERVALS = 35_040
/** Of the slow ones, so many are enough to know their pace. */
const SAMPLE = 400
const ROUNDS = 4

export const openings: BenchRow = {
  name: 'openings',
  measure: async () => {
    const sodium = await loadLibsodium()
    const month = makeOpenings(MONTH_INTERVALS)
    const year = repeated(month, YEAR_INTERVALS)
    const sample = month.each.slice(0, SAMPLE)
    const kernel = loadKernel()
    const pool = createWorkerPool({ size: WORKERS.count, workerFile: WORKERS.file, random: systemRandom })
    try {
      const plainly = (): void => {
        demand(sample.every((each) => plainOpens(each.commitment, each.value, each.blinding)))
      }
      const bySodium = (): void => {
        demand(sample.every((each) => sodium.opens(each.commitment, each.valueBytes, each.blindingBytes)))
      }
      const [one = 0, plain = 0, wasm = 0] = await cheapestOf(ROUNDS, [
        () => demand(kernel.firstBadOpeningVartime(month) === -1),
        plainly,
        bySodium
      ])
      // Threads are for time on the clock, so the clock it is for their yardsticks, too.
      const [many = 0, plainTime = 0, wasmTime = 0] = await fastestOf(ROUNDS, [
        async () => demand((await pool.openingsFit(year)).every((fits) => fits === 1)),
        plainly,
        bySodium
      ])
      const noble = 'plain noble, one by one'
      const libsodium = 'libsodium (WebAssembly), one by one'
      const frame = { unit: 'per s', limit: null } as const
      const alone = { ...frame, value: perSecond(MONTH_INTERVALS, one) }
      const together = { ...frame, value: perSecond(YEAR_INTERVALS, many) }
      const ofYear = `openings of a year, ${WORKERS.count} worker threads`
      return [
        {
          ...{ id: 'openings', what: `openings, ${kernel.name} kernel, one thread`, ...alone },
          ...{ baseline: perSecond(SAMPLE, plain), against: noble }
        },
        {
          ...{ id: 'openings.libsodium', what: 'the same', ...alone },
          ...{ baseline: perSecond(SAMPLE, wasm), against: libsodium }
        },
        {
          ...{ id: 'openings.workers', what: ofYear, ...together },
          ...{ baseline: perSecond(SAMPLE, plainTime), against: noble }
        },
        {
          ...{ id: 'openings.workers-libsodium', what: 'the same', ...together },
          ...{ baseline: perSecond(SAMPLE, wasmTime), against: libsodium }
        }
      ] satisfies Measurement[]
    } finally {
      await pool.close()
    }
  }
}

function perSecond(count: number, milliseconds: number): number {
  return (1000 * count) / milliseconds
}

/** Fast and wrong is not fast. */
function demand(isRight: boolean): void {
  if (!isRight) throw new Error('an opening that fits was refused')
}
