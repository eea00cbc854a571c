/** Both kernels, and the module of the fast one with all that its files export. */

import { loadKernel } from '../../adapters/commitment-work/load-kernel'
import { type CommitmentKernel, createNobleKernel } from '../../crypto'
import { compileKernel } from '../../scripts/build/wasm-kernel.mjs'

export const kernelsUnderTest: readonly (readonly [string, CommitmentKernel])[] = [
  ['noble', createNobleKernel()],
  ['wasm', loadKernel()]
]

type Place = number

/** Functions of crypto/kernel/ on places in its memory. */
export type KernelParts = {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly allocate: (bytes: number) => Place
  readonly multiply: (out: Place, f: Place, g: Place) => void
  readonly square: (out: Place, f: Place) => void
  readonly add: (out: Place, f: Place, g: Place) => void
  readonly subtract: (out: Place, f: Place, g: Place) => void
  readonly negate: (out: Place, f: Place) => void
  readonly invert: (out: Place, f: Place) => void
  readonly inverseSquareRoot: (out: Place, f: Place) => number
  readonly isZero: (f: Place) => number
  readonly isNegative: (f: Place) => number
  readonly equals: (f: Place, g: Place) => number
  readonly isCanonical: (bytes: Place) => number
  readonly fromBytes: (out: Place, bytes: Place) => void
  readonly toBytes: (bytes: Place, f: Place) => void
  readonly decode: (point: Place, bytes: Place) => number
  readonly encode: (bytes: Place, point: Place) => void
  readonly addPoint: (sum: Place, point: Place) => void
  readonly double: (point: Place) => void
  readonly setAffine: (point: Place, x: Place, y: Place) => void
  readonly setIdentity: (point: Place) => void
  readonly doubleAndEncodeAll: (bytes: Place, points: Place, count: number, room: Place) => void
  readonly isScalar: (bytes: Place) => number
  readonly centre: (out: Place, bytes: Place) => number
  readonly ONE: { readonly value: Place }
  readonly EDWARDS_D: { readonly value: Place }
  readonly TWICE_D: { readonly value: Place }
  readonly SQRT_M1: { readonly value: Place }
  readonly INVSQRT_A_MINUS_D: { readonly value: Place }
}

export async function compileKernelParts(): Promise<KernelParts> {
  const files = ['kernel.ts', 'limbs.ts', 'field.ts', 'point.ts', 'ristretto.ts', 'scalar.ts']
  const module = new WebAssembly.Module((await compileKernel(files)) as BufferSource)
  return new WebAssembly.Instance(module).exports as unknown as KernelParts
}
