import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createBillStore } from '../../../adapters/storage/bill-store'
import type { BillStore, StoredBill, StoredResponse } from '../../../app/bills/bill-store'
import { type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN, OBIS_FED_IN, toMeterId } from '../../../app/domain/meter/meter'
import { memoryBillStore } from '../../support/bills/memory-bill-store'
import { temporaryFolder } from '../../support/temporary-folder'
import { testDatabase } from '../../support/test-database'

const chain = { meterId: toMeterId('1WVL0001'), obis: OBIS_DRAWN } as const
const bytes = (...values: number[]) => new Uint8Array(values)
const at = (hours: number): UtcSeconds => toUtcSeconds(hours * 3600)

function response(change: Partial<StoredResponse> = {}): StoredResponse {
  return {
    contractHash: 'c1',
    period: { start: at(0), end: at(10) },
    body: bytes(1, 2, 3),
    signature: bytes(4),
    hash: 'r1',
    listHash: null,
    sentAt: null,
    ...change
  }
}

const bill: StoredBill = {
  hash: 'b1',
  file: bytes(9, 8),
  contractHash: 'c1',
  number: '2026-03-0001',
  period: { start: at(0), end: at(10) },
  verdict: 'correct',
  accepted: true,
  replacedBy: null,
  seenAt: at(20),
  report: '{}'
}

const stores: readonly (readonly [string, () => BillStore])[] = [
  ['the store in the database', () => createBillStore(testDatabase())],
  ['the double that tests use', memoryBillStore]
]

