/** Meter chains in memory, made from given readings by a seed: the port's promises without a database. */

import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { type Scalar, scalarFromWide } from '../../../crypto'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import type { EnergyUnits, UnitExponent } from '../../../app/domain/energy'
import { type UtcSeconds, endOf, toUtcSeconds } from '../../../app/domain/interval'
import { type Genesis, type SignedGenesis, encodeGenesis, genesisHash } from '../../../app/domain/meter/genesis'
import {
  type AssuranceLevel,
  type ChainId,
  OBIS_DRAWN,
  type Obis,
  chainKey,
  toMeterId
} from '../../../app/domain/meter/meter'
import { type MeterRecord, type SignedHead, encodeHead, hashRecord, headOf } from '../../../app/domain/meter/record'
import type { ChainEntry, ChainStore, HeldChain } from '../../../app/readings/chain-store'
import { seededRandom } from '../seeded-random'

const primitives = createPlatformPrimitives()
const kernel = loadKernel()

export type MadeInterval = {
  readonly value: bigint
  /** Usual length and status 0 when left out. */
  readonly seconds?: number
  readonly status?: number
}

export type ChainRecipe = {
  readonly seed: string
  readonly meterId?: string
  readonly obis?: Obis
  readonly start: UtcSeconds
  readonly seconds: number
  readonly unitExp?: UnitExponent
  readonly level?: AssuranceLevel
  /** Register before the first interval. */
  readonly register?: bigint
  readonly intervals: readonly MadeInterval[]
}

export type MadeChain = {
  readonly id: ChainId
  readonly meterSeed: Uint8Array
  readonly genesis: SignedGenesis
  readonly level: AssuranceLevel
  /** Mutable on purpose: tests damage them. */
  readonly entries: ChainEntry[]
  /** Register total by instant; tests may take readings away. */
  readonly registers: Map<number, bigint>
  /** Heads held under another hash than the records', as a fork would leave them. */
  readonly otherHeads: Map<number, SignedHead>
}

/** Commitments are slow to make: the same recipe is made once per test file, and given out as a fresh copy. */
const made = new Map<string, MadeChain>()

export function makeChain(recipe: ChainRecipe): MadeChain {
  const key = JSON.stringify(recipe, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
  const chain = made.get(key) ?? writeChain(recipe)
  made.set(key, chain)
  return { ...chain, entries: [...chain.entries], registers: new Map(chain.registers), otherHeads: new Map() }
}

function writeChain(recipe: ChainRecipe): MadeChain {
  const random = seededRandom(`chain ${recipe.seed}`)
  const meterSeed = random.bytes(32)
  const obis = recipe.obis ?? OBIS_DRAWN
  const id = { meterId: toMeterId(recipe.meterId ?? '1WVL0000000001'), obis }
  const genesis: Genesis = {
    ...id,
    meterKey: primitives.ed25519.publicKey(meterSeed),
    seconds: recipe.seconds,
    unitExp: recipe.unitExp ?? 0,
    start: recipe.start,
    salt: random.bytes(16)
  }
  const blindings = recipe.intervals.map(() => scalarFromWide(random.bytes(64)))
  const commitments = kernel.commitAll(
    recipe.intervals.map(({ value }) => value),
    blindings
  )
  const registers = new Map<number, bigint>([[recipe.start, recipe.register ?? 12_345_678n]])
  const entries: ChainEntry[] = []
  let at = recipe.start
  let previousHash = genesisHash(primitives, genesis)
  let total = recipe.register ?? 12_345_678n
  recipe.intervals.forEach(({ value, seconds = recipe.seconds, status = 0 }, counter) => {
    const commitment = commitments.slice(32 * counter, 32 * counter + 32)
    const record: MeterRecord = { ...id, counter, intervalStart: at, seconds, status, commitment, previousHash }
    const opening = { value: value as EnergyUnits, blinding: blindings[counter] as Scalar }
    entries.push({ record, opening, headSignature: null })
    previousHash = hashRecord(primitives, record)
    at = endOf({ start: at, seconds })
    total += value
    registers.set(at, total)
  })
  const signature = primitives.ed25519.sign(meterSeed, encodeGenesis(genesis))
  const level = recipe.level ?? 2
  return { id, meterSeed, genesis: { genesis, signature }, level, entries, registers, otherHeads: new Map() }
}

/** The meter's signature over the head of a record. */
export function signHead(chain: MadeChain, record: MeterRecord): SignedHead {
  const head = headOf(primitives, record)
  return { head, signature: primitives.ed25519.sign(chain.meterSeed, encodeHead(head)) }
}

export function memoryChains(chains: readonly MadeChain[]): ChainStore {
  const find = (id: ChainId): MadeChain | undefined => chains.find((chain) => chainKey(chain.id) === chainKey(id))
  const entriesOf = (id: ChainId): readonly ChainEntry[] => find(id)?.entries ?? []
  const headAt = (id: ChainId, counter: number): SignedHead | null => {
    const chain = find(id)
    const entry = entriesOf(id).find(({ record }) => record.counter === counter)
    return chain?.otherHeads.get(counter) ?? (chain && entry ? signHead(chain, entry.record) : null)
  }
  return {
    chains: () => chains.map(heldOf),
    chain: (id) => {
      const chain = find(id)
      return chain ? heldOf(chain) : null
    },
    entriesBetween: (id, from, to) =>
      entriesOf(id).filter(({ record }) => record.intervalStart >= from && record.intervalStart < to),
    entriesByCounter: (id, first, last) =>
      entriesOf(id).filter(({ record }) => record.counter >= first && record.counter <= last),
    lastHeadBefore: (id, time) => {
      const last = entriesOf(id)
        .filter(({ record }) => record.intervalStart < time)
        .at(-1)
      return last ? headAt(id, last.record.counter) : null
    },
    headAt,
    repeatedBlindings: (id, from, to, limit) => {
      const byBlinding = new Map<bigint, MeterRecord[]>()
      for (const { record, opening } of chains.flatMap((chain) => chain.entries)) {
        if (opening?.blinding) byBlinding.set(opening.blinding, [...(byBlinding.get(opening.blinding) ?? []), record])
      }
      return entriesOf(id)
        .filter(({ record }) => record.intervalStart >= from && record.intervalStart < to)
        .flatMap(({ record, opening }) =>
          (byBlinding.get(opening?.blinding ?? 0n) ?? [])
            .filter((one) => one !== record)
            .map(({ meterId, obis, counter }) => ({
              ...{ counter: record.counter, intervalStart: record.intervalStart },
              other: { chain: { meterId, obis }, counter }
            }))
        )
        .slice(0, limit)
    },
    registerAt: (id, at) => {
      const times = [...(find(id)?.registers.keys() ?? [])].filter((time) => time <= at)
      const time = times.length === 0 ? undefined : Math.max(...times)
      const total = time === undefined ? undefined : find(id)?.registers.get(time)
      return time === undefined || total === undefined ? null : { at: toUtcSeconds(time), total }
    }
  }
}

function heldOf(chain: MadeChain): HeldChain {
  const last = chain.entries.at(-1)?.record
  const { genesis } = chain.genesis
  return {
    id: chain.id,
    genesis: chain.genesis,
    level: chain.level,
    position: last
      ? {
          counter: last.counter,
          hash: hashRecord(primitives, last),
          end: endOf({ start: last.intervalStart, seconds: last.seconds })
        }
      : { counter: -1, hash: genesisHash(primitives, genesis), end: genesis.start }
  }
}
