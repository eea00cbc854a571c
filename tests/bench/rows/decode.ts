/** Commitments decoded per second: most of a member's check of a published day. */

import { decodePointsVartime } from '../../../crypto'
import type { BenchRow } from '../bench-row'
import { makeOpenings } from '../stand/openings'
import { fastestOf } from '../stopwatch'
import { loadLibsodium } from '../yardsticks/libsodium'

const POINTS = 2000
const ROUNDS = 5

export const decode: BenchRow = {
  name: 'decode',
  measure: async () => {
    const sodium = await loadLibsodium()
    const { commitments, each } = makeOpenings(POINTS)
    const [ours = 0, theirs = 0] = await fastestOf(ROUNDS, [
      () => decodePointsVartime(commitments, 'commitments'),
      () => {
        if (!each.every(({ commitment }) => sodium.isPoint(commitment))) throw new Error('libsodium refused a point')
      }
    ])
    return [
      {
        id: 'decode',
        what: 'commitments decoded, one thread',
        value: (1000 * POINTS) / ours,
        unit: 'per s',
        limit: null,
        baseline: (1000 * POINTS) / theirs,
        against: 'libsodium (WebAssembly), one by one'
      }
    ]
  }
}
