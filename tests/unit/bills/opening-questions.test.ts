/** Numbers that leave only with the person's word. */

import { describe, expect, it } from 'vitest'
import { answerAtOnce } from '../../support/bills/at-once'
import { allowOpening, openingQuestions } from '../../../app/bills/opening-questions'
import { encodeContract } from '../../../app/bills/documents/contract-document'
import { encodeSignedFile, signFile, signedBytes } from '../../../app/bills/documents/signed-file'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import { toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { flatTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, billCase, exampleTerms, primitives } from '../../support/bills/bill-case'

const hourly = (): BillCase => billCase({ seconds: 3600, tariff: flatTariff(exampleTerms()) })

/** Another contract for the same meter, from a day within the month on. */
function secondContract(made: BillCase, first: string) {
  const document = {
    ...made.contract.document,
    id: 'M-2026-0999',
    first: toLocalDate(first),
    tariffs: made.contract.document.tariffs.map((one) => ({ ...one, from: toLocalDate(first) }))
  }
  const offer = signFile(primitives, 'contract', encodeContract(document), made.supplierSeed)
  const householdSignature = primitives.ed25519.sign(made.householdSeed, signedBytes('contract', offer.body))
  const file = encodeSignedFile({ ...offer, householdSignature })
  made.store.keepContract({ hash: offer.hash, file, address: 'https://supplier.example', delivered: true })
  return { hash: offer.hash, document }
}

function questionsOf(made: BillCase) {
  const deps = { ...made.sources, store: made.store, clock: { now: () => toUtcSeconds(made.period.end + 86_400) } }
  return { deps, asked: () => openingQuestions(deps, () => true) }
}

describe('numbers that somebody must be asked about', () => {
  it('are none where every period is whole and was opened once', async () => {
    expect(await questionsOf(hourly()).asked()).toEqual([])
  })

  it('are named with the days that the difference to an earlier number tells', async () => {
    const made = hourly()
    secondContract(made, '2026-03-02')
    const [question, ...more] = await questionsOf(made).asked()
    expect([more.length, question?.contract, question?.reasons]).toEqual([0, 'M-2026-0999', ['opened-before']])
    expect(question?.tells).toEqual([
      {
        contract: 'M-2026-0417',
        first: '2026-03-01',
        last: '2026-03-31',
        onlyNow: [],
        onlyBefore: [{ first: '2026-03-01', last: '2026-03-01' }]
      }
    ])
    expect(question?.numbers.map(({ cell }) => cell)).toEqual(['2026-03-02/Immer'])
  })

  it('name a short period, and leave with the word on exactly these numbers', async () => {
    const made = hourly()
    const contract = secondContract(made, '2026-03-22')
    const { deps, asked } = questionsOf(made)
    const [question] = await asked()
    expect([question?.first, question?.last, question?.reasons]).toEqual([
      '2026-03-22',
      '2026-03-31',
      ['short-period', 'opened-before']
    ])
    const due = billingPeriodFrom(contract.document, contract.document.first)!
    const part = made.parts[0]!
    const terms = { contract, parts: [{ ...part, first: due.first }], list: null }
    await expect(allowOpening(deps, 'a'.repeat(64))).rejects.toThrow('question-unknown')
    expect(answerAtOnce(deps, terms, due)).toEqual({ ok: false, reason: 'needs-consent' })
    await allowOpening(deps, question?.id ?? '')
    expect(await asked()).toEqual([])
    const answered = answerAtOnce(deps, terms, due)
    expect(answered.ok && answered.response.period.start).toBe(made.period.start + 21 * 86_400)
    // Both numbers are in the log now.
    expect(deps.store.openedIn(made.chain.id, made.period).length).toBe(2)
  })

  it('are asked about anew where something else was opened since', async () => {
    const made = hourly()
    const contract = secondContract(made, '2026-03-22')
    const { deps, asked } = questionsOf(made)
    const [first] = await asked()
    await allowOpening(deps, first?.id ?? '')
    const stranger = {
      ...made.store.response(made.contract.hash, made.period.start)!,
      contractHash: 'd'.repeat(64),
      hash: 'e'.repeat(64)
    }
    const known = made.store.openedIn(made.chain.id, made.period)
    made.store.logOpening(
      stranger,
      [{ chain: made.chain.id, from: toUtcSeconds(made.period.end - 3600), to: made.period.end }],
      known
    )
    const due = billingPeriodFrom(contract.document, contract.document.first)!
    const terms = { contract, parts: [{ ...made.parts[0]!, first: due.first }], list: null }
    expect(answerAtOnce(deps, terms, due)).toEqual({ ok: false, reason: 'needs-consent' })
    expect((await asked()).map(({ id }) => id === first?.id)).toEqual([false])
  })
})
