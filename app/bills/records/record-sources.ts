/**
 * What a bill is held against where there is no household: the parts of an evidence file in the shape of the stores.
 * Nothing in it is believed here; records, heads, contract and RESPONSE are verified by the checks like anybody's.
 */

import { type Primitives, toHex } from '../../../crypto'
import { toEnergyUnits } from '../../domain/energy'
import { type UtcSeconds, endOf } from '../../domain/interval'
import { type ChainId, chainKey } from '../../domain/meter/meter'
import type { MeterRecord, SignedHead } from '../../domain/meter/record'
import { type SignedGenesis, decodeGenesis, genesisHash } from '../../domain/meter/genesis'
import { hashRecord } from '../../domain/meter/record'
import type { CommitmentWork, WorkHooks } from '../../ports'
import type { ChainEntry, ChainStore, HeldChain } from '../../readings/chain-store'
import type { StoredDocument, StoredResponse } from '../bill-store'
import { decodeContract } from '../documents/contract-document'
import type { DisclosedInterval, EvidenceParts } from '../documents/evidence-document'
import { decodeSignedFile, readBody } from '../documents/signed-file'
import { genesisOf } from '../documents/statements'
import type { EvidenceSources } from '../evidence'
import { heldExchanges } from '../meter-runs'
import { withPauses } from '../pause'
import { decodeResponse } from '../response-bytes'
import type { RecordDelivery } from '../supplier-link'
import { decodeDelivery } from '../wire'

/** @throws FormatError for a contract, delivery or RESPONSE that cannot be read; WorkCancelled. */
export async function sourcesFromParts(
  primitives: Primitives,
  work: CommitmentWork,
  parts: Omit<EvidenceParts, 'bill'>,
  hooks: WorkHooks = {}
): Promise<EvidenceSources> {
  const file = decodeSignedFile(primitives, parts.contract)
  const contract = decodeContract(readBody(file), file.version)
  const deliveries: RecordDelivery[] = []
  for (const bytes of parts.deliveries) deliveries.push(await withPauses(work, hooks, decodeDelivery(bytes)))
  const documents = parts.documents.map((bytes): StoredDocument => {
    const { hash, kind } = decodeSignedFile(primitives, bytes)
    return { hash, kind, file: bytes }
  })
  const store: EvidenceSources['store'] = {
    contracts: () => [{ hash: file.hash, file: parts.contract, address: null, delivered: true }],
    document: (hash) => documents.find((one) => one.hash === hash) ?? null,
    documents: (kind) => documents.filter((one) => one.kind === kind),
    response: (contractHash, start) =>
      response && response.contractHash === contractHash && response.period.start === start ? response : null,
    openedIn: () => [],
    bills: () => []
  }
  const response = parts.response && storedResponse(primitives, parts.response)
  const exchanges = heldExchanges(primitives, store, contract)
  const genesisOfChains = [
    ...contract.registers.map(genesisOf),
    ...exchanges.map(({ document: { installed } }) => ({
      genesis: decodeGenesis(installed.genesis.bytes),
      signature: installed.genesis.sig
    }))
  ]
  const chains = recordChains(primitives, genesisOfChains, deliveries, parts.disclosed)
  return { primitives, work, level: 'records', chains, store }
}

/** A household's own sources with every reading taken out: what a third party would see of the same bill. */
export function withoutReadings(sources: EvidenceSources): EvidenceSources {
  const sealed = (entry: ChainEntry): ChainEntry => ({ ...entry, opening: null })
  // Marks speak of readings, too.
  const { marks: _, ...chains } = sources.chains
  const { submittedCommitment: __, ...rest } = sources
  return {
    ...rest,
    level: 'records',
    chains: {
      ...chains,
      entriesBetween: (id, from, to) => chains.entriesBetween(id, from, to).map(sealed),
      entriesByCounter: (id, first, last) => chains.entriesByCounter(id, first, last).map(sealed),
      registerAt: () => null
    },
    // What was opened before is the household's own knowledge too.
    store: { ...sources.store, openedIn: () => [] }
  }
}

function storedResponse(
  primitives: Primitives,
  { body, signature }: NonNullable<EvidenceParts['response']>
): StoredResponse {
  const { contractHash, period, listHash } = decodeResponse(body)
  return { contractHash, period, body, signature, hash: toHex(primitives.sha256(body)), listHash, sentAt: null }
}

/** Read-only chains from deliveries; each begins at the GENESIS that contract or operator vouch for. */
function recordChains(
  primitives: Primitives,
  begins: readonly SignedGenesis[],
  deliveries: readonly RecordDelivery[],
  disclosed: readonly DisclosedInterval[]
): ChainStore {
  const entries = new Map<string, ChainEntry[]>()
  const heads = new Map<string, SignedHead[]>()
  const known = new Map(disclosed.map((one) => [placeOf(one.chain, one.counter), one]))
  for (const { anchor, records, head } of deliveries) {
    const key = records[0] ? chainKey(records[0]) : ''
    const signed = 'head' in anchor ? [anchor, head] : [head]
    entries.set(key, [...(entries.get(key) ?? []), ...records.map((record) => entryOf(record, known))])
    heads.set(key, [...(heads.get(key) ?? []), ...signed])
  }
  const of = (id: ChainId): readonly ChainEntry[] => entries.get(chainKey(id)) ?? []
  const headsOf = (id: ChainId): readonly SignedHead[] => heads.get(chainKey(id)) ?? []
  const held = begins.map((genesis): HeldChain => {
    const id = { meterId: genesis.genesis.meterId, obis: genesis.genesis.obis }
    const last = of(id).at(-1)?.record
    const position = last
      ? { counter: last.counter, hash: hashRecord(primitives, last), end: endOf(spanOf(last)) }
      : { counter: -1, hash: genesisHash(primitives, genesis.genesis), end: genesis.genesis.start }
    return { id, genesis, level: 2, position }
  })
  return {
    chains: () => held,
    chain: (id) => held.find((chain) => chainKey(chain.id) === chainKey(id)) ?? null,
    entriesBetween: (id, from, to) =>
      of(id).filter(({ record }) => record.intervalStart >= from && record.intervalStart < to),
    entriesByCounter: (id, first, last) =>
      of(id).filter(({ record }) => record.counter >= first && record.counter <= last),
    lastHeadBefore: (id, time) =>
      headsOf(id)
        .filter(({ head }) => head.intervalStart < time)
        .at(-1) ?? null,
    headAt: (id, counter) => headsOf(id).find(({ head }) => head.counter === counter) ?? null,
    // Blindings are not among the records.
    repeatedBlindings: () => [],
    registerAt: () => null
  }
}

function entryOf(record: MeterRecord, known: ReadonlyMap<string, DisclosedInterval>): ChainEntry {
  const found = known.get(placeOf(record, record.counter))
  const opening = found ? { value: toEnergyUnits(found.value), blinding: found.blinding } : null
  return { record, opening, headSignature: null }
}

function placeOf(chain: ChainId, counter: number): string {
  return `${chainKey(chain)} ${counter}`
}

function spanOf({ intervalStart, seconds }: MeterRecord): { start: UtcSeconds; seconds: number } {
  return { start: intervalStart, seconds }
}
