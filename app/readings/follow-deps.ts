/** What following a meter needs. */

import type { Random } from '../ports'
import type { ChainWriter } from './chain-store'
import type { MeterConnections } from './meter-connections'
import type { MeterLink } from './meter-link'
import type { ReadingStore } from './reading-store'
import type { RunContext } from './verify-run'

export type FollowDeps = RunContext & {
  readonly random: Random
  readonly chains: ChainWriter
  readonly readings: ReadingStore
  readonly connections: MeterConnections
  readonly link: MeterLink
}
