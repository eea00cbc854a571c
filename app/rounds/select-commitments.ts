/** Picks some rounds out of a member's day. */

import { ELEMENT_BYTES } from '../../crypto'

/** @param commitments C of each round, 32 bytes each. @returns those of `rounds`, in their order. */
export function selectCommitments(commitments: Uint8Array, rounds: readonly { readonly index: number }[]): Uint8Array {
  if (rounds.length * ELEMENT_BYTES === commitments.length) return commitments
  const picked = new Uint8Array(rounds.length * ELEMENT_BYTES)
  rounds.forEach(({ index }, position) => {
    picked.set(commitments.subarray(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES), position * ELEMENT_BYTES)
  })
  return picked
}
