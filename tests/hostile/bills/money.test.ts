/** Attack catalogue, rows B: each test is named after its row. One hour is one interval here, to be quick. */

import { describe, expect, it } from 'vitest'
import type { Bill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import type { Tariff } from '../../../app/bills/documents/tariff-document'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toLocalDate } from '../../../app/domain/calendar'
import { centsOf, rdiv, toAmount, toPrice } from '../../../app/domain/money'
import { dynamicWithGridFeeTariff, flatTariff } from '../../../services/supplier/example-tariffs'
import { billCase, exampleTerms } from '../../support/bills/bill-case'
import { HOUR, hourly, dynamic, told, line, march } from '../../support/bills/attack'

const fall = { from: toLocalDate('2026-03-16'), price: toPrice(200_000n) }

describe('attacks on the money of a bill', { timeout: 60_000 }, () => {
  it('B1 prices of two intervals swapped: both are named', async () => {
    const made = dynamic()
    const { index } = made.bill
    if (!index) throw new Error('no index part')
    const prices = [...index.prices]
    ;[prices[100], prices[110]] = [index.prices[110]!, index.prices[100]!]
    const result = await made.verify({ ...made.bill, index: { ...index, prices } })
    expect(told(result)).toEqual(['wrong', 'V13 index-price', 'V13 index-price'])
    expect(result.findings.map(({ params }) => params['start'])).toEqual([march + 100 * HOUR, march + 110 * HOUR])
  })

  it('B6 rounding of the total instead of the lines, bankers rounding, VAT on the unrounded net', async () => {
    const made = hourly()
    const { bill } = made
    const exact = bill.lines.reduce((sum, { amount }) => sum + amount, 0n)
    // The stage as the tariff does not name it.
    const stage = { ...bill, rounding: 'net-total' as const, lines: bill.lines.map((one) => ({ ...one, cents: null })) }
    expect(told(await made.verify(stage)).slice(0, 2)).toEqual(['wrong', 'V16 rounding-stage'])
    // The right stage, but cents of the sum.
    const net = centsOf(toAmount(exact), 0)
    const wrongNet = net === bill.taxes[0]?.net ? net + 1n : net
    const vat = rdiv(wrongNet * 1900n, 10_000n)
    const summed = { ...bill, taxes: [{ rate: 1900, net: wrongNet, vat }], total: wrongNet + vat }
    expect(told(await made.verify(summed))).toEqual(['wrong', 'V16 net'])
    const oneCent = { ...bill, taxes: bill.taxes.map((tax) => ({ ...tax, vat: tax.vat - 1n })), total: bill.total - 1n }
    const result = await made.verify(oneCent)
    expect(told(result)).toEqual(['wrong', 'V16 vat'])
    expect(result.findings[0]?.params).toMatchObject({ rate: 1900, cents: -1 })
    const line0 = line(bill, 0, { cents: (bill.lines[0]?.cents ?? 0n) + 1n })
    expect((await made.verify(line0)).findings[0]).toMatchObject({
      check: 'V16',
      code: 'line-cents',
      params: { line: 1, cents: 1 }
    })
  })

  it('B7 VAT of 16 % instead of 19 %', async () => {
    const made = hourly()
    const { bill } = made
    const net = bill.taxes[0]?.net ?? 0n
    const vat = rdiv(net * 1600n, 10_000n)
    const cheaper: Bill = {
      ...bill,
      lines: bill.lines.map((one) => ({ ...one, vat: 1600 })),
      taxes: [{ rate: 1600, net, vat }],
      total: net + vat
    }
    const result = await made.verify(cheaper)
    expect(told(result)).toEqual(['wrong', ...bill.lines.map(() => 'V16 vat-rate')])
    expect(result.findings[0]?.params).toMatchObject({ expected: 1900, billed: 1600 })
  })

  it('B22 two lines wrong in opposite directions under a right total: both are named', async () => {
    const made = hourly()
    const { bill } = made
    const shift = 1_000n
    const moved = (one: Bill['lines'][number], price: bigint): Partial<Bill['lines'][number]> => {
      const amount = price * (one.energy ?? 0n)
      return { price, amount, cents: centsOf(toAmount(amount), 0) }
    }
    const [night, day] = [bill.lines[0]!, bill.lines[1]!]
    const dearer = line(bill, 0, moved(night, (night.price ?? 0n) + shift))
    const wrong = line(dearer, 1, moved(day, (day.price ?? 0n) - shift))
    const cents = wrong.lines.reduce((sum, one) => sum + (one.cents ?? 0n), 0n)
    // What the two changes do not balance out is put into the third line, so that the total is right to the cent.
    const rest = (bill.taxes[0]?.net ?? 0n) - cents
    const balanced = line(wrong, 2, { cents: (wrong.lines[2]?.cents ?? 0n) + rest })
    const result = await made.verify(balanced)
    expect(result.verdict).toBe('wrong')
    expect(result.findings.filter(({ code }) => code === 'price').map(({ params }) => params['line'])).toEqual([1, 2])
  })

  it('a fall in price that the supplier passes over: the line is named, and the day from which it is dearer', async () => {
    const before = flatTariff(exampleTerms())
    const cheaper: Tariff = {
      ...before,
      components: before.components.map((one) =>
        one.kind === 'energy'
          ? { ...one, windows: one.windows.map((window) => ({ ...window, prices: [...window.prices, fall] })) }
          : one
      )
    }
    const made = hourly({ tariff: cheaper })
    expect(made.bill.lines.filter(({ kind }) => kind === 'energy')).toHaveLength(2)
    const result = await made.verify(made.issueWith(before))
    expect(result.findings[0]).toMatchObject({
      code: 'price',
      params: { line: 1, first: '2026-03-16', last: '2026-03-31', expected: 200_000_000, intervals: 16 * 24 - 1 }
    })
  })

  it('B28 another factor or surcharge than the accepted tariff has', async () => {
    const made = dynamic()
    const dearer: Tariff = {
      ...made.tariff,
      components: made.tariff.components.map((one) =>
        one.kind === 'index' ? { ...one, b: toPrice(one.b + 100n) } : one
      )
    }
    const result = await made.verify(made.issueWith(dearer))
    expect([...new Set(told(result))]).toEqual(['wrong', 'V13 index-terms', 'V13 index-price', 'V14 index-amount'])
  })

  it('B34 a meter of 0.1 Wh, and amounts below zero', async () => {
    const tenths = billCase({ seconds: HOUR, unitExp: 1, tariff: flatTariff(exampleTerms()) })
    expect(told(await tenths.verify(tenths.bill))).toEqual(['correct'])
    expect(centsOf(toAmount(123_450n * 300_000n), 1)).toBe(370n)
    expect(told(await tenths.verify({ ...tenths.bill, unitExp: 0 }))[0]).toBe('wrong')
    expect(centsOf(toAmount(-5_000_000n), 0)).toBe(-1n)
    expect(centsOf(toAmount(-4_999_999n), 0)).toBe(0n)
    expect(centsOf(toAmount(-15_000_000n), 0)).toBe(-2n)
    const negative = dynamic({ listPrice: () => -400_000n })
    expect(negative.bill.index?.amount).toBeLessThan(0n)
    expect(negative.bill.lines[0]?.amount).toBe(negative.bill.index?.amount)
    expect(told(await negative.verify(negative.bill))).toEqual(['correct'])
  })

  it('B36 a RESPONSE that is not the one this household sent, or none', async () => {
    const made = hourly()
    expect(told(await made.verify({ ...made.bill, response: 'ab'.repeat(32) }))).toEqual([
      'wrong',
      'V14 other-response'
    ])
    expect(told(await made.verify({ ...made.bill, response: null }))).toEqual([
      'correct-with-remarks',
      'V14 no-response'
    ])
    // On another PC, where nothing is known of what was sent, the same readings make the same RESPONSE again.
    const elsewhere = { ...made.sources, store: { ...made.store, response: () => null } }
    const verify = (bill: typeof made.bill) => verifyBill(elsewhere, encodeSignedFile(made.sign(bill)))
    expect(told(await verify(made.bill))).toEqual(['correct'])
    expect(told(await verify({ ...made.bill, response: 'ab'.repeat(32) }))).toEqual(['wrong', 'V14 other-response'])
  })

  it('B39 a dynamic price together with a time-of-use grid fee: cells and T in one bill', async () => {
    const made = dynamic({ tariff: dynamicWithGridFeeTariff(exampleTerms()) })
    expect(made.bill.cells).toHaveLength(3)
    const { index, cells } = made.bill
    if (!index) throw new Error('no index')
    expect(told(await made.verify(made.bill))).toEqual(['correct'])
    // Each of the two sums is held against the own one, beside the other.
    const otherT = { ...made.bill, index: { ...index, amount: index.amount + 1n } }
    expect(told(await made.verify(otherT))).toContain('V14 index-amount')
    const otherCell = { ...made.bill, cells: cells.map((cell) => ({ ...cell, energy: cell.energy + 1n })) }
    expect(told(await made.verify(otherCell))).toContain('V14 cell-energy')
  })
})
