/** Sums of weight·C through the module. */

import { FormatError } from '../format-error'
import { centredLift, decodePoint, ELEMENT_BYTES, GROUP_ORDER, IDENTITY, type Point, toScalar } from '../group'
import { littleEndian } from '../integers'
import { bitLength, cheapestWindow } from '../multi-scalar'
import { bytesAt, type KernelModule } from './kernel-module'

/** Bounds the memory: about 200 bytes for each point. */
const POINT_CHUNK = 4096
const HALF_ORDER = GROUP_ORDER / 2n

/** SUM weight·C, identity for none. @throws FormatError naming the first commitment that is not canonical or the identity. */
export function sumInChunks(module: KernelModule, commitments: Uint8Array, weightAt: (index: number) => bigint): Point {
  if (commitments.length % ELEMENT_BYTES !== 0) throw new FormatError('wrong-length', 'commitments')
  const count = commitments.length / ELEMENT_BYTES
  let sum = IDENTITY
  for (let start = 0; start < count; start += POINT_CHUNK) {
    const size = Math.min(POINT_CHUNK, count - start)
    const place = module.allocate(0)
    try {
      sum = sum.add(sumOfChunk(module, commitments, start, size, weightAt))
    } finally {
      module.release(place)
    }
  }
  return sum
}

function sumOfChunk(
  module: KernelModule,
  commitments: Uint8Array,
  start: number,
  count: number,
  weightAt: (index: number) => bigint
): Point {
  let points = decodeAt(module, commitments, start, count)
  const { weights, groups } = groupByWeight(start, count, weightAt)
  if (weights.length < count) {
    const groupsAt = module.allocate(4 * count)
    bytesAt(module, groupsAt, 4 * count).set(new Uint8Array(groups.buffer))
    const sums = module.allocate(module.readyBytes() * weights.length)
    module.sumGroups(count, points, groupsAt, weights.length, sums)
    points = sums
  }
  return weighPoints(module, points, weights)
}

/** @returns the place of points that are ready to be added. @throws FormatError naming the first that is none. */
function decodeAt(module: KernelModule, commitments: Uint8Array, start: number, count: number): number {
  const encodings = module.allocate(ELEMENT_BYTES * count)
  const bytes = commitments.subarray(ELEMENT_BYTES * start, ELEMENT_BYTES * (start + count))
  bytesAt(module, encodings, bytes.length).set(bytes)
  const points = module.allocate(module.readyBytes() * count)
  const bad = module.decodeAll(count, encodings, points)
  if (bad >= 0) {
    const isZero = bytes.subarray(ELEMENT_BYTES * bad, ELEMENT_BYTES * (bad + 1)).every((byte) => byte === 0)
    throw new FormatError(isZero ? 'identity' : 'not-canonical', `commitments[${start + bad}]`)
  }
  return points
}

/** Equal weights are added up first: a time-of-use month then needs little more than one addition per interval. */
function groupByWeight(
  start: number,
  count: number,
  weightAt: (index: number) => bigint
): { readonly weights: readonly bigint[]; readonly groups: Uint32Array } {
  const known = new Map<bigint, number>()
  const groups = new Uint32Array(count)
  for (let at = 0; at < count; at++) {
    const weight = weightAt(start + at)
    const group = known.get(weight) ?? known.size
    known.set(weight, group)
    groups[at] = group
  }
  return { weights: [...known.keys()], groups }
}

/** SUM weight·point, over no more bits than the widest weight has; those wider than l count modulo l. */
function weighPoints(module: KernelModule, points: number, weights: readonly bigint[]): Point {
  const centred = weights.map((weight) =>
    weight > -HALF_ORDER && weight < HALF_ORDER ? weight : centredLift(toScalar(weight))
  )
  const sizes = centred.map((weight) => (weight < 0n ? -weight : weight))
  const widest = sizes.reduce((most, size) => (size > most ? size : most), 0n)
  const numbers = module.allocate(ELEMENT_BYTES * weights.length)
  const negative = module.allocate(weights.length)
  const encoded = module.allocate(ELEMENT_BYTES)
  sizes.forEach((size, index) => {
    bytesAt(module, numbers + ELEMENT_BYTES * index, ELEMENT_BYTES).set(littleEndian(size))
  })
  bytesAt(module, negative, weights.length).set(centred.map((weight) => (weight < 0n ? 1 : 0)))
  const bits = bitLength(widest)
  const width = cheapestWindow(weights.length, bits)
  module.weightedSum(weights.length, points, numbers, negative, Math.ceil((bits + 1) / width), width, encoded)
  const bytes = bytesAt(module, encoded, ELEMENT_BYTES).slice()
  return bytes.every((byte) => byte === 0) ? IDENTITY : decodePoint(bytes)
}
