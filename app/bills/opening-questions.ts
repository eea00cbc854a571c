/** Numbers that leave only with the person's word: what they are, why it is asked, and what they say beside others. */

import { AppError } from '../app-error'
import type { CoreProcedures, OpeningQuestion } from '../contract'
import { type LocalDate, addDays, localDateAt, periodOfDays } from '../domain/calendar'
import { toMilliwattHours } from '../domain/energy'
import { toUtcSeconds } from '../domain/interval'
import { centsOf, toAmount } from '../domain/money'
import type { Clock } from '../ports'
import type { BillStore, StoredContract, StoredResponse } from './bill-store'
import { readHeldContract } from './documents/held-document'
import type { HeldContract } from './evidence'
import { familyOf, familyResponse } from './contract-family'
import { heldTerms } from './held-terms'
import { withPauses } from './pause'
import { type PreparedOpening, type RespondDeps, prepareOpening } from './respond'
import { type Refusal, encodeRefusal } from './refusal-bytes'
import { decodeResponse } from './response-bytes'
import { type BillingPeriod, billingPeriods } from './tariff/billing-periods'
import { encodeSignedResponse } from './wire'

export type QuestionDeps = RespondDeps & { readonly store: BillStore; readonly clock: Clock }

const MAX_QUESTIONS = 50

/** @param which contracts whose finished periods are looked at. Prices nobody has yet are no question. */
export async function openingQuestions(
  deps: QuestionDeps,
  which: (contract: StoredContract) => boolean
): Promise<readonly OpeningQuestion[]> {
  return (await askedQuestions(deps, which)).map(({ question }) => question)
}

type Asked = Refusal & { readonly question: OpeningQuestion }

async function askedQuestions(
  deps: QuestionDeps,
  which: (contract: StoredContract) => boolean
): Promise<readonly Asked[]> {
  const { store, primitives, clock } = deps
  const found: Asked[] = []
  const held = store.contracts().flatMap((stored) => {
    const contract = readHeldContract(primitives, stored)
    return contract ? [{ ...contract, stored }] : []
  })
  for (const contract of held.filter(({ stored }) => which(stored))) {
    const family = familyOf(held, contract)
    if (family.at(-1) !== contract) continue
    const today = localDateAt(clock.now(), contract.document.zone)
    for (const due of billingPeriods(contract.document, today)) {
      if (due.last >= today || found.length === MAX_QUESTIONS) break
      const period = periodOfDays(due.first, due.last, contract.document.zone)
      const question = familyResponse(store, family, period.start) ? null : await questionOf(deps, contract, due)
      if (!question) continue
      const refusal = store.refusal(contract.hash, period.start)
      const refused = refusal ? { refused: { sentAt: refusal.sentAt } } : {}
      found.push({ question: { ...question, ...refused }, contractHash: contract.hash, period })
    }
  }
  return found
}

/** @throws AppError question-unknown. */
export function openingProcedures(
  deps: QuestionDeps,
  changed: () => void
): Pick<CoreProcedures, 'bills.questions' | 'bills.allow-opening' | 'bills.refuse-opening'> {
  // A contract that came as a file is answered by file, where the question is put then.
  const asked = (): Promise<readonly OpeningQuestion[]> => openingQuestions(deps, ({ address }) => address !== null)
  return {
    'bills.questions': async () => [...(await asked())],
    'bills.allow-opening': async ({ question }) => {
      await allowOpening(deps, question)
      changed()
      return {}
    },
    'bills.refuse-opening': async ({ question }) => {
      await refuseOpening(deps, question)
      changed()
      return {}
    }
  }
}

/** Keeps the word on a question that is open now. @throws AppError question-unknown. */
export async function allowOpening(deps: QuestionDeps, question: string): Promise<void> {
  const open = await openingQuestions(deps, () => true)
  if (!open.some(({ id }) => id === question)) throw new AppError('question-unknown')
  deps.store.keepConsent(question)
}

/**
 * Keeps the no to a question that is open now, signed; the next exchange takes it to the supplier.
 * @returns LP(REFUSAL, signature), for a supplier without a server.
 * @throws AppError question-unknown.
 */
export async function refuseOpening(deps: QuestionDeps, question: string): Promise<Uint8Array> {
  const { store, primitives } = deps
  const asked = (await askedQuestions(deps, () => true)).find((one) => one.question.id === question)
  const seed = store.billKey()
  if (!asked || !seed) throw new AppError('question-unknown')
  const { contractHash, period } = asked
  const body = encodeRefusal(asked)
  const signature = primitives.ed25519.sign(seed, body)
  store.keepRefusal({ contractHash, period, body, signature, sentAt: null })
  return encodeSignedResponse(body, signature)
}

async function questionOf(
  deps: QuestionDeps,
  contract: HeldContract,
  due: BillingPeriod
): Promise<OpeningQuestion | null> {
  const terms = heldTerms(deps, contract, due)
  if (!terms.ok) return null
  const { parts, list } = terms.terms
  const prepared = await withPauses(deps.work, {}, prepareOpening(deps, { contract, parts, list }, due))
  const question = prepared.ok ? prepared.opening.question : null
  if (!prepared.ok || !question) return null
  if (deps.store.hasConsent(question.id)) return null
  return {
    id: question.id,
    contract: contract.document.id,
    supplier: contract.document.supplier.name,
    first: due.first,
    last: due.last,
    reasons: [...question.reasons],
    numbers: numbersOf(prepared.opening).slice(0, 200),
    tells: question.earlier.flatMap((hash) => tells(deps, contract, due, hash)).slice(0, 50)
  }
}

function numbersOf({ response, unitExp }: PreparedOpening): OpeningQuestion['numbers'] {
  const { cells, amounts } = decodeResponse(response.body)
  return [
    ...cells.map(({ name, energy }) => ({ cell: name, energy: toMilliwattHours(energy, unitExp), amount: null })),
    ...amounts.map(({ amount }) => ({
      cell: null,
      energy: null,
      amount: Number(centsOf(toAmount(amount), unitExp))
    }))
  ]
}

function tells(
  { store, primitives }: QuestionDeps,
  { document }: HeldContract,
  due: BillingPeriod,
  hash: string
): OpeningQuestion['tells'] {
  const earlier = store.responseNamed(hash)
  if (!earlier) return []
  const before = daysOf(earlier, document.zone)
  const stored = store.contracts().find((one) => one.hash === earlier.contractHash)
  const contract = stored ? readHeldContract(primitives, stored)?.document.id : undefined
  return [{ contract: contract ?? '', ...before, onlyNow: without(due, before), onlyBefore: without(before, due) }]
}

type Days = { readonly first: LocalDate; readonly last: LocalDate }

function daysOf({ period }: StoredResponse, zone: HeldContract['document']['zone']): Days {
  return { first: localDateAt(period.start, zone), last: localDateAt(toUtcSeconds(period.end - 1), zone) }
}

/** Days of the one that are not days of the other: before it, after it. */
function without(one: Days, other: Days): { first: LocalDate; last: LocalDate }[] {
  if (one.last < other.first || one.first > other.last) return [{ first: one.first, last: one.last }]
  return [
    ...(one.first < other.first ? [{ first: one.first, last: addDays(other.first, -1) }] : []),
    ...(one.last > other.last ? [{ first: addDays(other.last, 1), last: one.last }] : [])
  ]
}
