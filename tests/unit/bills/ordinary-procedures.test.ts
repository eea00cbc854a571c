import { describe, expect, it } from 'vitest'
import { createOrdinaryStore } from '../../../adapters/storage/ordinary-store'
import { ordinaryProcedures } from '../../../app/bills/ordinary/ordinary-procedures'
import type { OrdinaryStore } from '../../../app/bills/ordinary/ordinary-store'
import { proposeBill } from '../../../app/bills/ordinary/propose-bill'
import type { OrdinaryBill } from '../../../app/contract'
import { ordinaryReport } from '../../../app/contract/ordinary-bills'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { memoryOrdinaryStore } from '../../support/bills/memory-ordinary-store'
import { memoryDocuments } from '../../support/documents'
import { seededRandom } from '../../support/seeded-random'
import { testDatabase } from '../../support/test-database'

const bill: OrdinaryBill = {
  supplier: 'Stromwerk Musterau',
  number: '4711',
  first: '2026-03-01',
  last: '2026-03-31',
  meterId: null,
  lines: [],
  registerStart: null,
  registerEnd: null,
  net: null,
  vatRate: null,
  vat: null,
  total: 13_328
}

const stores: readonly (readonly [string, () => OrdinaryStore])[] = [
  ['the database', () => createOrdinaryStore(testDatabase())],
  ['memory', memoryOrdinaryStore]
]

describe.each(stores)('ordinary bills in %s', (_, open) => {
  const begin = () => {
    const documents = memoryDocuments()
    let changes = 0
    const procedures = ordinaryProcedures({
      store: open(),
      documents,
      readPdf: (bytes) => Promise.resolve(proposeBill(new TextDecoder().decode(bytes))),
      clock: { now: () => toUtcSeconds(1_780_000_000) },
      random: seededRandom('ordinary'),
      compare: () => ({
        timeZone: toTimeZone('Europe/Berlin'),
        readings: { spans: () => [], overlapping: () => [] },
        prices: { bands: () => [], revision: () => 0 }
      }),
      changed: () => (changes += 1)
    })
    return { procedures, documents, changes: () => changes }
  }

  it('are kept as they were confirmed, newest period first', async () => {
    const { procedures, changes } = begin()
    const first = ordinaryReport.parse(await procedures['ordinary.save']({ id: null, bill }))
    await procedures['ordinary.save']({
      id: null,
      bill: { ...bill, first: '2026-04-01', last: '2026-04-30', number: '4712' }
    })
    expect((await procedures['ordinary.list']({})).map(({ number }) => number)).toEqual(['4712', '4711'])
    expect((await procedures['ordinary.report']({ id: first.id })).bill).toEqual(bill)
    expect(changes()).toBe(2)
  })

  it('are corrected in place and removed', async () => {
    const { procedures } = begin()
    const { id } = await procedures['ordinary.save']({ id: null, bill })
    await procedures['ordinary.save']({ id, bill: { ...bill, total: 1 } })
    expect(await procedures['ordinary.list']({})).toMatchObject([{ id, total: 1 }])
    await procedures['ordinary.remove']({ id })
    expect(await procedures['ordinary.list']({})).toEqual([])
    await expect(procedures['ordinary.report']({ id })).rejects.toMatchObject({ code: 'bill-unknown' })
  })

  it.each([
    ['2026-03-31', '2026-03-01'],
    ['2026-02-30', '2026-03-31'],
    ['0001-01-01', '2026-03-31'],
    ['2020-01-01', '2026-03-31']
  ])('from %s to %s are refused', async (first, last) => {
    const { procedures } = begin()
    await expect(procedures['ordinary.save']({ id: null, bill: { ...bill, first, last } })).rejects.toMatchObject({
      code: 'ordinary-period'
    })
  })

  it('are offered from a file, and nothing is kept of an offer', async () => {
    const { procedures, documents } = begin()
    documents.put('pdf', 'Rechnungsbetrag 133,28 €')
    expect(await procedures['ordinary.read-pdf']({ file: 'pdf' })).toMatchObject({ total: 13_328 })
    expect(await procedures['ordinary.list']({})).toEqual([])
  })
})
