import { describe, expect, it } from 'vitest'
import { encodeIndexList } from '../../../app/bills/documents/index-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import { encodeTariff } from '../../../app/bills/documents/tariff-document'
import { heldTerms } from '../../../app/bills/held-terms'
import { billingPeriodFrom } from '../../../app/bills/tariff/billing-periods'
import { toLocalDate } from '../../../app/domain/calendar'
import { dynamic } from '../../support/bills/attack'
import { type BillCase, primitives } from '../../support/bills/bill-case'
import { memoryBillStore } from '../../support/bills/memory-bill-store'

/** What a home holds that keeps these documents and nothing else. */
function held({ contract, first }: BillCase, store = memoryBillStore(), changes = {}) {
  const due = billingPeriodFrom(contract.document, first)
  if (!due) throw new Error('no period')
  return heldTerms({ store, primitives }, { ...contract, document: { ...contract.document, ...changes } }, due)
}

describe('what a period is answered by', () => {
  const made = dynamic()
  const { list, contract } = made
  const hash = contract.document.tariffs[0]?.hash ?? ''
  const tariffBy = (seed: Uint8Array) => {
    const store = memoryBillStore()
    const file = signFile(primitives, 'tariff', encodeTariff(made.tariff), seed)
    store.keepDocument({ hash, kind: 'tariff', file: encodeSignedFile(file) })
    return store
  }
  const withList = (seed: Uint8Array) => {
    const store = tariffBy(made.supplierSeed)
    if (!list) throw new Error('no list')
    const file = signFile(primitives, 'index', encodeIndexList(list), seed)
    store.keepDocument({ hash: file.hash, kind: 'index', file: encodeSignedFile(file) })
    return store
  }

  it('is every accepted tariff of its days, signed by the supplier', () => {
    expect(held(made)).toEqual({ ok: false, reason: 'no-tariff' })
    expect(held(made, tariffBy(made.publisherSeed))).toEqual({ ok: false, reason: 'no-tariff' })
    const later = [...contract.document.tariffs, { hash: 'ab'.repeat(32), from: toLocalDate('2026-03-16') }]
    expect(held(made, withList(made.publisherSeed), { tariffs: later })).toEqual({ ok: false, reason: 'no-tariff' })
  })

  it('and for an index the list of the publisher whom the contract names', () => {
    expect(held(made, tariffBy(made.supplierSeed))).toEqual({ ok: false, reason: 'no-list' })
    expect(held(made, withList(made.supplierSeed))).toEqual({ ok: false, reason: 'no-list' })
    expect(held(made, withList(made.publisherSeed))).toMatchObject({
      ok: true,
      terms: { parts: [{ hash }], list: { document: list } }
    })
  })
})
