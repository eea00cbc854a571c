/** Masks a day: m = v + a, s = r + b (mod l), with pads that cancel only when all of the roster have sent. */

import {
  type Primitives,
  type SignedSeed,
  ELEMENT_BYTES,
  compareBytes,
  equalBytes,
  maskWith,
  pairSeed,
  sumOfPads
} from '../../crypto'
import type { CompleteDay } from './complete-day'
import { firstRoundOf } from './epoch'
import type { GroupParameters } from './messages/group-parameters'
import type { Roster } from './messages/roster'
import { type SignedSubmit, signSubmit } from './messages/submit'

/** What only this household has. Both secret, 32 bytes. */
export type MemberSecrets = {
  /** Seed of id_i. */
  readonly identity: Uint8Array
  /** x_i of this day. */
  readonly exchange: Uint8Array
}

/**
 * The seeds shared with every other member of a roster, each with its sign: +1 where the own id is the lower one.
 * Secret; the caller erases them.
 * @throws FormatError for a member's key that is not canonical or of small order; a judged roster has none.
 */
export function signedSeeds(
  primitives: Primitives,
  roster: Pick<Roster, 'members'>,
  rho: Uint8Array,
  ownId: Uint8Array,
  exchange: Uint8Array
): SignedSeed[] {
  return roster.members
    .filter(({ memberId }) => !equalBytes(memberId, ownId))
    .map(({ memberId, exchangeKey }) => {
      const lower = compareBytes(ownId, memberId) < 0
      const [low, high] = lower ? [ownId, memberId] : [memberId, ownId]
      return { seed: pairSeed(primitives, exchange, exchangeKey, rho, low, high), sign: lower ? 1 : -1 }
    })
}

/** The SUBMIT of a day under a roster that was judged and taken. The same bytes every time. */
export function maskDay(
  primitives: Primitives,
  group: GroupParameters,
  roster: Roster,
  rho: Uint8Array,
  { utcDay, day, openings }: CompleteDay,
  secrets: MemberSecrets
): SignedSubmit {
  const memberId = primitives.ed25519.publicKey(secrets.identity)
  const seeds = signedSeeds(primitives, roster, rho, memberId, secrets.exchange)
  const firstRound = firstRoundOf(group, utcDay)
  const coordinates = openings.map((opening, index) => ({
    commitment: day.commitments.subarray(index * ELEMENT_BYTES, (index + 1) * ELEMENT_BYTES),
    masked: maskWith(opening, sumOfPads(primitives, seeds, rho, firstRound + index))
  }))
  for (const { seed } of seeds) seed.fill(0)
  const { firstCounter, previousHash, headSignature } = day
  const submit = { rho, memberId, firstCounter, previousHash, headSignature, coordinates }
  return signSubmit(primitives, submit, firstRound, secrets.identity)
}
