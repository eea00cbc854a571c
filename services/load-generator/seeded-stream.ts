/** Repeatable pseudo-random numbers from a label: SHA-512 of label and block number. For made-up loads only. */

import { lpList, noblePrimitives, u32, utf8 } from '../../crypto'

export type SeededStream = {
  /** Uniform in [0, 1). */
  next(): number
  between(low: number, high: number): number
}

export function createSeededStream(...labels: readonly string[]): SeededStream {
  const prefix = lpList(...labels.map((label) => utf8(label)))
  let block: Uint8Array = new Uint8Array(0)
  let blockNumber = 0
  let at = 0
  const next = (): number => {
    if (at >= block.length) {
      block = noblePrimitives.sha512(lpList(prefix, u32(blockNumber++)))
      at = 0
    }
    const word = new DataView(block.buffer, block.byteOffset).getUint32(at)
    at += 4
    return word / 2 ** 32
  }
  return { next, between: (low, high) => low + next() * (high - low) }
}
