/**
 * Encodes 2Q for many representatives Q with one inversion and no square root. The encoding of
 * RFC 9496 section 4.3.2 needs an inverse square root of a number that is a known square when the point
 * is a double, so it comes for free (Hamburg, "Decaf" 2015, and `double_and_compress_batch` of
 * curve25519-dalek): with
 *
 *   e = 2XY,  f = Z² + dT²,  g = Y² + X²,  h = Z² - dT²      (2Q = (e·h : g·f : f·h : e·g))
 *
 * everything follows from 1/(e·g·f·h), and Montgomery's trick shares that inversion over the batch.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { FpInvertBatch } from '@noble/curves/abstract/modular.js'
import { ELEMENT_BYTES } from './group'
import type { EdwardsPoint } from './fixed-base-table'

const { Fp } = ed25519.Point
const { d: EDWARDS_D } = ed25519.Point.CURVE()
/** √-1, the even root (RFC 9496 section 4.1). */
const SQRT_M1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752n
/** 1/√(a - d), the even root (RFC 9496 section 4.1). */
const INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578n

type Doubled = {
  readonly e: bigint
  readonly f: bigint
  readonly g: bigint
  readonly h: bigint
  readonly eg: bigint
  readonly fh: bigint
}

/**
 * Encodings of 2Q, one after the other.
 * @param halves representatives Q of ristretto255 elements.
 * @returns 32 bytes for each; 32 zero bytes where 2Q is the identity. Leaks its inputs through time.
 */
export function doubleAndEncodeVartime(halves: readonly EdwardsPoint[]): Uint8Array {
  const doubled = halves.map(double)
  // e·g·f·h is 0 for representatives of the identity and for nothing else; those stay 0 and encode to 0.
  const inverses = FpInvertBatch(
    Fp,
    doubled.map(({ eg, fh }) => Fp.mul(eg, fh)),
    true
  )
  const encoded = new Uint8Array(ELEMENT_BYTES * halves.length)
  doubled.forEach((point, index) => {
    encoded.set(Fp.toBytes(encode(point, inverses[index] ?? 0n)), ELEMENT_BYTES * index)
  })
  return encoded
}

function double({ X, Y, Z, T }: EdwardsPoint): Doubled {
  const zz = Fp.sqr(Z)
  const dtt = Fp.mul(Fp.sqr(T), EDWARDS_D)
  const e = Fp.mul(X, Y + Y)
  const f = Fp.add(zz, dtt)
  const g = Fp.add(Fp.sqr(Y), Fp.sqr(X))
  const h = Fp.sub(zz, dtt)
  return { e, f, g, h, eg: Fp.mul(e, g), fh: Fp.mul(f, h) }
}

/** RFC 9496 section 4.3.2 for (e·h : g·f : f·h : e·g), rotated by a 4-torsion point where it asks for it. */
function encode({ e, f, g, h, eg, fh }: Doubled, inverse: bigint): bigint {
  const zInverse = Fp.mul(eg, inverse)
  const tInverse = Fp.mul(fh, inverse)
  const rotate = isNegative(Fp.mul(eg, zInverse))
  const x = rotate ? g : e
  const y = rotate ? Fp.neg(e) : g
  const z = rotate ? Fp.mul(f, SQRT_M1) : h
  const factor = rotate ? SQRT_M1 : INVSQRT_A_MINUS_D
  const yPositive = isNegative(Fp.mul(Fp.mul(z, x), zInverse)) ? Fp.neg(y) : y
  const s = Fp.mul(Fp.sub(z, yPositive), Fp.mul(factor, Fp.mul(yPositive, tInverse)))
  return isNegative(s) ? Fp.neg(s) : s
}

/** RFC 9496 section 3.1: the odd one of s and -s is the negative one. */
function isNegative(element: bigint): boolean {
  return (element & 1n) === 1n
}
