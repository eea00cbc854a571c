/** Damage to what a household keeps, done before a bill of the vectors is verified; and what else it may know. */

import type { BillStore, StoredBill } from '../../../app/bills/bill-store'
import type { EvidenceSources } from '../../../app/bills/evidence'
import { decodeBill } from '../../../app/bills/documents/bill-document'
import type { DocumentKind } from '../../../app/bills/documents/signed-file'
import { decodeSignedFile, readBody } from '../../../app/bills/documents/signed-file'
import { withoutReadings } from '../../../app/bills/records/record-sources'
import { decodeResponse } from '../../../app/bills/response-bytes'
import type { EnergyUnits } from '../../../app/domain/energy'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeHead } from '../../../app/domain/meter/decode-record'
import { decodeGenesis } from '../../../app/domain/meter/genesis'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { decodeScalar, fromHex, toHex, utf8 } from '../../../crypto'
import type { MadeChain } from './memory-chains'

type OfRecord =
  | { readonly kind: 'drop-record' | 'swap-openings' | 'erase-opening' | 'last-record'; readonly counter: number }
  | { readonly kind: 'value'; readonly counter: number; readonly value: string }
  | { readonly kind: 'blinding'; readonly counter: number; readonly blinding: string }
  | { readonly kind: 'commitment'; readonly counter: number; readonly commitment: string }

type OfStore =
  | { readonly kind: 'no-index' | 'no-tariff' | 'no-contract' | 'no-response' }
  /** In place of what is kept under this hash. */
  | { readonly kind: 'document'; readonly document: DocumentKind; readonly hash: string; readonly file: string }
  /** Another contract in place of the one that is kept. */
  | { readonly kind: 'contract'; readonly hash: string; readonly file: string }
  /** Another answer to the period. */
  | { readonly kind: 'response'; readonly body: string; readonly sig: string }
  /** The period was answered with this list. */
  | { readonly kind: 'listed'; readonly hash: string }
  /** A bill that came before; read as correct, taken or not. */
  | { readonly kind: 'bill'; readonly file: string; readonly accepted: boolean }
  /** Intervals of the period have been opened in this RESPONSE, too. */
  | { readonly kind: 'opened'; readonly hash: string }

export type LocalDamage =
  | OfRecord
  | OfStore
  | { readonly kind: 'head'; readonly counter: number; readonly bytes: string; readonly sig: string }
  | { readonly kind: 'genesis'; readonly bytes: string; readonly sig: string }
  | { readonly kind: 'register'; readonly at: number; readonly total: string }
  | { readonly kind: 'no-registers' | 'no-chain' | 'no-readings' }
  /** What went out in a round for one record. */
  | { readonly kind: 'submitted'; readonly start: number; readonly commitment: string }

const primitives = createPlatformPrimitives()

export function hurtChain(chain: MadeChain, damage: LocalDamage): void {
  switch (damage.kind) {
    case 'head':
      chain.otherHeads.set(damage.counter, {
        head: decodeHead(fromHex(damage.bytes)),
        signature: fromHex(damage.sig)
      })
      return
    case 'genesis':
      Object.assign(chain, {
        genesis: { genesis: decodeGenesis(fromHex(damage.bytes)), signature: fromHex(damage.sig) }
      })
      return
    case 'register':
      chain.registers.set(damage.at, BigInt(damage.total))
      return
    case 'no-registers':
      chain.registers.clear()
      return
    case 'drop-record':
    case 'swap-openings':
    case 'erase-opening':
    case 'last-record':
    case 'value':
    case 'blinding':
    case 'commitment':
      hurtRecord(chain, damage)
      return
    default:
  }
}

function hurtRecord(chain: MadeChain, damage: OfRecord): void {
  const at = chain.entries.findIndex(({ record }) => record.counter === damage.counter)
  const entry = chain.entries[at]
  const next = chain.entries[at + 1]
  if (!entry?.opening || !next) throw new RangeError('vector: no such record')
  const { opening } = entry
  switch (damage.kind) {
    case 'drop-record':
      chain.entries.splice(at, 1)
      return
    case 'last-record':
      chain.entries.splice(at + 1)
      return
    case 'erase-opening':
      chain.entries[at] = { ...entry, opening: null }
      return
    case 'swap-openings':
      chain.entries[at] = { ...entry, opening: next.opening }
      chain.entries[at + 1] = { ...next, opening }
      return
    case 'value':
      chain.entries[at] = { ...entry, opening: { ...opening, value: BigInt(damage.value) as EnergyUnits } }
      return
    case 'blinding':
      chain.entries[at] = { ...entry, opening: { ...opening, blinding: decodeScalar(fromHex(damage.blinding)) } }
      return
    case 'commitment':
      chain.entries[at] = { ...entry, record: { ...entry.record, commitment: fromHex(damage.commitment, 32) } }
  }
}

export function hurtStore(store: BillStore, damage: readonly LocalDamage[]): BillStore {
  return damage.reduce<BillStore>(hurtStoreBy, store)
}

function hurtStoreBy(store: BillStore, damage: LocalDamage): BillStore {
  switch (damage.kind) {
    case 'document':
      store.keepDocument({ hash: damage.hash, kind: damage.document, file: utf8(damage.file) })
      return store
    case 'contract': {
      const contract = { hash: damage.hash, file: utf8(damage.file), address: null, delivered: true }
      return { ...store, contracts: () => [contract] }
    }
    case 'response': {
      const body = fromHex(damage.body)
      const { contractHash, period, listHash } = decodeResponse(body)
      const hash = toHex(primitives.sha256(body))
      const answer = { contractHash, period, body, signature: fromHex(damage.sig), hash, listHash, sentAt: null }
      return { ...store, response: (contract) => (contract === contractHash ? answer : null) }
    }
    case 'listed': {
      const { response } = store
      return {
        ...store,
        response: (...asked) => {
          const found = response(...asked)
          return found && { ...found, listHash: damage.hash }
        }
      }
    }
    case 'no-response':
      return { ...store, response: () => null }
    case 'bill':
      store.keepBill(storedBill(store, damage))
      return store
    case 'opened': {
      const { openedIn } = store
      return { ...store, openedIn: (...asked) => [...openedIn(...asked), damage.hash, 'ab'.repeat(32)] }
    }
    default:
      return store
  }
}

/** A bill as it was taken in. */
export function storedBill(
  store: Pick<BillStore, 'contracts'>,
  { file, accepted }: { readonly file: string; readonly accepted: boolean }
): StoredBill {
  const signed = decodeSignedFile(primitives, utf8(file))
  const { number, period } = decodeBill(readBody(signed), signed.version)
  return {
    hash: signed.hash,
    file: utf8(file),
    contractHash: store.contracts()[0]?.hash ?? null,
    number,
    period,
    verdict: 'correct',
    accepted,
    replacedBy: null,
    seenAt: toUtcSeconds(period.end),
    report: '{}'
  }
}

export function hurtSources(sources: EvidenceSources, damage: readonly LocalDamage[]): EvidenceSources {
  const submitted = damage.find((one) => one.kind === 'submitted')
  const known = submitted
    ? {
        ...sources,
        submittedCommitment: (record: { readonly intervalStart: number; readonly commitment: Uint8Array }) =>
          record.intervalStart === submitted.start ? fromHex(submitted.commitment, 32) : record.commitment
      }
    : sources
  return damage.some(({ kind }) => kind === 'no-readings') ? withoutReadings(known) : known
}
