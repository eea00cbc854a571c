/** CommitmentWork from anything that can run slices: joins their results in order. */

import { setImmediate } from 'node:timers/promises'
import { FormatError, IDENTITY, SUM_WEIGHT_BYTES, decodePoint, encodePoint } from '../../crypto'
import type { CommitmentWork, Random, WorkHooks } from '../../app/ports'
import type { SliceResult } from './run-slice'
import { type PlacedSlice, sliceOpenings, sliceSums, sliceWeightedSum } from './slices'

/** Results in the order of the slices. @throws WorkCancelled. */
export type RunSlices = (slices: readonly PlacedSlice[], hooks: WorkHooks) => Promise<readonly SliceResult[]>

/** @param kernelName asked when it is wanted: threads say it when they have started */
export function createWork(kernelName: () => string | null, random: Random, run: RunSlices): CommitmentWork {
  return {
    rest: () => setImmediate(),
    get kernelName() {
      return kernelName()
    },
    async openingsFit(batch, hooks = {}) {
      const slices = sliceOpenings(batch)
      const fits = new Uint8Array(batch.values.length)
      const results = await run(slices, hooks)
      results.forEach((result, index) => {
        if (result.kind === 'openings') fits.set(result.fits, slices[index]?.offset ?? 0)
      })
      return fits
    },
    async weightedSum(commitments, weights, hooks = {}) {
      const slices = sliceWeightedSum(commitments, weights)
      const results = await run(slices, hooks)
      let sum = IDENTITY
      results.forEach((result, index) => {
        const offset = slices[index]?.offset ?? 0
        if (result.kind === 'malformed') throw new FormatError(result.code, `commitments[${offset + result.index}]`)
        if (result.kind === 'weighted-sum' && !isIdentity(result.sum)) sum = sum.add(decodePoint(result.sum))
      })
      return encodePoint(sum)
    },
    async badSums(check, hooks = {}) {
      const slices = sliceSums(check, (length) => random.bytes(length), SUM_WEIGHT_BYTES)
      const results = await run(slices, hooks)
      return results.flatMap((result, index) => {
        const offset = slices[index]?.offset ?? 0
        return result.kind === 'sums' ? result.bad.map((bad) => offset + bad) : []
      })
    }
  }
}

/** A partial sum may be the identity, which decodePoint refuses as it would come from outside. */
function isIdentity(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}
