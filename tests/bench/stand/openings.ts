/** Commitments with their openings, the same on every run. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { ELEMENT_BYTES, type Scalar, encodeScalar, scalarFromWide, toScalar } from '../../../crypto'
import { seededRandom } from '../../support/seeded-random'

export type Openings = {
  readonly commitments: Uint8Array
  readonly values: readonly bigint[]
  readonly blindings: Uint8Array
  /** One by one, in every form that a yardstick wants. */
  readonly each: readonly {
    readonly commitment: Uint8Array
    readonly value: bigint
    readonly valueBytes: Uint8Array
    readonly blinding: Scalar
    readonly blindingBytes: Uint8Array
  }[]
}

/** A quarter hour of a household: at most 3 kWh, and never 0, which libsodium refuses to multiply with. */
const MOST_WATT_HOURS = 3000

export function makeOpenings(count: number): Openings {
  const random = seededRandom('openings')
  const values = Array.from({ length: count }, () => BigInt(1 + random.below(MOST_WATT_HOURS)))
  const blindings = values.map(() => scalarFromWide(random.bytes(64)))
  const commitments = loadKernel().commitAll(values, blindings)
  const each = values.map((value, index) => ({
    commitment: commitments.slice(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES),
    value,
    valueBytes: encodeScalar(toScalar(value)),
    blinding: toScalar(blindings[index] ?? 0n),
    blindingBytes: encodeScalar(toScalar(blindings[index] ?? 0n))
  }))
  const blindingBytes = new Uint8Array(ELEMENT_BYTES * count)
  each.forEach((one, index) => blindingBytes.set(one.blindingBytes, index * ELEMENT_BYTES))
  return { commitments, values, blindings: blindingBytes, each }
}

/** The first openings of a longer list, repeated until there are `count`. */
export function repeated({ commitments, values, blindings }: Openings, count: number): Omit<Openings, 'each'> {
  const at = Array.from({ length: count }, (_, index) => index % values.length)
  const elements = (bytes: Uint8Array): Uint8Array => {
    const all = new Uint8Array(ELEMENT_BYTES * count)
    at.forEach((from, to) =>
      all.set(bytes.subarray(from * ELEMENT_BYTES, (from + 1) * ELEMENT_BYTES), to * ELEMENT_BYTES)
    )
    return all
  }
  return {
    commitments: elements(commitments),
    values: at.map((from) => values[from] ?? 0n),
    blindings: elements(blindings)
  }
}
