/** Repeatable randomness for tests and generated vectors: the same seed gives the same bytes on every machine. */

import { noblePrimitives, u32, utf8, concatBytes } from '../../crypto'
import type { Random } from '../../app/ports'

export type SeededRandom = Random & {
  /** Whole number in [0, limit). */
  below(limit: number): number
}

export function seededRandom(seed: string): SeededRandom {
  let block = 0
  const bytes = (length: number): Uint8Array => {
    const blocks = Array.from({ length: Math.ceil(length / 64) }, () =>
      noblePrimitives.sha512(concatBytes(utf8(`wattveil test ${seed}`), u32(block++)))
    )
    return concatBytes(...blocks).slice(0, length)
  }
  return {
    bytes,
    below: (limit) => Number(bytes(6).reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) % BigInt(limit))
  }
}
