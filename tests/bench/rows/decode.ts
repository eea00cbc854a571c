/** Commitments decoded and added up per second: most of a member's check of a published day. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import type { BenchRow, Measurement } from '../bench-row'
import { makeOpenings } from '../stand/openings'
import { cheapestOf } from '../stopwatch'
import { loadLibsodium } from '../yardsticks/libsodium'
import { plainDecode } from '../yardsticks/plain-noble'

const POINTS = 2000
/** Of the slow ones, so many are enough to know their pace. */
const SAMPLE = 400
const ROUNDS = 6
/** Of the issue that asked for the kernel. */
const AT_LEAST = 8

export const decode: BenchRow = {
  name: 'decode',
  measure: async () => {
    const sodium = await loadLibsodium()
    const kernel = loadKernel()
    const { commitments, each } = makeOpenings(POINTS)
    const sample = each.slice(0, SAMPLE)
    const [ours = 0, noble = 0, wasm = 0] = await cheapestOf(ROUNDS, [
      () => kernel.sumVartime(commitments),
      () => {
        for (const { commitment } of sample) plainDecode(commitment)
      },
      () => {
        if (!each.every(({ commitment }) => sodium.isPoint(commitment))) throw new Error('libsodium refused a point')
      }
    ])
    const frame = { value: (1000 * POINTS) / ours, unit: 'per s', limit: null } as const
    return [
      {
        ...{ id: 'decode', what: 'commitments decoded and added up, one thread', ...frame },
        ...{ baseline: (1000 * SAMPLE) / noble, against: 'decoded by plain noble, one by one', atLeast: AT_LEAST }
      },
      {
        ...{ id: 'decode.libsodium', what: 'the same', ...frame },
        ...{ baseline: (1000 * POINTS) / wasm, against: 'decoded by libsodium (WebAssembly), one by one' }
      }
    ] satisfies Measurement[]
  }
}
