/**
 * The meters behind a contract's registers over a period: usually one per register; where a meter was exchanged, the
 * old one up to its removal and the new one from its installation, as the operator has signed it.
 */

import type { Primitives } from '../../crypto'
import type { Period, UtcSeconds } from '../domain/interval'

import { type SignedGenesis, decodeGenesis } from '../domain/meter/genesis'
import type { ChainId, Obis } from '../domain/meter/meter'
import type { SignedHead } from '../domain/meter/record'
import type { BillStore } from './bill-store'
import type { Contract } from './documents/contract-document'
import { type MeterExchange, decodeExchange } from './documents/exchange-document'
import { decodeSignedFile, isSignedBy, readBody } from './documents/signed-file'
import { type Statement, genesisOf, startHeadOf } from './documents/statements'

export type RegisterStand = { readonly at: UtcSeconds; readonly total: bigint }

export type MeterRun = {
  readonly chain: ChainId
  readonly genesis: SignedGenesis
  /** State of the chain before the contract; null where the chain begins with it, or with an exchange. */
  readonly start: SignedHead | null
  /** Part of the period that this meter counts. */
  readonly period: Period
  /** By the operator's statements; null where the meter was there before or stays. */
  readonly installed: RegisterStand | null
  readonly removed: (RegisterStand & { readonly head: Statement }) | null
  /** Hash of the statement that installed it; null for a meter of the contract. */
  readonly statement: string | null
}

export type HeldExchange = { readonly hash: string; readonly document: MeterExchange }

/** Statements of the contract's operator; what is damaged or not its own is no statement. */
export function heldExchanges(
  primitives: Primitives,
  store: Pick<BillStore, 'documents'>,
  { operator }: Contract
): readonly HeldExchange[] {
  if (!operator) return []
  return store.documents('exchange').flatMap(({ hash, file }) => {
    const signed = decodeSignedFile(primitives, file)
    if (signed.kind !== 'exchange' || signed.hash !== hash || !isSignedBy(primitives, signed, operator.key)) return []
    const document = decodeExchange(readBody(signed))
    return document.operator === operator.name ? [{ hash, document }] : []
  })
}

/**
 * Runs that count some part of the period, by register of the contract and then by time.
 * @param counted registers that the tariffs count; of others nothing is opened and nothing sent.
 */
export function meterRuns(
  contract: Contract,
  exchanges: readonly HeldExchange[],
  period: Period,
  counted: ReadonlySet<Obis>
): readonly MeterRun[] {
  return contract.registers.flatMap((register) => {
    if (!counted.has(register.obis)) return []
    const first: Link = {
      chain: { meterId: register.meterId, obis: register.obis },
      genesis: genesisOf(register),
      start: startHeadOf(register),
      installed: null,
      statement: null
    }
    return linksFrom(first, exchanges, exchanges.length).flatMap(({ removed, ...link }) => {
      const start = link.installed && link.installed.at > period.start ? link.installed.at : period.start
      const end = removed && removed.at < period.end ? removed.at : period.end
      return start < end ? [{ ...link, removed, period: { start, end } }] : []
    })
  })
}

type Link = Omit<MeterRun, 'period' | 'removed'>

/** @param left exchanges that may still follow: a ring of statements ends here. */
function linksFrom(
  link: Link,
  exchanges: readonly HeldExchange[],
  left: number
): readonly (Link & Pick<MeterRun, 'removed'>)[] {
  const next = exchanges.find(
    ({ document }) => document.obis === link.chain.obis && document.removed.meterId === link.chain.meterId
  )
  if (!next || left === 0) return [{ ...link, removed: null }]
  const { removed, installed, obis } = next.document
  const stand = { at: removed.at, total: removed.register, head: removed.head }
  const following: Link = {
    chain: { meterId: installed.meterId, obis },
    genesis: { genesis: decodeGenesis(installed.genesis.bytes), signature: installed.genesis.sig },
    start: null,
    installed: { at: installed.at, total: installed.register },
    statement: next.hash
  }
  return [{ ...link, removed: stand }, ...linksFrom(following, exchanges, left - 1)]
}
