/** The port ChainWriter in memory. */

import { encodeScalar, equalBytes } from '../../../../crypto'
import type { Primitives } from '../../../../crypto'
import { AppError } from '../../../../app/app-error'
import { genesisHash } from '../../../../app/domain/meter/genesis'
import type { ChainId } from '../../../../app/domain/meter/meter'
import { type SignedHead, headOf } from '../../../../app/domain/meter/record'
import type { ChainEntry, ChainWriter, RepeatedBlinding, VerifiedRun } from '../../../../app/readings/chain-store'
import { type Cell, withEntry } from './cell'
import type { ChainState, HouseholdState } from './household-state'

const nameOfChain = ({ meterId, obis }: ChainId): string => `${meterId} ${String(obis)}`

export function createMemoryChainStore(cell: Cell<HouseholdState>, primitives: Primitives): ChainWriter {
  const find = (id: ChainId): ChainState | null => cell.get().chains.get(nameOfChain(id)) ?? null
  const known = (id: ChainId): ChainState => {
    const chain = find(id)
    if (!chain) throw new AppError('meter-unknown')
    return chain
  }
  const save = (chain: ChainState): void => {
    cell.set({ chains: withEntry(cell.get().chains, nameOfChain(chain.held.id), chain) })
  }
  const entries = (id: ChainId, fits: (entry: ChainEntry) => boolean): ChainEntry[] =>
    (find(id)?.entries ?? []).filter(fits)
  const head = (entry: ChainEntry | undefined): SignedHead | null =>
    entry?.headSignature ? { head: headOf(primitives, entry.record), signature: entry.headSignature } : null
  const all = (): ChainState[] =>
    [...cell.get().chains].sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, chain]) => chain)
  return {
    chains: () => all().map(({ held }) => held),
    chain: (id) => find(id)?.held ?? null,
    entriesBetween: (id, from, to) =>
      entries(id, ({ record }) => record.intervalStart >= from && record.intervalStart < to),
    entriesByCounter: (id, first, last) =>
      entries(id, ({ record }) => record.counter >= first && record.counter <= last),
    lastHeadBefore: (id, time) =>
      head(entries(id, ({ record, headSignature }) => record.intervalStart < time && headSignature !== null).at(-1)),
    headAt: (id, counter) => head(entries(id, ({ record }) => record.counter === counter)[0]),
    repeatedBlindings: (id, from, to, limit) => {
      const own = entries(id, ({ record }) => record.intervalStart >= from && record.intervalStart < to)
      return own.flatMap((entry) => repeatsOf(entry, all())).slice(0, limit)
    },
    registerAt: (id, at) =>
      [...(find(id)?.registers.values() ?? [])].filter((reading) => reading.at <= at).sort((a, b) => b.at - a.at)[0] ??
      null,
    hold: (genesis, level) => {
      const { meterId, obis, start } = genesis.genesis
      const id = { meterId, obis }
      if (find(id)) return
      const position = { counter: -1, hash: genesisHash(primitives, genesis.genesis), end: start }
      save({ held: { id, genesis, level, position }, entries: [], registers: new Map(), eras: [] })
    },
    appendVerified: (run) => {
      if (run.entries.length > 0) save(appended(known(run.id), run))
      else known(run.id)
    },
    keyEras: (id) => find(id)?.eras ?? [],
    beginEra: (id, era) => {
      const chain = known(id)
      save({ ...chain, eras: [...chain.eras.filter(({ fromCounter }) => fromCounter < era.fromCounter), era] })
    }
  }
}

function appended(chain: ChainState, { entries, registers, position, eras }: VerifiedRun): ChainState {
  const { held } = chain
  const first = entries[0]?.record
  if (first?.counter !== held.position.counter + 1 || !equalBytes(first.previousHash, held.position.hash)) {
    throw new RangeError('chain: the run does not continue the held position')
  }
  return {
    held: { ...held, position },
    entries: [...chain.entries, ...entries],
    registers: new Map([...chain.registers, ...registers.map((reading) => [reading.at, reading] as const)]),
    eras: [...eras].sort((a, b) => a.fromCounter - b.fromCounter)
  }
}

function repeatsOf({ record, opening }: ChainEntry, chains: readonly ChainState[]): RepeatedBlinding[] {
  if (!opening || opening.blinding === 0n) return []
  const { counter, intervalStart, meterId, obis } = record
  const own = encodeScalar(opening.blinding)
  return chains.flatMap(({ held, entries }) =>
    entries
      .filter(
        (other) =>
          other.opening !== null &&
          equalBytes(encodeScalar(other.opening.blinding), own) &&
          !(held.id.meterId === meterId && held.id.obis === obis && other.record.counter === counter)
      )
      .map((other) => ({ counter, intervalStart, other: { chain: held.id, counter: other.record.counter } }))
  )
}
