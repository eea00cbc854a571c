/**
 * The fast kernel against noble and libsodium on random inputs and on edges: others every day, whose seed stands in the
 * names of the tests. More of them, or those of another day, with WATTVEIL_FUZZ_ROUNDS and WATTVEIL_FUZZ_SEED in the
 * environment (1,000 rounds are 256,000 openings and 1,024,000 encodings).
 */
import sodium from 'libsodium-wrappers-sumo'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  concatBytes,
  encodePoint,
  encodeScalar,
  GROUP_ORDER,
  type Scalar,
  scalarFromWide,
  toHex,
  toScalar
} from '../../../crypto'
import { type KernelParts, compileKernelParts, kernelsUnderTest } from '../../support/kernels-under-test'
import { seededRandom } from '../../support/seeded-random'

const ROUNDS = Number(process.env['WATTVEIL_FUZZ_ROUNDS'] ?? 8)
const SEED = process.env['WATTVEIL_FUZZ_SEED'] ?? new Date().toISOString().slice(0, 10)
/** Per round. */
const OPENINGS = 256
const ENCODINGS = 1024
const POINTS = 60
const PATIENCE = { timeout: 30_000 + ROUNDS * 3_000 }

const P = 2n ** 255n - 19n
/** 32 bytes, lowest first. */
const bytesOf = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, index) => Number((value >> BigInt(8 * index)) & 255n))
const [[, noble], [, wasm]] = kernelsUnderTest as [(typeof kernelsUnderTest)[0], (typeof kernelsUnderTest)[0]]
const random = seededRandom(SEED)

let parts: KernelParts
let encodingAt: number, pointAt: number
beforeAll(async () => {
  await sodium.ready
  parts = await compileKernelParts()
  encodingAt = parts.allocate(32)
  pointAt = parts.allocate(192)
}, PATIENCE.timeout)

describe(`the kernel in WebAssembly, with the seed ${SEED}`, () => {
  it('commits as noble does', PATIENCE, () => {
    for (let round = 0; round < ROUNDS; round++) {
      const values = Array.from({ length: OPENINGS }, someValue)
      const blindings = Array.from({ length: OPENINGS }, someBlinding)
      const commitments = wasm.commitAll(values, blindings)
      const keys = concatBytes(...blindings.map(encodeScalar))
      const fits = noble.openingsFitVartime({ commitments, values, blindings: keys })
      expect([...fits].indexOf(0), `round ${round}`).toBe(-1)
      expectOnlyTheSpoilt(commitments, values, blindings)
    }
  })

  it('decodes and encodes what libsodium takes for a point, and nothing else', PATIENCE, () => {
    let points = 0
    for (let round = 0; round < ROUNDS; round++) {
      for (let index = 0; index < ENCODINGS; index++) {
        const encoding = someEncoding(index)
        const isPoint = sodium.crypto_core_ristretto255_is_valid_point(encoding)
        new Uint8Array(parts.memory.buffer).set(encoding, encodingAt)
        if ((parts.decode(pointAt, encodingAt) !== 0) !== isPoint) expect(toHex(encoding)).toBe('taken alike')
        if (!isPoint) continue
        points += 1
        parts.double(pointAt)
        parts.encode(encodingAt, pointAt)
        const doubled = new Uint8Array(parts.memory.buffer, encodingAt, 32)
        if (!sodium.memcmp(doubled, sodium.crypto_core_ristretto255_add(encoding, encoding)))
          expect(toHex(encoding)).toBe('doubled alike')
      }
    }
    expect(points).toBeGreaterThan((ROUNDS * ENCODINGS) / 8)
  })

  it('weighs and sums as noble does', PATIENCE, () => {
    for (let round = 0; round < ROUNDS; round++) {
      const count = 1 + random.below(POINTS)
      const points = concatBytes(...Array.from({ length: count }, somePoint))
      const bits = [1, 8, 17, 24, 32, 64, 128, 252, 300][round % 9] ?? 24
      const weights = Array.from({ length: count }, () => someWeight(bits))
      expect(toHex(encodePoint(wasm.weightedSumVartime(points, weights))), `round ${round}, ${bits} bits`).toBe(
        toHex(encodePoint(noble.weightedSumVartime(points, weights)))
      )
      expect(toHex(encodePoint(wasm.sumVartime(points)))).toBe(toHex(encodePoint(noble.sumVartime(points))))
    }
  })
})

/** One bit changed somewhere in each tenth item: these do not fit, and the others do. */
function expectOnlyTheSpoilt(commitments: Uint8Array, values: readonly bigint[], blindings: readonly Scalar[]): void {
  const spoilt = commitments.slice()
  const keys = concatBytes(...blindings.map(encodeScalar))
  const changed = values.map((value, index) => (index % 30 === 0 ? value ^ (1n << BigInt(random.below(32))) : value))
  for (let index = 10; index < OPENINGS; index += 30) flip(spoilt, index)
  for (let index = 20; index < OPENINGS; index += 30) flip(keys, index)
  const fits = wasm.openingsFitVartime({ commitments: spoilt, values: changed, blindings: keys })
  const unexpected = [...fits].flatMap((fit, index) => (fit === (index % 10 === 0 ? 0 : 1) ? [] : [index]))
  expect(unexpected).toEqual([])
}

function flip(list: Uint8Array, item: number): void {
  const at = 32 * item + random.below(32)
  list[at] = (list[at] ?? 0) ^ (1 << random.below(8))
}

/** Edges of bits and windows as often as anything. */
function someValue(): bigint {
  const edge = 1n << BigInt(random.below(33))
  const choices = [0n, edge - 1n, edge % 2n ** 32n, BigInt(random.below(3000)), BigInt(random.below(2 ** 32))]
  return choices[random.below(choices.length)] ?? 0n
}

function someBlinding(): Scalar {
  const edge = 1n << BigInt(1 + random.below(252))
  const choices = [1n, edge - 1n, edge, GROUP_ORDER - edge, GROUP_ORDER / 2n + edge, GROUP_ORDER - 1n]
  const chosen = random.below(3) === 0 ? choices[random.below(choices.length)] : undefined
  const blinding = chosen === undefined ? scalarFromWide(random.bytes(64)) : toScalar(chosen)
  return blinding === 0n ? toScalar(1n) : blinding
}

function someWeight(bits: number): bigint {
  const size = random.bytes(40).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) % (1n << BigInt(bits))
  const choices = [size, -size, 1n << BigInt(bits - 1), (1n << BigInt(bits)) - 1n, 0n, 7n]
  return choices[random.below(choices.length)] ?? size
}

function somePoint(): Uint8Array {
  return sodium.crypto_core_ristretto255_from_hash(random.bytes(64))
}

/** Points, points with a bit changed, random bytes, numbers around p and small ones, negative ones. */
function someEncoding(index: number): Uint8Array {
  const bytes = random.bytes(32)
  switch (index % 8) {
    case 0:
    case 1:
      return somePoint()
    case 2: {
      const point = somePoint()
      flip(point, 0)
      return point
    }
    case 3:
      return bytesOf(P + BigInt(random.below(40)) - 20n)
    case 4:
      return bytesOf(BigInt(random.below(2 ** 20)))
    case 5:
      return bytesOf(P - BigInt(random.below(2 ** 20)))
    case 6:
      bytes[31] = (bytes[31] ?? 0) & 127
      bytes[0] = (bytes[0] ?? 0) & 254
      return bytes
    default:
      return bytes
  }
}
