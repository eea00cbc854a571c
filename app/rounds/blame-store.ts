/** Port: what a household keeps of the DLISTs it signed. */

/** Goes out again with the same bytes, and counts for ever against what a household answers for one roster. */
export type KeptDlist = {
  readonly rho: Uint8Array
  readonly t: number
  readonly wire: Uint8Array
  readonly delivered: boolean
}

export type BlameStore = {
  /** t ascending. */
  dlists(gid: Uint8Array, rho: Uint8Array): readonly KeptDlist[]
  /** Adds it, or marks the kept one as delivered. */
  saveDlist(gid: Uint8Array, dlist: KeptDlist): void
}
