/** Attack catalogue, rows B: each test is named after its row. One hour is one interval here, to be quick. */

import { describe, expect, it } from 'vitest'
import { encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { type Tariff, encodeTariff } from '../../../app/bills/documents/tariff-document'
import { refusalsOf } from '../../../app/bills/tariff/accept-tariff'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toLocalDate } from '../../../app/domain/calendar'
import { toPrice } from '../../../app/domain/money'
import { utf8 } from '../../../crypto'
import { flatTariff } from '../../../services/supplier/example-tariffs'
import { exampleTerms, primitives } from '../../support/bills/bill-case'
import { hourly, dynamic, told } from '../../support/bills/attack'

/** The first `count` days of the week by halves, but for the last, which also has all other days. */
function split(tariff: Tariff, count: number): Tariff {
  const prices = [{ from: tariff.valid.from, price: toPrice(289_000n) }]
  const windows = Array.from({ length: count }, (_, at) => {
    const days = ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => day === at + 1 || (at === count - 1 && day > count))
    return (
      [
        [0, 720],
        [720, 1440]
      ] as const
    ).map(([from, to]) => ({
      name: `${at} ${from}`,
      times: [{ days, from, to }],
      prices
    }))
  }).flat()
  return { ...tariff, components: [{ kind: 'energy', name: 'Arbeitspreis', vat: 1900, windows }] }
}

describe('attacks on the tariff and the price list of a bill', { timeout: 60_000 }, () => {
  it('B10 a tariff file under the same name replaced, or gone', async () => {
    const made = hourly()
    const other: Tariff = {
      ...made.tariff,
      components: made.tariff.components.map((one) =>
        one.kind === 'fixed-fee' ? { ...one, prices: [{ from: one.prices[0]!.from, price: 1n }] } : one
      )
    }
    const file = signFile(primitives, 'tariff', encodeTariff(other), made.supplierSeed)
    expect(told(await made.verify({ ...made.bill, tariff: file.hash }))).toEqual(['wrong', 'V6 other-tariff'])
    const hash = made.contract.document.tariffs[0]!.hash
    made.store.keepDocument({ hash, kind: 'tariff', file: encodeSignedFile(file) })
    expect(told(await made.verify(made.bill))).toEqual(['cannot-be-checked', 'V6 tariff-damaged'])
    const gone = { ...made, sources: { ...made.sources, store: { ...made.store, document: () => null } } }
    expect(told(await verifyBill(gone.sources, encodeSignedFile(made.sign(made.bill))))).toEqual([
      'cannot-be-checked',
      'V6 tariff-missing'
    ])
  })

  it('B11 a list that another key signed, that does not cover the period, or that is too fine', async () => {
    const made = dynamic()
    const { list } = made
    if (!list || !made.bill.index) throw new Error('no list')
    const hash = made.bill.index.list
    const foreign = signFile(primitives, 'index', encodeIndexList(list), made.supplierSeed)
    made.store.keepDocument({ hash, kind: 'index', file: encodeSignedFile(foreign) })
    expect(told(await made.verify(made.bill))).toContain('V6 list-not-by-publisher')
    const missing = dynamic()
    missing.store.keepDocument({ hash: missing.bill.index!.list, kind: 'index', file: utf8('{}') })
    expect(told(await missing.verify(missing.bill))).toEqual(['cannot-be-checked', 'V6 list-damaged'])
    const prices = [...(dynamic().bill.index?.prices ?? [])].slice(1)
    const shorter = dynamic()
    expect(told(await shorter.verify({ ...shorter.bill, index: { ...shorter.bill.index!, prices } }))).toEqual([
      'wrong',
      'V13 index-count'
    ])
    expect(() => dynamic({ seconds: 3600, listSeconds: 900 })).toThrow('list-unusable')
    expect(told(await made.verify({ ...made.bill, index: null }))).toContain('V13 index-missing')
  })

  it('B12, B27 a tariff built to read single intervals is refused before anything is opened', () => {
    const { document } = hourly().contract
    const flat = { ...flatTariff(exampleTerms()), holidays: [] }
    const spike = (minutes: number): Tariff => ({
      ...flat,
      components: [
        {
          kind: 'energy',
          name: 'Arbeitspreis',
          vat: 1900,
          windows: [
            {
              name: 'Spitze',
              times: [{ days: [1], from: 0, to: minutes }],
              prices: [{ from: flat.valid.from, price: toPrice(289_010n) }]
            },
            {
              name: 'Sonst',
              times: [
                { days: [1], from: minutes, to: 1440 },
                { days: [2, 3, 4, 5, 6, 7], from: 0, to: 1440 }
              ],
              prices: [{ from: flat.valid.from, price: toPrice(289_000n) }]
            }
          ]
        }
      ]
    })
    const from = toLocalDate('2026-03-01')
    // One quarter hour a week; then four hours a week, which is 16 hours in a month of four Mondays.
    expect(refusalsOf(document, spike(15), from).map(({ code }) => code)).toEqual(['cell-too-small'])
    expect(refusalsOf(document, spike(240), from)).toEqual([])
    // A contract that came as a file was judged by nobody: nothing is opened under it either.
    expect(() => hourly({ tariff: spike(15) })).toThrow('cell-too-small')
    // Nor where each window is long enough, but there are more than eight: five weekdays, each by day and by night.
    expect(() => hourly({ tariff: split(flat, 5) })).toThrow('cell-too-small')
    expect(hourly({ tariff: split(flat, 4) }).bill.cells).toHaveLength(8)
  })
})
