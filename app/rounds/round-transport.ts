/** Port: the collector of one group. Every method throws TransportError; none of them trusts what it carries. */

import type { UtcSeconds } from '../domain/interval'

/**
 * accepted: taken, now or before; late: no longer taken; rejected: the collector does not want these bytes.
 */
export type PostOutcome = 'accepted' | 'late' | 'rejected'

/** conflict: the collector has other KEYS of this member for the epoch. */
export type KeysOutcome = PostOutcome | 'conflict'

/** conflict: the meter is in the group already, with another home. full: the group takes no more homes. */
export type EnrolOutcome = PostOutcome | 'conflict' | 'full'

export type BoardPage = {
  /** BOARD, signed. */
  readonly wire: Uint8Array
  /** h after the entries known already. */
  readonly start: Uint8Array
  /** Hashes of the entries after them, 32 bytes each; not always all. */
  readonly digests: Uint8Array
}

/**
 * Pieces of evidence about one roster in one answer, as many as a household keeps of an epoch: a roster of 200 has more
 * pairs than this; who is named in the first of them is known all the same.
 */
export const FINDING_LIMITS = { maxBytes: 4 * 2 ** 20, maxFields: 64 }

export type RoundTransport = {
  /** As the person reads it: whom these bytes go to. */
  readonly recipient: string
  enrol(wire: Uint8Array): Promise<EnrolOutcome>
  /** KEYS name no sender; the collector is told whose they are. */
  keys(utcDay: number, memberId: Uint8Array, wire: Uint8Array): Promise<KeysOutcome>
  end(wire: Uint8Array): Promise<PostOutcome>
  refuse(utcDay: number, wire: Uint8Array): Promise<PostOutcome>
  submit(utcDay: number, wire: Uint8Array): Promise<PostOutcome>
  /** ROSTERs of a day that contain this member, as the collector has them; may be none. */
  rosters(utcDay: number, memberId: Uint8Array): Promise<readonly Uint8Array[]>
  /** Whom this member would like to be in a roster with; nobody else hears of it. */
  wish(memberId: Uint8Array, wire: Uint8Array): Promise<PostOutcome>
  endorse(epoch: number, wire: Uint8Array): Promise<PostOutcome>
  /** ENDORSEs of a roster that the collector has; may be none. */
  endorsements(epoch: number, rho: Uint8Array): Promise<readonly Uint8Array[]>
  /** What K asks the members of a roster for, of this epoch; null while it asks nothing. */
  ask(epoch: number, rho: Uint8Array): Promise<Uint8Array | null>
  dlist(epoch: number, wire: Uint8Array): Promise<PostOutcome>
  /** Evidence that the collector found of a roster; may be none. */
  findings(epoch: number, rho: Uint8Array): Promise<readonly Uint8Array[]>
  /** The newest BOARD. @param from entries known already. @param seen SHA-256 of the BOARD that is remembered, or zero. */
  board(from: number, seen: Uint8Array): Promise<BoardPage>
  /** The published day of a roster, at most `maxBytes` long; null while there is none. */
  published(utcDay: number, rho: Uint8Array, maxBytes: number): Promise<Uint8Array | null>
}

/**
 * Speaks to the collector at an address; nothing is sent before the first call.
 * @param pin SHA-256 of the public key that its certificate must have; null where nothing is pinned.
 * @param startOf when an epoch of the group begins: what a message is about.
 */
export type ConnectCollector = (
  address: string,
  recipient: string,
  pin: Uint8Array | null,
  startOf: (epoch: number) => UtcSeconds
) => RoundTransport
