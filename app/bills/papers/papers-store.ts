/** Port: which readings the person has shown with the evidence of which bill. Kept before the evidence is written. */

import type { UtcSeconds } from '../../domain/interval'

export type ShownInterval = {
  readonly billHash: string
  readonly start: UtcSeconds
  readonly seconds: number
  /** Milliwatt-hours. */
  readonly energy: number
  readonly at: UtcSeconds
}

export type PapersStore = {
  /** By start. */
  shown(billHash: string): readonly ShownInterval[]
  /** On disk when this returns; one shown before keeps its first time. */
  keepShown(intervals: readonly ShownInterval[]): void
}
