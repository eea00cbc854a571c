/** Port: what the board keeps of finding out who lied. Appended to only, like the rest of it. */

import type { UtcSeconds } from '../../app/domain/interval'

export type PostedDlist = { readonly memberId: Uint8Array; readonly t: number; readonly wire: Uint8Array }

/** Evidence as it is given to everybody. */
export type PostedFinding = {
  readonly rho: Uint8Array
  /** Ids (hex) of the members it names: one, or two of whom one lied. */
  readonly accused: readonly string[]
  readonly wire: Uint8Array
  readonly at: UtcSeconds
}

export type BlameBoard = {
  /** ENDORSEs of a roster. */
  endorsements(rho: Uint8Array): readonly { readonly memberId: Uint8Array; readonly wire: Uint8Array }[]
  addEndorsement(rho: Uint8Array, memberId: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
  ask(rho: Uint8Array): Uint8Array | null
  addAsk(rho: Uint8Array, wire: Uint8Array, at: UtcSeconds): void
  dlists(rho: Uint8Array): readonly PostedDlist[]
  addDlist(rho: Uint8Array, dlist: PostedDlist, at: UtcSeconds): void
  /** In the order in which they were found. */
  findings(rho: Uint8Array): readonly PostedFinding[]
  findingsSince(time: UtcSeconds): readonly PostedFinding[]
  /** The same evidence again changes nothing. */
  addFinding(finding: PostedFinding): void
}
