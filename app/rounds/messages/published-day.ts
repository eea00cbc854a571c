/** What the collector publishes of a day: LP(DATA, SUM, signature of K). */

import { lpFields } from '../../../crypto'
import { maxDataBytes } from './data'
import { type SignedSum, maxSumBytes } from './sum'
import { SIGNATURE_BYTES, encodeSigned, fixed, present } from './wire'

/** Longest published day. */
export function maxPublishedBytes(members: number, rounds: number): number {
  return maxDataBytes(members, rounds) + maxSumBytes(rounds) + 128
}

/** LP(DATA, SUM body, signature of K). */
export function encodePublishedDay(data: Uint8Array, { body, signature }: Omit<SignedSum, 'sum'>): Uint8Array {
  return encodeSigned(data, body, signature)
}

/** Splits without looking inside. @throws FormatError. */
export function splitPublishedDay(
  wire: Uint8Array,
  members: number,
  rounds: number
): { readonly data: Uint8Array; readonly body: Uint8Array; readonly signature: Uint8Array } {
  const [data, body, signature, ...more] = lpFields(wire, {
    maxBytes: maxPublishedBytes(members, rounds),
    maxFields: 3
  })
  return {
    data: present(data, 'day.data'),
    body: present(body, 'day.sum'),
    signature: fixed(more.length === 0 ? signature : undefined, SIGNATURE_BYTES, 'day.signature')
  }
}
