/** Port: the imports there have been, and taking one out again. */

import type { Direction } from '../domain/energy'
import type { Period, UtcSeconds } from '../domain/interval'

/** Everything that one file brought at one time. */
export type KeptImport = {
  /** Number of its first batch; names the import. */
  readonly id: number
  readonly at: UtcSeconds
  readonly name: string
  readonly meterIds: readonly string[]
  readonly directions: readonly Direction[]
  /** Readings that are stored, or that were when it was taken out. */
  readonly intervals: number
  /** From its oldest reading to its newest; null for one that brought register totals only. */
  readonly period: Period | null
  /** When it was taken out; null while it is in. */
  readonly removedAt: UtcSeconds | null
}

export type RestoredImport = {
  readonly restored: number
  /** Not put back, because something else has been stored for that time meanwhile. */
  readonly occupied: number
}

export type BatchStore = {
  /** Imports of files, newest first; what a meter told by itself is not among them. */
  imports(): readonly KeptImport[]
  /** Takes all of an import out and keeps it aside; false where there is none that is in. One transaction. */
  remove(id: number, at: UtcSeconds): boolean
  /** Puts it back; null where there is none that is out. One transaction. */
  restore(id: number): RestoredImport | null
}
