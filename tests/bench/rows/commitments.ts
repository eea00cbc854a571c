/** Commitments made together per second, as the virtual meter does, and how soon a fresh kernel has checked its first. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createNobleKernel } from '../../../crypto'
import type { BenchRow, Measurement } from '../bench-row'
import { makeOpenings } from '../stand/openings'
import { cheapestOf } from '../stopwatch'
import { plainCommit } from '../yardsticks/plain-noble'

const COUNT = 2000
const SAMPLE = 400
const ROUNDS = 5

export const commitments: BenchRow = {
  name: 'commitments',
  measure: async () => {
    const { each, values } = makeOpenings(COUNT)
    const blindings = each.map(({ blinding }) => blinding)
    const [first] = each
    if (!first) throw new RangeError('no openings')
    const one = { commitments: first.commitment, values: [first.value], blindings: first.blindingBytes }
    const kernel = loadKernel()
    const [ours = 0, plain = 0, ready = 0, nobleReady = 0] = await cheapestOf(ROUNDS, [
      () => kernel.commitAll(values, blindings),
      () => {
        for (const { value, blinding } of each.slice(0, SAMPLE)) plainCommit(value, blinding)
      },
      () => loadKernel().firstBadOpeningVartime(one),
      () => createNobleKernel().firstBadOpeningVartime(one)
    ])
    return [
      {
        ...{ id: 'commitments', what: 'commitments made together, one thread', value: (1000 * COUNT) / ours },
        ...{ unit: 'per s', limit: null, baseline: (1000 * SAMPLE) / plain, against: 'plain noble, one by one' }
      },
      {
        ...{ id: 'commitments.start', what: 'kernel loaded, tested, tables made, one opening checked', value: ready },
        ...{ unit: 'ms', limit: 60, baseline: nobleReady, against: 'the same of the noble kernel, untested' }
      }
    ] satisfies Measurement[]
  }
}
