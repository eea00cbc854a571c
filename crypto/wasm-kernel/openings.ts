/** Openings through the module: values and blindings laid into its memory, chunk by chunk. */

import type { OpeningBatch } from '../commitment-kernel'
import { halfOf } from '../fixed-base-table'
import { BLINDING_BASE, ELEMENT_BYTES, type Scalar, scalarOrUndefined, toScalar, VALUE_BASE } from '../group'
import { littleEndian } from '../integers'
import { commit, isOpening, verifyOpeningVartime } from '../pedersen'
import { bytesAt, type KernelModule } from './kernel-module'

/** A table of 1 MB: made in some 8 ms, 28 additions for each blinding, and it stays in the processor's cache. */
const WINDOW_BITS = 9
/** One inversion is shared by so many openings; also bounds the memory. */
export const CHUNK = 512
/** Readings are below it (docs/protocol/meter-chain.md 1); what is not takes noble's way. */
const TOO_WIDE = 2n ** 32n

/** Places in the module's memory for one chunk, kept for good. */
export type Places = {
  readonly values: number
  readonly blindings: number
  readonly commitments: number
  readonly fits: number
}

/** Makes the tables of G/2 and H/2 in the module. */
export function prepare(module: KernelModule): Places {
  const bases = module.allocate(4 * ELEMENT_BYTES)
  const halves = [VALUE_BASE, BLINDING_BASE].map((base) => halfOf(base).toAffine())
  const coordinates = halves.flatMap(({ x, y }) => [x, y])
  coordinates.forEach((coordinate, index) => {
    bytesAt(module, bases + ELEMENT_BYTES * index, ELEMENT_BYTES).set(littleEndian(coordinate))
  })
  module.prepare(bases, WINDOW_BITS)
  return {
    values: module.allocate(4 * CHUNK),
    blindings: module.allocate(ELEMENT_BYTES * CHUNK),
    commitments: module.allocate(ELEMENT_BYTES * CHUNK),
    fits: module.allocate(CHUNK)
  }
}

/** As `CommitmentKernel.commitAll`. Nothing of the secrets stays in the places. */
export function commitAll(
  module: KernelModule,
  places: Places,
  values: readonly bigint[],
  blindings: readonly Scalar[]
): Uint8Array {
  if (values.length !== blindings.length) throw new RangeError('commitments: values and blindings differ in number')
  values.forEach((value, index) => {
    const blinding = blindings[index] ?? 0n
    if (blinding === 0n || !isOpening(value, blinding)) throw new RangeError('commitments: no opening')
  })
  const commitments = new Uint8Array(ELEMENT_BYTES * values.length)
  for (let start = 0; start < values.length; start += CHUNK) {
    const count = Math.min(CHUNK, values.length - start)
    const odd = layValues(module, places, values, start, count)
    for (let at = 0; at < count; at++) {
      const bytes = littleEndian(blindings[start + at] ?? 0n)
      bytesAt(module, places.blindings + ELEMENT_BYTES * at, ELEMENT_BYTES).set(bytes)
    }
    module.commitAll(count, places.values, places.blindings, places.commitments)
    commitments.set(bytesAt(module, places.commitments, ELEMENT_BYTES * count), ELEMENT_BYTES * start)
    for (const at of odd) {
      commitments.set(commit(values[at] ?? 0n, blindings[at] ?? toScalar(0n)), ELEMENT_BYTES * at)
    }
  }
  bytesAt(module, places.values, 4 * CHUNK).fill(0)
  bytesAt(module, places.blindings, ELEMENT_BYTES * CHUNK).fill(0)
  return commitments
}

/** @throws RangeError when the three lists differ in length. */
export function countOpenings({ commitments, values, blindings }: OpeningBatch): number {
  const bytes = ELEMENT_BYTES * values.length
  if (commitments.length !== bytes || blindings.length !== bytes) {
    throw new RangeError('openings: commitments, values and blindings differ in number')
  }
  return values.length
}

/** 1 for each opening of the chunk from `start` on that fits, else 0. */
export function fitsInChunk(module: KernelModule, places: Places, batch: OpeningBatch, start: number): Uint8Array {
  const count = Math.min(CHUNK, batch.values.length - start)
  const [from, to] = [ELEMENT_BYTES * start, ELEMENT_BYTES * (start + count)]
  const odd = layValues(module, places, batch.values, start, count)
  bytesAt(module, places.blindings, to - from).set(batch.blindings.subarray(from, to))
  bytesAt(module, places.commitments, to - from).set(batch.commitments.subarray(from, to))
  module.openingsFit(count, places.values, places.blindings, places.commitments, places.fits)
  const fits = bytesAt(module, places.fits, count).slice()
  for (const at of odd) fits[at - start] = oddOpeningFits(batch, at) ? 1 : 0
  return fits
}

/** Writes v where the module can take it. @returns indexes of the others. */
function layValues(
  module: KernelModule,
  places: Places,
  values: OpeningBatch['values'],
  start: number,
  count: number
): number[] {
  const words = new DataView(module.memory.buffer, places.values, 4 * count)
  const odd: number[] = []
  for (let at = 0; at < count; at++) {
    const value = values[start + at] ?? 0n
    const isNarrow = value >= 0n && value < TOO_WIDE
    words.setUint32(4 * at, isNarrow ? Number(value) : 0, true)
    if (!isNarrow) odd.push(start + at)
  }
  return odd
}

function oddOpeningFits({ commitments, values, blindings }: OpeningBatch, index: number): boolean {
  const bytes = (list: Uint8Array): Uint8Array => list.subarray(ELEMENT_BYTES * index, ELEMENT_BYTES * (index + 1))
  const blinding = scalarOrUndefined(bytes(blindings))
  return blinding !== undefined && verifyOpeningVartime(bytes(commitments), values[index] ?? 0n, blinding)
}
