/** Vectors of wrong prices, energies, lines and sums. */

import type { Bill } from '../../../app/bills/documents/bill-document'
import { toLocalDate } from '../../../app/domain/calendar'
import { centsOf, rdiv, toAmount, toPrice } from '../../../app/domain/money'
import type { Tariff } from '../../../app/bills/documents/tariff-document'
import type { BillCase } from './bill-case'
import { type Draft, vector, textOf } from './vector-drafts'

export function priceVectors(made: BillCase, dynamic: BillCase): Record<string, Draft> {
  const wrongEvening = (from: string): Tariff => ({
    ...made.tariff,
    components: made.tariff.components.map((component) =>
      component.kind === 'energy'
        ? {
            ...component,
            windows: component.windows.map((window) =>
              window.name === 'Abend'
                ? { ...window, prices: [...window.prices, { from: toLocalDate(from), price: toPrice(389_000n) }] }
                : window
            )
          }
        : component
    )
  })
  const { index } = dynamic.bill
  if (!index) throw new RangeError('vectors: no index')
  const swapped = [...index.prices]
  ;[swapped[100], swapped[110]] = [index.prices[110] ?? toPrice(0n), index.prices[100] ?? toPrice(0n)]
  const dearer: Tariff = {
    ...dynamic.tariff,
    components: dynamic.tariff.components.map((one) =>
      one.kind === 'index' ? { ...one, b: toPrice(one.b + 2000n) } : one
    )
  }
  const ofDynamic = (breaks: string, bill: Bill): Draft => vector('dynamic', breaks, textOf(dynamic, bill))
  return {
    'v13-evening-price': vector(
      'time-of-use',
      'a wrong price for all evenings',
      textOf(made, made.issueWith(wrongEvening('2026-03-01')))
    ),
    'v13-evening-price-from-the-16th': vector(
      'time-of-use',
      'a wrong price for the evenings from the 16th on',
      textOf(made, made.issueWith(wrongEvening('2026-03-16')))
    ),
    'v13-two-prices-swapped': ofDynamic('the prices of two intervals swapped', {
      ...dynamic.bill,
      index: { ...index, prices: swapped }
    }),
    'v13-one-price-missing': ofDynamic('one price too few', {
      ...dynamic.bill,
      index: { ...index, prices: index.prices.slice(1) }
    }),
    'v13-surcharge': ofDynamic('another surcharge than the tariff has', dynamic.issueWith(dearer)),
    'v13-no-index': ofDynamic('the index part is left out', { ...dynamic.bill, index: null })
  }
}

export function sumVectors(made: BillCase, dynamic: BillCase): Record<string, Draft> {
  const { bill } = made
  const named = (breaks: string, changed: Bill): Draft => vector('time-of-use', breaks, textOf(made, changed))
  const line = (at: number, change: Partial<Bill['lines'][number]>): Bill => ({
    ...bill,
    lines: bill.lines.map((one, index) => (index === at ? { ...one, ...change } : one))
  })
  const tax = (change: (tax: Bill['taxes'][number]) => object): Bill => ({
    ...bill,
    taxes: bill.taxes.map((one) => ({ ...one, ...change(one) }))
  })
  const feeAt = bill.lines.findIndex(({ kind }) => kind === 'fixed-fee')
  const fee = bill.lines[feeAt]
  const day32 = (fee?.price ?? 0n) * 32n
  const levyAt = dynamic.bill.lines.findIndex(({ kind }) => kind === 'levy')
  const { index } = dynamic.bill
  return {
    'v14-cell': named('a kWh more in one cell', {
      ...bill,
      cells: bill.cells.map((cell, at) => (at === 0 ? { ...cell, energy: cell.energy + 1000n } : cell))
    }),
    'v14-line-energy': named('a kWh more on one line', line(0, { energy: (bill.lines[0]?.energy ?? 0n) + 1000n })),
    'v14-another-response': named('a RESPONSE that this household has not sent', {
      ...bill,
      response: 'ef'.repeat(32)
    }),
    'v14-no-response': named('no RESPONSE quoted', { ...bill, response: null }),
    'v14-unit': named('ten times the unit', { ...bill, unitExp: 1 }),
    'v14-index-amount': vector(
      'dynamic',
      'T is a thousandth of a cent too high',
      textOf(dynamic, { ...dynamic.bill, index: index && { ...index, amount: index.amount + 100_000n } })
    ),
    'v15-day-too-many': named(
      'the fee for a day too many',
      line(feeAt, { days: 32, amount: day32, cents: centsOf(toAmount(day32), 0) })
    ),
    'v15-fee-price': named('another fee', line(feeAt, { price: (fee?.price ?? 0n) + 1n })),
    'v15-levy': vector(
      'dynamic',
      'another levy',
      textOf(dynamic, {
        ...dynamic.bill,
        lines: dynamic.bill.lines.map((one, at) => (at === levyAt ? { ...one, price: (one.price ?? 0n) + 1n } : one))
      })
    ),
    'v15-line-missing': named('a line is left out', { ...bill, lines: bill.lines.slice(1) }),
    'v15-line-twice': named('a line is there twice', { ...bill, lines: [...bill.lines, ...bill.lines.slice(feeAt)] }),
    'v15-another-order': named('the lines in another order', { ...bill, lines: [...bill.lines].reverse() }),
    'v16-stage': named('rounded at another stage', {
      ...bill,
      rounding: 'net-total',
      lines: bill.lines.map((one) => ({ ...one, cents: null }))
    }),
    'v16-line-amount': named(
      'an amount that is not price times energy',
      line(1, { amount: (bill.lines[1]?.amount ?? 0n) + 1n })
    ),
    'v16-line-cents': named('a cent too many on a line', line(1, { cents: (bill.lines[1]?.cents ?? 0n) + 1n })),
    'v16-net': named(
      'the net a cent too high',
      tax(({ net }) => ({ net: net + 1n }))
    ),
    'v16-vat': named(
      'the VAT a cent too low',
      tax(({ vat }) => ({ vat: vat - 1n }))
    ),
    'v16-vat-rate': named('VAT of 16 %', sixteen(bill)),
    'v16-no-tax': named(
      'the tax row of another rate',
      tax(() => ({ rate: 700 }))
    ),
    'v16-total': named('the total a cent too high', { ...bill, total: bill.total + 1n })
  }
}

function sixteen(bill: Bill): Bill {
  const net = bill.taxes[0]?.net ?? 0n
  const vat = rdiv(net * 1600n, 10_000n)
  return {
    ...bill,
    lines: bill.lines.map((one) => ({ ...one, vat: 1600 })),
    taxes: [{ rate: 1600, net, vat }],
    total: net + vat
  }
}
