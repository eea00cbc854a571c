/** What meters and their operator have signed, where it does not fit together: rows B14, B32 and B35 once more. */

import { describe, expect, it } from 'vitest'
import type { StoredBill } from '../../../app/bills/bill-store'
import type { MeterExchange } from '../../../app/bills/documents/exchange-document'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toUtcSeconds } from '../../../app/domain/interval'
import { type MeterRecord, encodeHead } from '../../../app/domain/meter/record'
import { hourly, storedBill, told } from '../../support/bills/attack'
import type { BillCase } from '../../support/bills/bill-case'
import { signHead } from '../../support/bills/memory-chains'
import { richCase, signedByOperator } from '../../support/bills/rich-case'

const SIGNED_BY_NOBODY = new Uint8Array(64)

describe('an exchange of meters', { timeout: 60_000 }, () => {
  const made = richCase()
  const { document } = made.exchange!
  const { removed, installed } = document

  /** The same bill where the household holds this statement in place of the right one. */
  async function held(changes: Partial<MeterExchange>) {
    const { hash, file } = signedByOperator({ ...document, ...changes })
    const right = made.sources.store
    const store = {
      ...right,
      documents: () => [{ hash, kind: 'exchange' as const, file }],
      document: (name: string) => (name === hash ? { hash, kind: 'exchange' as const, file } : right.document(name))
    }
    return told(await verifyBill({ ...made.sources, store }, made.fileOf({ ...made.bill, exchanges: [hash] })))
  }

  it('is confirmed by both meters and the operator, or it is none (B32)', async () => {
    expect(await held({})).toEqual(['correct'])
    const unsigned = <Part extends { readonly sig: Uint8Array }>(part: Part): Part => ({
      ...part,
      sig: SIGNED_BY_NOBODY
    })
    const open = ['cannot-be-checked', 'V7 meter-change-unconfirmed']
    expect(await held({ installed: { ...installed, genesis: unsigned(installed.genesis) } })).toEqual(open)
    expect(await held({ removed: { ...removed, head: unsigned(removed.head) } })).toEqual(open)
    expect(await held({ operator: 'Netz Anderswo' })).toContain('V4 other-meter')
  })

  it('with another last state of the old meter than the bill has shows two of them (B14)', async () => {
    const old = made.chains[0]!
    const last = old.entries.at(-1)!.record
    const { head, signature } = signHead(old, { ...last, commitment: old.entries[0]!.record.commitment })
    expect(await held({ removed: { ...removed, head: { bytes: encodeHead(head), sig: signature } } })).toEqual([
      'not-genuine',
      'V8 fork'
    ])
  })
})

describe('the state of the chain where a bill begins', { timeout: 60_000 }, () => {
  const made = hourly({ daysBefore: 3 })
  const anchored = made.bill.segments[0]!.first - 1

  /** The bill before, which ended with this record. */
  function after(last: MeterRecord): StoredBill {
    const { head, signature } = signHead(made.chain, last)
    const segments = made.bill.segments.map((one) => ({
      ...one,
      last: last.counter,
      head: { bytes: encodeHead(head), sig: signature }
    }))
    const file = made.sign({ ...made.bill, number: 'earlier', segments })
    const start = toUtcSeconds(made.period.start - 3 * 86_400)
    return {
      ...storedBill(made),
      hash: file.hash,
      file: encodeSignedFile(file),
      period: { start, end: made.period.start }
    }
  }
  const verify = (one: BillCase, bills: readonly StoredBill[]) =>
    verifyBill({ ...one.sources, store: { ...one.store, bills: () => bills } }, encodeSignedFile(one.sign(one.bill)))

  it('is that in which the bill before ended, and no other (B35)', async () => {
    const last = made.chain.entries[anchored]!.record
    expect(told(await verify(made, [after(last)]))).toEqual(['correct'])
    const forked = { ...last, commitment: made.chain.entries[0]!.record.commitment }
    expect(told(await verify(made, [after(forked)]))).toEqual(['not-genuine', 'V8 fork'])
    const sooner = after(made.chain.entries[anchored - 1]!.record)
    expect(told(await verify(made, [sooner]))).toEqual(['wrong', 'V8 other-anchor'])
  })

  it('is not put in doubt by a state that nobody has signed (B37)', async () => {
    const own = hourly({ daysBefore: 3 })
    const last = own.chain.entries.at(-1)!.record
    const { head } = signHead(own.chain, { ...last, commitment: own.chain.entries[0]!.record.commitment })
    own.chain.otherHeads.set(last.counter, { head, signature: SIGNED_BY_NOBODY })
    expect(told(await own.verify(own.bill))).toEqual(['correct'])
  })
})

it('a cell that stands twice in a bill is one too many', async () => {
  const made = hourly()
  const cells = [...made.bill.cells, ...made.bill.cells.slice(0, 1)]
  expect(told(await made.verify({ ...made.bill, cells }))).toEqual(['wrong', 'V14 cell-unexpected'])
})
