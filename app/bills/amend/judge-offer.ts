/**
 * An amended contract as the supplier offers it: signed, for exactly the contract that holds now, and different from it in
 * nothing but what an amendment may change. What it would change is said one by one; a person decides.
 */

import { FormatError, type Primitives, equalBytes } from '../../../crypto'
import type { LocalDate } from '../../domain/calendar'
import { type Contract, decodeContract, obisName } from '../documents/contract-document'
import { type SignedFile, decodeSignedFile, isSignedBy, readBody } from '../documents/signed-file'
import type { Tariff } from '../documents/tariff-document'
import type { HeldContract } from '../evidence'
import { type Refusal, contractRefusals } from '../tariff/accept-tariff'

/** Why it is no offer at all; nothing of it is kept or shown. */
export type NoOffer =
  | 'malformed'
  /** Not by the supplier whose key the contract names. */
  | 'not-signed'
  /** It amends another contract than the one that holds now: an older one, or one of somebody else. */
  | 'other-contract'
  /** It touches what only a new contract can change, or takes back what was agreed. */
  | 'changes-too-much'

export type Change = { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

export type JudgedOffer = {
  readonly file: SignedFile
  readonly document: Contract
  /** First day on which something is different. */
  readonly from: LocalDate
  readonly changes: readonly Change[]
  readonly refusals: readonly Refusal[]
}

export type OfferJudgement =
  { readonly ok: true; readonly offer: JudgedOffer } | { readonly ok: false; readonly reason: NoOffer }

export type OfferTerms = {
  readonly primitives: Primitives
  /** The contract that holds now. */
  readonly contract: HeldContract
  /** Tariffs that are here, signed by its supplier. */
  readonly tariffOf: (hash: string) => Tariff | null
  /** Last day of the periods that have been answered; null while none was. */
  readonly answeredTo: LocalDate | null
}

export function judgeOffer(terms: OfferTerms, bytes: Uint8Array): OfferJudgement {
  const { primitives, contract, tariffOf, answeredTo } = terms
  const read = readOffer(primitives, bytes)
  if (!read) return no('malformed')
  const { file, document } = read
  if (!isSignedBy(primitives, file, contract.document.supplier.key)) return no('not-signed')
  if (document.amends !== contract.hash) return no('other-contract')
  const now = contract.document
  if (!keepsFrame(now, document)) return no('changes-too-much')
  const changes = changesOf(now, document, tariffOf)
  const days = changes.map(({ from }) => from).sort()
  const from = days[0]
  if (from === undefined) return no('changes-too-much')
  const past =
    answeredTo !== null && from <= answeredTo ? [{ code: 'offer-in-the-past', params: { last: answeredTo } }] : []
  return {
    ok: true,
    offer: {
      file,
      document,
      from,
      changes: changes.map(({ code, params }) => ({ code, params })),
      refusals: [...past, ...contractRefusals(document, tariffOf)]
    }
  }
}

/** Tariffs that an offer names, for whoever fetches them; empty for what cannot be read. */
export function tariffsOfOffer(primitives: Primitives, bytes: Uint8Array): readonly string[] {
  return readOffer(primitives, bytes)?.document.tariffs.map(({ hash }) => hash) ?? []
}

function readOffer(
  primitives: Primitives,
  bytes: Uint8Array
): { readonly file: SignedFile; readonly document: Contract } | null {
  try {
    const file = decodeSignedFile(primitives, bytes)
    return file.kind === 'contract' ? { file, document: decodeContract(readBody(file), file.version) } : null
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}

/** Parties, money, clock, calendar and first day stay; what was agreed of registers, tariffs and instalments stays. */
function keepsFrame(now: Contract, offered: Contract): boolean {
  const begins = <One>(list: readonly One[], by: readonly One[], same: (a: One, b: One) => boolean): boolean =>
    list.length >= by.length && by.every((one, index) => same(one, list[index] ?? one))
  return (
    offered.id === now.id &&
    offered.supplier.name === now.supplier.name &&
    equalBytes(offered.supplier.key, now.supplier.key) &&
    equalBytes(offered.household.key, now.household.key) &&
    offered.currency === now.currency &&
    offered.zone === now.zone &&
    offered.first === now.first &&
    offered.billing === now.billing &&
    offered.registers.length === now.registers.length &&
    begins(offered.registers, now.registers, (a, b) => JSON.stringify(plain(a)) === JSON.stringify(plain(b))) &&
    begins(offered.tariffs, now.tariffs, (a, b) => a.hash === b.hash && a.from === b.from) &&
    begins(offered.instalments, now.instalments, (a, b) => a.from === b.from && a.day === b.day && a.cents === b.cents)
  )
}

function plain({ meterId, obis, genesis, start }: Contract['registers'][number]): unknown {
  const statement = (one: typeof start): unknown => one && [[...one.bytes], [...one.sig]]
  return [meterId, obisName(obis), statement(genesis), statement(start)]
}

type DatedChange = Change & { readonly from: LocalDate }

function changesOf(now: Contract, offered: Contract, tariffOf: OfferTerms['tariffOf']): readonly DatedChange[] {
  const tariffs = offered.tariffs.slice(now.tariffs.length).map(({ hash, from }): DatedChange => {
    return { code: 'offer-tariff', from, params: { from, tariff: tariffOf(hash)?.name ?? '' } }
  })
  const instalments = offered.instalments.slice(now.instalments.length).map(({ from, day, cents }): DatedChange => {
    return { code: 'offer-instalment', from, params: { from, day, cents: Number(cents) } }
  })
  return [...tariffs, ...instalments, ...endChange(now, offered), ...partyChanges(now, offered)]
}

function endChange(now: Contract, offered: Contract): readonly DatedChange[] {
  if (offered.last === now.last) return []
  const from = [now.last, offered.last].flatMap((day) => day ?? []).sort()[0] ?? now.first
  return offered.last === null
    ? [{ code: 'offer-no-end', from, params: {} }]
    : [{ code: 'offer-end', from, params: { last: offered.last } }]
}

/** Who exchanges meters, who publishes prices: another name or key is another party. */
function partyChanges(now: Contract, offered: Contract): readonly DatedChange[] {
  const latest = [...offered.tariffs.map(({ from }) => from), now.first].sort().at(-1) ?? now.first
  const changed = (
    a: { readonly key: Uint8Array } | null,
    b: { readonly key: Uint8Array } | null,
    names: boolean
  ): boolean => !names || (a === null) !== (b === null) || (a !== null && b !== null && !equalBytes(a.key, b.key))
  const operator = changed(now.operator, offered.operator, now.operator?.name === offered.operator?.name)
  const index = changed(now.index, offered.index, now.index?.publisher === offered.index?.publisher)
  return [
    ...(operator ? [{ code: 'offer-operator', from: latest, params: { name: offered.operator?.name ?? '' } }] : []),
    ...(index ? [{ code: 'offer-publisher', from: latest, params: { name: offered.index?.publisher ?? '' } }] : [])
  ]
}

function no(reason: NoOffer): OfferJudgement {
  return { ok: false, reason }
}
