/** Openings of commitments checked per second: the product's kernel alone and on worker threads. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createWorkerPool } from '../../../adapters/commitment-work/worker-pool'
import { systemRandom } from '../../../adapters/system/system-random'
import { type BenchRow, type Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { WORKERS } from '../stand/open-core'
import { makeOpenings, repeated } from '../stand/openings'
import { fastestOf } from '../stopwatch'
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
      const [one = 0, many = 0, plain = 0, wasm = 0] = await fastestOf(ROUNDS, [
        () => demand(kernel.firstBadOpeningVartime(month) === -1),
        async () => demand((await pool.openingsFit(year)).every((fits) => fits === 1)),
        () => demand(sample.every((each) => plainOpens(each.commitment, each.value, each.blinding))),
        () => demand(sample.every((each) => sodium.opens(each.commitment, each.valueBytes, each.blindingBytes)))
      ])
      const noble = { baseline: perSecond(SAMPLE, plain), against: 'plain noble, one by one' }
      const libsodium = { baseline: perSecond(SAMPLE, wasm), against: 'libsodium (WebAssembly), one by one' }
      const kernelPace = { value: perSecond(MONTH_INTERVALS, one), unit: 'per s', limit: null } as const
      return [
        { id: 'openings', what: `openings, ${kernel.name} kernel, one thread`, ...kernelPace, ...noble },
        {
          id: 'openings.libsodium',
          what: 'the same',
          ...kernelPace,
          ...libsodium
        },
        {
          id: 'openings.workers',
          what: `openings of a year, ${WORKERS.count} worker threads`,
          ...kernelPace,
          value: perSecond(YEAR_INTERVALS, many),
          ...noble
        },
        {
          id: 'openings.workers-libsodium',
          what: 'the same',
          ...kernelPace,
          value: perSecond(YEAR_INTERVALS, many),
          ...libsodium
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
