/**
 * The kernel in WebAssembly: the same results as plain noble, many times faster. The caller brings the module (compiled
 * from crypto/kernel/), because how it is loaded is the platform's affair. Whatever is rare, such as negative values, takes
 * noble's way.
 *
 * Time and caches tell about the inputs of everything here but `commit`, which is noble's, and `commitAll`
 * (crypto/kernel/constant-time.ts).
 */

import type { CommitmentKernel } from '../commitment-kernel'
import { ELEMENT_BYTES } from '../group'
import { commit } from '../pedersen'
import type { KernelModule } from './kernel-module'
import { CHUNK, commitAll, countOpenings, fitsInChunk, type Places, prepare } from './openings'
import { sumInChunks } from './weighted-sum'

/** Its name; any other is slower. */
export const FAST_KERNEL = 'wasm'

/** The kernel on an instance that nobody else uses. Its tables are made at the first opening. */
export function createWasmKernel(module: KernelModule): CommitmentKernel {
  let prepared: Places | undefined
  const places = (): Places => (prepared ??= prepare(module))
  return {
    name: FAST_KERNEL,
    commit,
    commitAll: (values, blindings) => commitAll(module, places(), values, blindings),
    firstBadOpeningVartime(batch) {
      for (let start = 0; start < countOpenings(batch); start += CHUNK) {
        const bad = fitsInChunk(module, places(), batch, start).indexOf(0)
        if (bad >= 0) return start + bad
      }
      return -1
    },
    openingsFitVartime(batch) {
      const fits = new Uint8Array(countOpenings(batch))
      for (let start = 0; start < fits.length; start += CHUNK) {
        fits.set(fitsInChunk(module, places(), batch, start), start)
      }
      return fits
    },
    weightedSumVartime(commitments, weights) {
      if (commitments.length !== ELEMENT_BYTES * weights.length) throw new RangeError('weights: one per point wanted')
      return sumInChunks(module, commitments, (index) => weights[index] ?? 0n)
    },
    sumVartime: (commitments) => sumInChunks(module, commitments, () => 1n)
  }
}
