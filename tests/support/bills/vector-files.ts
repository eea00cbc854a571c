/** The form of the bill vectors in tests/vectors/bills, and how evidence and vectors are read back. */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import type { BillStore } from '../../../app/bills/bill-store'
import type { EvidenceSources } from '../../../app/bills/evidence'
import { type BillingResponse, decodeResponse } from '../../../app/bills/response-bytes'
import type { EnergyUnits } from '../../../app/domain/energy'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeHead } from '../../../app/domain/meter/decode-record'
import { decodeGenesis, genesisHash } from '../../../app/domain/meter/genesis'
import { type MeterRecord, type SignedHead, hashRecord } from '../../../app/domain/meter/record'
import type { ChainEntry } from '../../../app/readings/chain-store'
import { createNobleKernel, decodeScalar, fromBase64, fromHex, toHex, utf8 } from '../../../crypto'
import { seededRandom } from '../seeded-random'
import { type LocalDamage, hurtChain, hurtSources, hurtStore } from './local-damage'
import { memoryBillStore } from './memory-bill-store'
import { type MadeChain, memoryChains } from './memory-chains'
import { rememberingWork } from './remembering-work'

/** What a household keeps: chain, openings, heads, registers, documents, its response. */
export type EvidenceFile = {
  readonly genesis: { readonly bytes: string; readonly sig: string }
  readonly level: 0 | 1 | 2
  /** Decimal, in units of 10^-unitExp Wh. */
  readonly values: readonly string[]
  /** Base64, 32 bytes each. */
  readonly blindings: string
  readonly commitments: string
  /** Records that are not usual: counter, seconds, status. */
  readonly unusual: readonly (readonly [number, number, number])[]
  /** Signed heads that are kept. */
  readonly heads: readonly { readonly bytes: string; readonly sig: string }[]
  /** Register totals: time and decimal. */
  readonly registers: readonly (readonly [number, string])[]
  /** Files as texts. */
  readonly contract: string
  readonly tariff: string
  readonly index: string | null
  readonly response: { readonly body: string; readonly sig: string }
}

export type BillVector = {
  /** What was broken, in words. */
  readonly breaks: string
  /** File name of the evidence, without its ending. */
  readonly evidence: string
  readonly local: readonly LocalDamage[]
  /** The bill file: as text, or in base64 where it is no text. */
  readonly file: string
  readonly encoding: 'utf-8' | 'base64'
  readonly expected: {
    readonly verdict: string
    /** Check and code of everything found, in order. */
    readonly steps: readonly string[]
    /** Cents, billed minus own; null where own amounts are not known. */
    readonly difference: string | null
  }
}

const primitives = createPlatformPrimitives()
const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('vectors')))

export function billBytes({ file, encoding }: BillVector): Uint8Array {
  return encoding === 'utf-8' ? utf8(file) : fromBase64(file)
}

/** The household as it was, with the damage done to it. */
export function householdOf(evidence: EvidenceFile, damage: readonly LocalDamage[]): EvidenceSources {
  const chain = chainOf(evidence)
  const store = storeOf(evidence, damage)
  for (const one of damage) hurtChain(chain, one)
  const held = damage.some(({ kind }) => kind === 'no-chain') ? [] : [chain]
  return hurtSources({ primitives, work, chains: memoryChains(held), store: hurtStore(store, damage) }, damage)
}

function chainOf(evidence: EvidenceFile): MadeChain {
  const genesis = decodeGenesis(fromHex(evidence.genesis.bytes))
  const [blindings, commitments] = [fromBase64(evidence.blindings), fromBase64(evidence.commitments)]
  const id = { meterId: genesis.meterId, obis: genesis.obis }
  const entries: ChainEntry[] = []
  let intervalStart = genesis.start
  let previousHash = genesisHash(primitives, genesis)
  evidence.values.forEach((value, counter) => {
    const [, seconds = genesis.seconds, status = 0] = evidence.unusual.find(([at]) => at === counter) ?? []
    const commitment = commitments.slice(32 * counter, 32 * counter + 32)
    const record: MeterRecord = { ...id, counter, intervalStart, seconds, status, commitment, previousHash }
    const blinding = decodeScalar(blindings.slice(32 * counter, 32 * counter + 32))
    entries.push({ record, opening: { value: BigInt(value) as EnergyUnits, blinding }, headSignature: null })
    intervalStart = toUtcSeconds(intervalStart + seconds)
    previousHash = hashRecord(primitives, record)
  })
  const heads = evidence.heads.map(headOf)
  return {
    id,
    // Heads come from the file: nobody here can sign for the meter.
    meterSeed: new Uint8Array(32),
    genesis: { genesis, signature: fromHex(evidence.genesis.sig) },
    level: evidence.level,
    entries,
    registers: new Map(evidence.registers.map(([at, total]) => [at, BigInt(total)])),
    otherHeads: new Map(heads.map((head) => [head.head.counter, head]))
  }
}

function headOf({ bytes, sig }: { readonly bytes: string; readonly sig: string }): SignedHead {
  return { head: decodeHead(fromHex(bytes)), signature: fromHex(sig) }
}

function storeOf(evidence: EvidenceFile, damage: readonly LocalDamage[]): BillStore {
  const kinds = new Set(damage.map(({ kind }) => kind))
  const store = memoryBillStore()
  const body = fromHex(evidence.response.body)
  const response: BillingResponse = decodeResponse(body)
  const { contractHash, tariffHash, listHash, period } = response
  if (!kinds.has('no-contract')) {
    store.keepContract({ hash: contractHash, file: utf8(evidence.contract), address: null, delivered: true })
  }
  if (!kinds.has('no-tariff')) store.keepDocument({ hash: tariffHash, kind: 'tariff', file: utf8(evidence.tariff) })
  if (!kinds.has('no-index') && evidence.index !== null && listHash !== null) {
    store.keepDocument({ hash: listHash, kind: 'index', file: utf8(evidence.index) })
  }
  const hash = toHex(primitives.sha256(body))
  const signature = fromHex(evidence.response.sig)
  store.logOpening({ contractHash, period, body, signature, hash, listHash, sentAt: null }, [])
  return store
}
