/**
 * Primitives that do the same work once: ten households of a test check the same signatures again and again. What they
 * answer is what the given ones answered to the same bytes.
 */

import type { Primitives } from '../../../crypto'
import { nameOf } from './memory/cell'
import { createRecall } from './recall'

/** Some signatures of each of many neighbourhoods; about 10 MB. */
const MOST = 20_000

export function rememberingPrimitives(primitives: Primitives): Primitives {
  const { ed25519, x25519 } = primitives
  return {
    ...primitives,
    ed25519: {
      ...ed25519,
      publicKey: remembered(ed25519.publicKey),
      sign: remembered(ed25519.sign),
      verify: remembered(ed25519.verify),
      isAcceptableKey: remembered(ed25519.isAcceptableKey)
    },
    x25519: { publicKey: remembered(x25519.publicKey), sharedSecret: remembered(x25519.sharedSecret) }
  }
}

/** The same of what pads are made of: for groups that live through the same day again and again. */
export function rememberingHashes(primitives: Primitives): Primitives {
  const { hkdfSha512, hmacSha512 } = primitives
  const lengthOf = (length: number): Uint8Array => Uint8Array.of(length)
  const expand = remembered((ikm, salt, info, length) => hkdfSha512(ikm!, salt!, info!, length![0]!))
  return {
    ...primitives,
    hmacSha512: remembered(hmacSha512),
    hkdfSha512: (ikm, salt, info, length) =>
      length > 255 ? hkdfSha512(ikm, salt, info, length) : expand(ikm, salt, info, lengthOf(length))
  }
}

/** Bytes are handed out as copies, because a caller may erase them. */
function remembered<Result extends Uint8Array | boolean>(
  work: (...inputs: Uint8Array[]) => Result
): (...inputs: Uint8Array[]) => Result {
  const recall = createRecall<Result>(MOST)
  return (...inputs) => {
    const result = recall(inputs.map(textOf).join('|'), () => work(...inputs))
    return (typeof result === 'boolean' ? result : result.slice()) as Result
  }
}

/** With its length first, so that no two lists of inputs have one name. */
function textOf(bytes: Uint8Array): string {
  return `${String(bytes.length)}:${nameOf(bytes)}`
}
