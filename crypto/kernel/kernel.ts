/**
 * What the module offers. `commitAll` is for secrets: time and the processor's caches tell nothing about v and r. The others
 * may see public data only, or the owner's own on a machine that nobody can time: tables are looked up by digits, and digits
 * of 0 are left out.
 *
 * Callers lay bytes into memory that `allocate` gave, call, and read. Nothing is ever given back but by `release`, which
 * takes back all that came after a place.
 */

import { POINT, READY, addReady, makeAllReady, makeReadyAffine, setIdentity } from './point'
import { SECRET_BITS, addSecretMultiple } from './constant-time'
import { buildTable, addMultiple, tableBytes, tableRoom } from './fixed-base'
import { ELEMENT } from './limbs'
import { productRoom, sumOfProducts } from './multi-scalar'
import { DOUBLED, ENCODED, decode, doubleAndEncodeAll, encode } from './ristretto'
import { centre, isScalar } from './scalar'

const PAGE: usize = 65536
const BLINDING_BITS = 252
const VALUE_BITS = 32
// Digits from -8 to 7: l has 253 bits, so 64 of them hold r; a value may carry into a ninth.
const SECRET_BLINDING_WINDOWS = 64
const SECRET_VALUE_WINDOWS = 9

// An instance is one kernel, and these are its places in memory.
let top: usize = (__heap_base + 63) & ~63
let windowBits: i32 = 0
let valueTable: usize = 0
let blindingTable: usize = 0
let secretValueTable: usize = 0
let secretBlindingTable: usize = 0

const point = memory.data(192, 16)
const number = memory.data(32, 16)

/** A place for so many bytes, at a multiple of 64. Traps when memory is short. */
export function allocate(bytes: usize): usize {
  const place = top
  top = (place + bytes + 63) & ~63
  const pages = (top + PAGE - 1) / PAGE
  const missing = (pages as i32) - memory.size()
  if (missing > 0 && memory.grow(missing) < 0) unreachable()
  return place
}

/** Takes back this place and all that came after it. */
export function release(place: usize): void {
  top = place
}

/**
 * Makes the tables of G/2 and H/2, for ever.
 * @param bases x and y of a representative of G/2, then of H/2: 32 bytes each. Both of order l: then the representative of
 *   a commitment follows from the commitment alone, and so do the choices that encoding it makes.
 * @param bits  of a window, 2 to 16.
 */
export function prepare(bases: usize, bits: i32): void {
  windowBits = bits
  valueTable = allocate(tableBytes(valueWindows(), bits))
  blindingTable = allocate(tableBytes(blindingWindows(), bits))
  secretValueTable = allocate(tableBytes(SECRET_VALUE_WINDOWS, SECRET_BITS))
  secretBlindingTable = allocate(tableBytes(SECRET_BLINDING_WINDOWS, SECRET_BITS))
  const room = allocate(tableRoom(bits) + tableRoom(SECRET_BITS))
  buildTable(valueTable, valueWindows(), bits, bases, room)
  buildTable(blindingTable, blindingWindows(), bits, bases + 64, room)
  buildTable(secretValueTable, SECRET_VALUE_WINDOWS, SECRET_BITS, bases, room)
  buildTable(secretBlindingTable, SECRET_BLINDING_WINDOWS, SECRET_BITS, bases + 64, room)
  release(room)
}

/**
 * Commitments v·G + r·H to secrets: the same steps for all.
 * @param values      32 bits each.
 * @param blindings   32 bytes each, 0 < r < l.
 * @param commitments 32 bytes each.
 */
export function commitAll(count: i32, values: usize, blindings: usize, commitments: usize): void {
  const halves = allocate(count * POINT)
  const room = allocate(count * DOUBLED)
  for (let at = 0; at < count; at++) {
    const half = halves + at * POINT
    setIdentity(half)
    addSecretMultiple(half, secretBlindingTable, SECRET_BLINDING_WINDOWS, blindings + at * ENCODED)
    store<u64>(number, load<u32>(values + (at << 2)) as u64)
    addSecretMultiple(half, secretValueTable, SECRET_VALUE_WINDOWS, number)
  }
  doubleAndEncodeAll(commitments, halves, count, room)
  memory.fill(halves, 0, count * POINT)
  release(halves)
}