describe.each(stores)('%s', (_, make) => {
  it('keeps the first bill key and no other', () => {
    const store = make()
    expect(store.billKey()).toBeNull()
    store.keepBillKey(bytes(1))
    store.keepBillKey(bytes(2))
    expect(store.billKey()).toEqual(bytes(1))
  })

  it('keeps a refusal as it was first said, and when it was told', () => {
    const store = make()
    const said = { contractHash: 'c1', period: { start: at(0), end: at(10) }, body: bytes(1), signature: bytes(2) }
    expect(store.refusal('c1', at(0))).toBeNull()
    store.keepRefusal({ ...said, sentAt: null })
    store.keepRefusal({ ...said, body: bytes(9), sentAt: null })
    expect(store.refusal('c1', at(0))).toEqual({ ...said, sentAt: null })
    store.markRefusalSent('c1', at(0), at(20))
    store.markRefusalSent('c1', at(0), at(30))
    expect(store.refusal('c1', at(0))?.sentAt).toBe(at(20))
    expect([store.refusal('c2', at(0)), store.refusal('c1', at(10))]).toEqual([null, null])
  })

  it('keeps contracts in their order, and whether they have been delivered', () => {
    const store = make()
    const contract = { hash: 'c1', file: bytes(1), address: 'http://127.0.0.1:1', delivered: false }
    store.keepContract(contract)
    store.keepContract({ ...contract, hash: 'c0', address: null })
    store.keepContract({ ...contract, file: bytes(7) })
    store.markDelivered('c1')
    expect(store.contracts()).toEqual([
      { ...contract, delivered: true },
      { ...contract, hash: 'c0', address: null }
    ])
  })

  it('finds documents by hash and by kind', () => {
    const store = make()
    store.keepDocument({ hash: 't1', kind: 'tariff', file: bytes(1) })
    store.keepDocument({ hash: 'i1', kind: 'index', file: bytes(2) })
    store.keepDocument({ hash: 't1', kind: 'tariff', file: bytes(3) })
    expect(store.document('t1')).toEqual({ hash: 't1', kind: 'tariff', file: bytes(3) })
    expect(store.document('t2')).toBeNull()
    expect(store.documents('index').map(({ hash }) => hash)).toEqual(['i1'])
  })

  it('logs an opening once, and none that shares an interval with another', () => {
    const store = make()
    expect(store.logOpening(response(), [{ chain, from: at(0), to: at(10) }])).toBe(true)
    const second = response({ hash: 'r2', period: { start: at(9), end: at(20) } })
    expect(store.logOpening(second, [{ chain, from: at(9), to: at(20) }])).toBe(false)
    expect(store.response('c1', at(9))).toBeNull()
    expect(store.openedIn(chain, { start: at(0), end: at(30) })).toEqual(['r1'])
    const after = response({ hash: 'r3', period: { start: at(10), end: at(20) }, listHash: 'i1' })
    expect(store.logOpening(after, [{ chain, from: at(10), to: at(20) }])).toBe(true)
    expect(store.response('c1', at(10))).toEqual(after)
    expect(store.openedIn(chain, { start: at(9), end: at(11) })).toEqual(['r1', 'r3'])
    expect(store.openedIn({ ...chain, obis: OBIS_FED_IN }, { start: at(0), end: at(30) })).toEqual([])
  })

  it('remembers when a response was sent first', () => {
    const store = make()
    store.logOpening(response(), [{ chain, from: at(0), to: at(10) }])
    store.markSent('r1', at(50))
    store.markSent('r1', at(60))
    expect(store.response('c1', at(0))?.sentAt).toBe(at(50))
  })

  it('keeps the word of the person on one question', () => {
    const store = make()
    store.keepConsent('q1')
    store.keepConsent('q1')
    expect([store.hasConsent('q1'), store.hasConsent('q2')]).toEqual([true, false])
  })

  it('opens an interval again beside exactly the responses that were named', () => {
    const store = make()
    store.logOpening(response(), [{ chain, from: at(0), to: at(10) }])
    const second = response({ hash: 'r2', contractHash: 'c2' })
    expect(store.logOpening(second, [{ chain, from: at(5), to: at(15) }], ['r0'])).toBe(false)
    expect(store.logOpening(second, [{ chain, from: at(5), to: at(15) }], ['r1'])).toBe(true)
    expect(store.openedIn(chain, { start: at(6), end: at(7) })).toEqual(['r1', 'r2'])
    const third = response({ hash: 'r3', contractHash: 'c3' })
    expect(store.logOpening(third, [{ chain, from: at(6), to: at(7) }], ['r1'])).toBe(false)
    expect([store.responseNamed('r2'), store.responseNamed('r3')]).toEqual([second, null])
  })

  it('keeps bills, replaces what is known of one, and marks the replaced', () => {
    const store = make()
    store.keepBill({ ...bill, verdict: 'cannot-be-checked', accepted: false })
    store.keepBill(bill)
    store.keepBill({ ...bill, hash: 'b2', number: '2026-03-0002' })
    store.markReplaced('b1', 'b2')
    expect(store.bill('b1')).toEqual({ ...bill, replacedBy: 'b2' })
    expect(
      store
        .bills()
        .map(({ hash }) => hash)
        .sort()
    ).toEqual(['b1', 'b2'])
    expect(store.bill('b3')).toBeNull()
  })
})

describe('the bill store on disk', () => {
  it('holds the opening log of two years', () => {
    const store = createBillStore(testDatabase())
    store.logOpening(response(), [{ chain, from: at(0), to: at(17_520) }])
    expect(store.openedIn(chain, { start: at(1000), end: at(1700) })).toEqual(['r1'])
  }, 30_000)

  it('has all of it after a restart', () => {
    const file = join(temporaryFolder(), 'bills.db')
    const first = testDatabase(file)
    const store = createBillStore(first)
    store.keepBillKey(bytes(5))
    store.keepBill(bill)
    store.logOpening(response(), [{ chain, from: at(0), to: at(10) }])
    first.close()
    const again = createBillStore(testDatabase(file))
    expect([again.billKey(), again.bill('b1'), again.response('c1', at(0))]).toEqual([bytes(5), bill, response()])
    expect(again.logOpening(response({ hash: 'r9' }), [{ chain, from: at(3), to: at(4) }])).toBe(false)
  })

  it('does not take a bill whose word it does not know for a bill', () => {
    const database = testDatabase()
    const store = createBillStore(database)
    store.keepBill(bill)
    database.prepare('UPDATE bill SET verdict = ?').run('perfect')
    expect(() => store.bills()).toThrow('database-damaged')
  })
})
