/** ASK: the collector asks the members of a roster for the DLISTs of rounds that do not add up (ADR 33). */

import { type Primitives, FormatError, TAGS, lp, readLpAs, u64 } from '../../../crypto'
import { HASH_BYTES, decodeSignedOnce, encodeSigned, fixed, readRound } from './wire'

export type Ask = {
  readonly rho: Uint8Array
  /** t, ascending, 1 to 3 of them. */
  readonly rounds: readonly number[]
}

export type SignedAsk = { readonly ask: Ask; readonly body: Uint8Array; readonly signature: Uint8Array }

/** A member answers for no more rounds of one roster, whoever asks how often. */
export const MAX_ASKED = 3
export const MAX_ASK_BYTES = 256
const LIMITS = { maxBytes: 128, maxFields: 2 + MAX_ASKED }

/** LP("wattveil/v1/ask", rho, u64 t for each). */
export function encodeAskBody({ rho, rounds }: Ask): Uint8Array {
  return lp(TAGS.ask, rho, ...rounds.map((t) => u64(t)))
}

/** LP(body, signature of K). */
export function encodeAsk({ body, signature }: Omit<SignedAsk, 'ask'>): Uint8Array {
  return encodeSigned(body, signature)
}

/** @param seed K's, 32 bytes, secret. */
export function signAsk({ ed25519 }: Primitives, ask: Ask, seed: Uint8Array): SignedAsk {
  const body = encodeAskBody(ask)
  return { ask, body, signature: ed25519.sign(seed, body) }
}

/** @throws FormatError, also for rounds that do not ascend. */
export function decodeAsk(wire: Uint8Array): SignedAsk {
  const { body, signature } = decodeSignedOnce(wire, MAX_ASK_BYTES, 'ask')
  const [rho, ...fields] = readLpAs(TAGS.ask, body, LIMITS)
  const rounds = fields.map((field) => readRound(field, 'ask.t'))
  if (rounds.length === 0) throw new FormatError('wrong-field-count', 'ask')
  if (rounds.some((t, index) => index > 0 && t <= (rounds[index - 1] ?? 0))) throw new FormatError('order', 'ask.t')
  const ask = { rho: fixed(rho, HASH_BYTES, 'ask.rho'), rounds }
  return { ask, body, signature }
}

/** True when K signed it. */
export function verifyAsk({ ed25519 }: Primitives, { body, signature }: SignedAsk, collectorKey: Uint8Array): boolean {
  return ed25519.verify(signature, body, collectorKey)
}
