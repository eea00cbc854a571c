/**
 * The group: ristretto255 (RFC 9496), of prime order l. `G` carries values, `H` carries blindings.
 * Arithmetic is that of @noble/curves; what is added here is the edge: one encoding per point and per
 * scalar, and no identity from outside (docs/attacks.md K3 to K5).
 */
import { ristretto255 } from '@noble/curves/ed25519.js'
import { fromHex } from './bytes'
import { FormatError } from './format-error'
import { fromLittleEndian, littleEndian } from './integers'

const RistrettoPoint = ristretto255.Point

declare const scalarBrand: unique symbol

/** Whole number modulo l: 0 <= s < l. */
export type Scalar = bigint & { readonly [scalarBrand]: 'Scalar' }

/** Element of the group. Only the functions of this file look inside. */
export type Point = InstanceType<typeof RistrettoPoint>

/** Bytes of an encoded point, and of an encoded scalar. */
export const ELEMENT_BYTES = 32

/** l = 2^252 + 27742317777372353535851937790883648493. */
export const GROUP_ORDER: bigint = RistrettoPoint.Fn.ORDER

/** Neutral element; never accepted from outside. */
export const IDENTITY: Point = RistrettoPoint.ZERO

/** G, the base of values: the base point of RFC 9496. */
export const VALUE_BASE: Point = RistrettoPoint.BASE

/**
 * H, the base of blindings: hash to group of SHA3-512(encoding of G), by RFC 9496 section 4.3.4, so
 * that nobody knows its logarithm to G. Same as dalek's PedersenGens. Compiled in, never read from a
 * message (docs/attacks.md K8); a test derives it again.
 */
export const BLINDING_BASE: Point = RistrettoPoint.fromBytes(
  fromHex('8c9240b456a9e6dc65c377a1048d745f94a08cdb7f44cbcd7b46f34048871134', ELEMENT_BYTES)
)

/**
 * Reads a point.
 * @param bytes 32, canonical by RFC 9496 section 4.3.1.
 * @throws FormatError for another length, a non-canonical encoding, and the identity.
 */
export function decodePoint(bytes: Uint8Array, where = 'point'): Point {
  if (bytes.length !== ELEMENT_BYTES) throw new FormatError('wrong-length', where)
  const point = pointOrUndefined(bytes)
  if (point === undefined) throw new FormatError('not-canonical', where)
  // All representatives of the identity encode to 32 zero bytes; no other encoding decodes to it.
  if (bytes.every((byte) => byte === 0)) throw new FormatError('identity', where)
  return point
}

/**
 * Reads many points.
 * @param bytes 32 for each point, one after the other.
 * @param where name of the list; a refused point is named `where[index]`.
 * @throws FormatError as `decodePoint`, for the first refused point.
 */
export function decodePointsVartime(bytes: Uint8Array, where = 'points'): Point[] {
  if (bytes.length % ELEMENT_BYTES !== 0) throw new FormatError('wrong-length', where)
  return Array.from({ length: bytes.length / ELEMENT_BYTES }, (_, index) => {
    const start = index * ELEMENT_BYTES
    return decodePoint(bytes.subarray(start, start + ELEMENT_BYTES), `${where}[${index}]`)
  })
}

/** The one encoding of a point: 32 bytes, by RFC 9496 section 4.3.2. */
export function encodePoint(point: Point): Uint8Array {
  return point.toBytes()
}

/** Whether two points are the same element, whatever represents them. */
export function equalPoints(a: Point, b: Point): boolean {
  return a.equals(b)
}

/** Sum of public points; the identity when there are none. */
export function sumPointsVartime(points: readonly Point[]): Point {
  return points.reduce((sum, point) => sum.add(point), IDENTITY)
}

/**
 * Reads a scalar. Never reduces: a scalar of l or more is somebody's second name for another one.
 * @param bytes 32, little-endian.
 * @throws FormatError for another length and for l or more.
 */
export function decodeScalar(bytes: Uint8Array, where = 'scalar'): Scalar {
  if (bytes.length !== ELEMENT_BYTES) throw new FormatError('wrong-length', where)
  const scalar = scalarOrUndefined(bytes)
  if (scalar === undefined) throw new FormatError('not-canonical', where)
  return scalar
}

/** As `decodeScalar`, for those who count refusals instead of stopping at the first. */
export function scalarOrUndefined(bytes: Uint8Array): Scalar | undefined {
  if (bytes.length !== ELEMENT_BYTES) return undefined
  const value = fromLittleEndian(bytes)
  return value < GROUP_ORDER ? (value as Scalar) : undefined
}

/** The one encoding of a scalar: 32 bytes, little-endian. @throws RangeError unless 0 <= scalar < l. */
export function encodeScalar(scalar: Scalar): Uint8Array {
  if (scalar < 0n || scalar >= GROUP_ORDER) throw new RangeError('scalar: not in [0, l)')
  return littleEndian(scalar)
}

/** W of docs/protocol/primitives.md 2: 64 uniform bytes, little-endian, modulo l; the bias is below 2^-259. */
export function scalarFromWide(bytes: Uint8Array): Scalar {
  return (wideInteger(bytes) % GROUP_ORDER) as Scalar
}

/**
 * The 512-bit integer of W before it is reduced: sums of pads reduce once, at the end.
 * @throws RangeError unless there are 64 bytes.
 */
export function wideInteger(bytes: Uint8Array): bigint {
  if (bytes.length !== 64) throw new RangeError('wide scalar: 64 bytes wanted')
  return fromLittleEndian(bytes)
}

/** Any whole number modulo l; a negative amount -a becomes l - a (docs/protocol/primitives.md 2). */
export function toScalar(value: bigint): Scalar {
  const rest = value % GROUP_ORDER
  return (rest < 0n ? rest + GROUP_ORDER : rest) as Scalar
}

/** The whole number nearest to zero that a scalar stands for: -l/2 < result < l/2 (docs/protocol/primitives.md 2). */
export function centredLift(scalar: Scalar): bigint {
  return scalar > GROUP_ORDER / 2n ? scalar - GROUP_ORDER : scalar
}

/** a + b modulo l. */
export function addScalars(a: Scalar, b: Scalar): Scalar {
  return toScalar(a + b)
}

/** a - b modulo l. */
export function subtractScalars(a: Scalar, b: Scalar): Scalar {
  return toScalar(a - b)
}

/** noble throws plain errors for what is not a point; the edge has one kind of error only. */
function pointOrUndefined(bytes: Uint8Array): Point | undefined {
  try {
    return RistrettoPoint.fromBytes(bytes)
  } catch {
    return undefined
  }
}
