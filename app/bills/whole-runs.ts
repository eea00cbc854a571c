/** The meters of a period with all of their records, read once, and both ends signed: what a RESPONSE speaks of. */

import { type Primitives, toHex } from '../../crypto'
import { type Period, endOf } from '../domain/interval'
import { encodeGenesis } from '../domain/meter/genesis'
import type { Obis } from '../domain/meter/meter'
import type { ChainEntry, ChainStore, HeldChain } from '../readings/chain-store'
import type { BillStore } from './bill-store'
import type { Contract } from './documents/contract-document'
import { type MeterRun, heldExchanges, meterRuns } from './meter-runs'
import type { Steps } from './pause'
import { readRecords } from './read-records'
import type { RecordDelivery } from './supplier-link'

export type RunsDeps = {
  readonly primitives: Primitives
  readonly chains: ChainStore
  readonly store: Pick<BillStore, 'documents'>
}

/** What is wanting of the meters of a period. */
export type RunsWanting =
  /** Records or openings of the period are not all here. */
  | 'readings-incomplete'
  /** The chain was pinned with another key or start than the meter has now. */
  | 'other-meter'
  /** The meter's signed head at an end of the period is not here. */
  | 'head-missing'
  /** The meters of the period count in different units. */
  | 'other-unit'

export type WholeRun = MeterRun & {
  readonly held: HeldChain
  readonly entries: readonly ChainEntry[]
  readonly delivery: RecordDelivery
}

export function* wholeRuns(
  { primitives, store, chains }: RunsDeps,
  contract: Contract,
  period: Period,
  counted: ReadonlySet<Obis>
): Steps<readonly WholeRun[] | RunsWanting> {
  const runs: WholeRun[] = []
  for (const run of meterRuns(contract, heldExchanges(primitives, store, contract), period, counted)) {
    const whole = yield* wholeRun(chains, run)
    if (typeof whole === 'string') return whole
    runs.push(whole)
  }
  if (runs.length === 0) return 'readings-incomplete'
  // The energies of two meters are added: they must count in the same unit.
  return new Set(runs.map(({ genesis }) => genesis.genesis.unitExp)).size === 1 ? runs : 'other-unit'
}

/** A run's records with both ends signed; null where something of it is not here. */
export function* readDelivery(chains: ChainStore, run: MeterRun): Steps<RecordDelivery | null> {
  return deliveryOf(chains, run, yield* readRecords(chains, run.chain, run.period))
}

function* wholeRun(chains: ChainStore, run: MeterRun): Steps<WholeRun | RunsWanting> {
  const { chain, genesis, period } = run
  const held = chains.chain(chain)
  if (!held) return 'readings-incomplete'
  if (toHex(encodeGenesis(held.genesis.genesis)) !== toHex(encodeGenesis(genesis.genesis))) return 'other-meter'
  const entries = yield* readRecords(chains, chain, period)
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last || entries.some(({ opening }) => opening === null)) return 'readings-incomplete'
  if (held.genesis.genesis.start > period.start) return 'readings-incomplete'
  if (endOf({ start: last.intervalStart, seconds: last.seconds }) < period.end) return 'readings-incomplete'
  if (last.counter - first.counter + 1 !== entries.length) return 'readings-incomplete'
  const delivery = deliveryOf(chains, run, entries)
  return delivery ? { ...run, held, entries, delivery } : 'head-missing'
}

function deliveryOf(chains: ChainStore, run: MeterRun, entries: readonly ChainEntry[]): RecordDelivery | null {
  const [first, last] = [entries[0]?.record, entries.at(-1)?.record]
  if (!first || !last) return null
  const anchor = anchorOf(chains, run, first.counter)
  const head = chains.headAt(run.chain, last.counter)
  return anchor && head ? { anchor, records: entries.map(({ record }) => record), head } : null
}

/** HEAD of the record before, or GENESIS where the chain begins with the period. */
function anchorOf(
  chains: ChainStore,
  { chain, genesis, start }: MeterRun,
  first: number
): RecordDelivery['anchor'] | null {
  if (first === 0) return genesis
  if (start?.head.counter === first - 1) return start
  return chains.headAt(chain, first - 1)
}