/**
 * Commitments v·G + r·H, to be compared with given ones.
 * @param values      32 bits each.
 * @param blindings   32 bytes each.
 * @param commitments 32 bytes each; all 0 where r is l or more, and where the sum is the identity.
 */
function recompute(count: i32, values: usize, blindings: usize, commitments: usize): void {
  const halves = allocate(count * POINT)
  const room = allocate(count * DOUBLED)
  for (let at = 0; at < count; at++) {
    const half = halves + at * POINT
    const blinding = blindings + at * ENCODED
    setIdentity(half)
    if (!isScalar(blinding)) continue
    const isOther = centre(number, blinding)
    addMultiple(half, blindingTable, blindingWindows(), windowBits, number, isOther)
    memory.fill(number, 0, 32)
    store<u32>(number, load<u32>(values + (at << 2)))
    addMultiple(half, valueTable, valueWindows(), windowBits, number, false)
  }
  doubleAndEncodeAll(commitments, halves, count, room)
  release(halves)
}

/** fits[i] = 1 where commitments[i] is v·G + r·H and not the identity, else 0. Time tells about v and r. */
export function openingsFit(count: i32, values: usize, blindings: usize, commitments: usize, fits: usize): void {
  const expected = allocate(count * ENCODED)
  recompute(count, values, blindings, expected)
  for (let at = 0; at < count; at++) {
    const a = expected + at * ENCODED
    const b = commitments + at * ENCODED
    store<u8>(fits + at, !isIdentity(a) && isSame(a, b) ? 1 : 0)
  }
  release(expected)
}

/**
 * points[i] = the element that encodings[i] stands for, ready to be added.
 * @param points READY bytes each, at a multiple of 64.
 * @returns -1, or the index of the first encoding that is not canonical or the identity.
 */
export function decodeAll(count: i32, encodings: usize, points: usize): i32 {
  for (let at = 0; at < count; at++) {
    const encoding = encodings + at * ENCODED
    if (isIdentity(encoding) || !decode(point, encoding)) return at
    makeReadyAffine(points + at * READY, point)
  }
  return -1
}

/** Bytes of a point that `decodeAll` makes. */
export function readyBytes(): i32 {
  return READY as i32
}

/**
 * sums[groups[i]] += points[i], then sums are made ready in their own place.
 * @param groups 32 bits each, below `groupCount`. Every group has a point, or stays the identity.
 * @param sums   READY bytes for each group.
 */
export function sumGroups(count: i32, points: usize, groups: usize, groupCount: i32, sums: usize): void {
  const wide = allocate(groupCount * POINT)
  for (let group = 0; group < groupCount; group++) setIdentity(wide + group * POINT)
  for (let at = 0; at < count; at++) {
    addReady(wide + load<u32>(groups + (at << 2)) * POINT, points + at * READY, false)
  }
  makeAllReady(sums, wide, groupCount, allocate(groupCount * ELEMENT))
  release(wide)
}

/**
 * encoded = SUM ±numbers[i]·points[i], 32 bytes; all 0 for the identity.
 * @param numbers  32 bytes each. @param negative one byte each: 1 subtracts.
 * @param windows  of so many `bits` that all signed digits fit.
 */
export function weightedSum(
  count: i32,
  points: usize,
  numbers: usize,
  negative: usize,
  windows: i32,
  bits: i32,
  encoded: usize
): void {
  const room = allocate(productRoom(count, windows, bits))
  sumOfProducts(point, points, numbers, negative, count, windows, bits, room)
  encode(encoded, point)
  release(room)
}

function valueWindows(): i32 {
  return (VALUE_BITS + windowBits) / windowBits
}

function blindingWindows(): i32 {
  return (BLINDING_BITS + windowBits - 1) / windowBits
}

function isIdentity(encoding: usize): bool {
  return (load<u64>(encoding) | load<u64>(encoding, 8) | load<u64>(encoding, 16) | load<u64>(encoding, 24)) === 0
}

function isSame(a: usize, b: usize): bool {
  return (
    load<u64>(a) === load<u64>(b) &&
    load<u64>(a, 8) === load<u64>(b, 8) &&
    load<u64>(a, 16) === load<u64>(b, 16) &&
    load<u64>(a, 24) === load<u64>(b, 24)
  )
}
