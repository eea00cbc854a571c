/** Attack catalogue, rows B: each test is named after its row. One hour is one interval here, to be quick. */

import { describe, expect, it } from 'vitest'
import type { BillStore, StoredBill } from '../../../app/bills/bill-store'
import { encodeContract } from '../../../app/bills/documents/contract-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import type { RespondDeps } from '../../../app/bills/respond'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import { takeBill } from '../../../app/bills/take-bill'
import { periodOfDay, toLocalDate } from '../../../app/domain/calendar'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../../app/domain/interval'
import { centsOf, toAmount } from '../../../app/domain/money'
import { flatTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, type CaseOptions, ZONE, exampleTerms, primitives } from '../../support/bills/bill-case'
import { allowOpening } from '../../support/bills/allow-opening'
import { answerAtOnce } from '../../support/bills/at-once'
import { memoryBillStore } from '../../support/bills/memory-bill-store'
import { dynamic, hourly, told, line, march, storedBill } from '../../support/bills/attack'

describe('attacks on the period of a bill', { timeout: 60_000 }, () => {
  it('B8 a fee for a day too many, a leap day, and months with a day of 23 and of 25 hours', async () => {
    const made = hourly()
    const at3 = made.bill.lines.findIndex(({ kind }) => kind === 'fixed-fee')
    const fee = made.bill.lines[at3]!
    const amount = (fee.price ?? 0n) * 32n
    const padded = line(made.bill, at3, { days: 32, amount, cents: centsOf(toAmount(amount), 0) })
    const result = await made.verify(padded)
    expect(told(result)).toEqual(['wrong', 'V15 fee-days', 'V16 net'])
    expect(result.findings[0]?.params).toMatchObject({ expected: 31, billed: 32 })
    const leap = hourly({ first: '2028-02-01', tariff: flatTariff(exampleTerms('2028-01-01', '2028-12-31')) })
    expect(leap.bill.lines.find(({ kind }) => kind === 'fixed-fee')?.days).toBe(29)
    expect(told(await leap.verify(leap.bill))).toEqual(['correct'])
    const autumn = hourly({ first: '2026-10-01' })
    expect((await made.verify(made.bill)).evidence?.entries).toHaveLength(31 * 24 - 1)
    const result2 = await autumn.verify(autumn.bill)
    expect(result2.evidence?.entries).toHaveLength(31 * 24 + 1)
    expect(told(result2)).toEqual(['correct'])
  })

  it('B9 overlap, gap, the same number twice, an older bill again', async () => {
    const made = hourly()
    const file = encodeSignedFile(made.sign(made.bill))
    await takeBill({ ...made.sources, clock: { now: () => made.period.end } }, file)
    expect(told(await made.verifyBytes(file))).toEqual(['correct'])
    const second = { ...made.bill, issued: toLocalDate('2026-04-20') }
    expect(told(await made.verify(second))).toEqual(['wrong', 'V5 number-used', 'V5 overlap'])
    expect(told(await made.verify({ ...second, number: '2026-03-0002' }))).toEqual(['wrong', 'V5 overlap'])
    // What could not be checked, and was perhaps nobody's bill, has used up no number.
    const unread = hourly()
    unread.store.keepBill({
      ...storedBill(unread),
      number: unread.bill.number,
      verdict: 'cannot-be-checked',
      accepted: false
    })
    expect(told(await unread.verify(unread.bill))).toEqual(['correct'])
    expect(told(await unread.verify({ ...unread.bill, issued: unread.last }))).toEqual([
      'wrong',
      'V5 issued-before-end'
    ])
    const gap = hourly()
    const earlier: StoredBill = {
      ...storedBill(gap),
      period: { start: toUtcSeconds(march - 60 * SECONDS_PER_DAY), end: toUtcSeconds(march - 2 * SECONDS_PER_DAY) }
    }
    gap.store.keepBill(earlier)
    const result = await gap.verify(gap.bill)
    expect(told(result)).toEqual(['correct-with-remarks', 'V5 gap-to-last-bill'])
    expect(result.findings[0]?.params).toEqual({ first: '2026-02-27', last: '2026-02-28' })
  })

  it('B13, B29 a second opening of the same intervals is not made', () => {
    const made = hourly()
    const stored = made.store.response(made.contract.hash, made.period.start)
    if (!stored) throw new Error('no response')
    // The same meter under a second contract with other periods: the log knows the intervals, not the contract.
    const second = encodeContract({ ...made.contract.document, id: 'M-2026-0999' })
    const contract = {
      hash: signFile(primitives, 'contract', second, made.supplierSeed).hash,
      document: { ...made.contract.document, id: 'M-2026-0999' }
    }
    const due = billingPeriodFrom(contract.document, made.first)
    const terms = { contract, parts: made.parts, list: null }
    expect(answerAtOnce(made.sources, terms, due!)).toEqual({ ok: false, reason: 'needs-consent' })
    expect(made.store.openedIn(made.chain.id, made.period)).toEqual([stored.hash])
  })

  it('B29 a bill for one day, and a month that is not one of the calendar', async () => {
    const made = hourly()
    const oneDay = periodOfDay(toLocalDate('2026-03-10'), ZONE)
    expect(told(await made.verify({ ...made.bill, period: oneDay }))).toContain('V5 period-not-in-calendar')
    const shifted = { start: toUtcSeconds(made.period.start + 60), end: made.period.end }
    expect(told(await made.verify({ ...made.bill, period: shifted }))).toContain('V5 period-off-day-border')
    expect(
      told(await made.verify({ ...made.bill, period: { start: made.period.end, end: made.period.start } }))
    ).toContain('V5 period-empty')
    // Nobody reads ten thousand years of days for it.
    const endless = { start: made.period.start, end: toUtcSeconds(253_000_000_000) }
    const result = await made.verify({ ...made.bill, period: endless })
    expect(told(result)).toEqual(['wrong', 'V5 period-empty'])
    expect(result.evidence?.runs).toEqual([])
  })

  it('B29 a short first period is opened only with the word of the person', () => {
    const short: CaseOptions = { first: '2026-03-22', tariff: flatTariff(exampleTerms()) }
    expect(() => hourly(short)).toThrow('needs-consent')
    expect(hourly({ ...short, consent: true }).bill.lines.find(({ kind }) => kind === 'fixed-fee')?.days).toBe(10)
    // Windows of three days are smaller than any that may be opened; the word is on each of them.
    expect(() => hourly({ first: '2026-03-29' })).toThrow('needs-consent')
    expect(hourly({ first: '2026-03-29', consent: true }).bill.cells).toHaveLength(3)
  })

  it('B29 after a restore a period with a price list is opened again only with the word of the person', () => {
    const restored = (made: BillCase, openedBefore = made.period.end): RespondDeps & { readonly store: BillStore } => {
      const store = { ...memoryBillStore(), openedBefore: () => openedBefore }
      store.keepBillKey(made.householdSeed)
      return { ...made.sources, store }
    }
    const made = dynamic()
    const due = billingPeriodFrom(made.contract.document, made.first)!
    const list = made.list && { hash: 'f'.repeat(64), document: made.list }
    const terms = { contract: made.contract, parts: made.parts, list }
    const deps = restored(made)
    expect(answerAtOnce(deps, terms, due)).toEqual({ ok: false, reason: 'needs-consent' })
    allowOpening(deps, terms, due)
    expect(answerAtOnce(deps, terms, due).ok).toBe(true)
    expect(answerAtOnce(restored(made, made.period.start), terms, due).ok).toBe(true)

    // Without a list the same bytes come out, so nothing new is said.
    const plain = hourly()
    const before = plain.store.response(plain.contract.hash, plain.period.start)
    const again = answerAtOnce(restored(plain), { contract: plain.contract, parts: plain.parts, list: null }, due)
    expect(again.ok && again.response.body).toEqual(before?.body)
  })

  it('B38 a corrected bill replaces the earlier one', async () => {
    const made = hourly()
    const deps = { ...made.sources, clock: { now: () => made.period.end } }
    await takeBill(deps, encodeSignedFile(made.sign(made.bill)))
    const corrected = made.sign({
      ...made.bill,
      number: '2026-03-0002',
      replaces: made.bill.number,
      issued: toLocalDate('2026-04-20')
    })
    const taken = await takeBill(deps, encodeSignedFile(corrected))
    expect(taken.verification.verdict).toBe('correct')
    expect(made.store.bill(made.sign(made.bill).hash)?.replacedBy).toBe(corrected.hash)
    const unknown = await made.verify({ ...made.bill, number: '2026-03-0003', replaces: 'never seen' })
    expect(told(unknown)).toContain('V5 replaced-bill-unknown')
    // The first one again, after it was replaced once more: as right as it was, and still replaced.
    const last = { ...made.bill, number: '2026-03-0004', replaces: '2026-03-0002', issued: toLocalDate('2026-05-20') }
    await takeBill(deps, encodeSignedFile(made.sign(last)))
    const again = await takeBill(deps, encodeSignedFile(made.sign(made.bill)))
    expect(told(again.verification)).toEqual(['correct'])
    expect(made.store.bill(made.sign(made.bill).hash)).toMatchObject({ accepted: true, replacedBy: corrected.hash })
  })

  it('B41 the first bill after a change of supplier begins at the START head; a later first bill has a remark', async () => {
    const changed = hourly({ daysBefore: 10 })
    expect(changed.contract.document.registers[0]?.start).not.toBeNull()
    expect(told(await changed.verify(changed.bill))).toEqual(['correct'])
    const later = hourly({ billed: '2026-05-01' })
    const result = await later.verify(later.bill)
    expect(told(result)).toEqual(['correct-with-remarks', 'V5 earlier-bills-not-seen'])
    expect(result.findings[0]?.params).toEqual({ first: '2026-03-01', last: '2026-04-30' })
  })
})
