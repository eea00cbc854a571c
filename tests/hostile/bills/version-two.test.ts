/** Attacks on what version 2 of the formats adds: registers, exchanges, settlements, the version number itself. */

import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { atOnce } from '../../../app/bills/pause'
import { type Bill, encodeBill } from '../../../app/bills/documents/bill-document'
import { MAX_EVIDENCE_BYTES, decodeEvidence } from '../../../app/bills/documents/evidence-document'
import { type MeterExchange, decodeExchange, encodeExchange } from '../../../app/bills/documents/exchange-document'
import { decodeSignedFile, encodeSignedFile, readBody, signFile } from '../../../app/bills/documents/signed-file'
import { evidenceOf } from '../../../app/bills/records/evidence-of'
import { sourcesFromParts } from '../../../app/bills/records/record-sources'
import { billReport } from '../../../app/bills/report/bill-report'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toCents } from '../../../app/domain/money'
import { FormatError, createNobleKernel, utf8 } from '../../../crypto'
import { hourly, told } from '../../support/bills/attack'
import { primitives } from '../../support/bills/bill-case'
import { richCase, signedBySupplier } from '../../support/bills/rich-case'
import { seededRandom } from '../../support/seeded-random'

const made = richCase()
const { bill } = made

describe('attacks on version 2', { timeout: 120_000 }, () => {
  it('a body under the number of the other version is damaged, never another bill', async () => {
    const asOne = await verifyBill(made.sources, signedBySupplier(encodeBill(bill), 1))
    expect(told(asOne)).toEqual(['cannot-be-checked', 'V1 damaged'])
    const plain = hourly()
    const file = new TextDecoder().decode(encodeSignedFile(plain.sign(plain.bill))).replace('bill/1', 'bill/2')
    expect(told(await plain.verifyBytes(utf8(file)))).toEqual(['cannot-be-checked', 'V1 damaged'])
  })

  it('B19 energy fed in set off against energy drawn, or moved to another price', async () => {
    const fed = bill.cells.find(({ name }) => name.startsWith('2.8.0'))
    const drawn = bill.cells[0]
    if (!fed || !drawn) throw new Error('cells')
    const change = (cells: Bill['cells']) => made.verify({ ...bill, cells })
    const moved = bill.cells.map((cell) => {
      if (cell === fed) return { ...cell, energy: cell.energy - 1000n }
      return cell === drawn ? { ...cell, energy: cell.energy - 1000n } : cell
    })
    expect(told(await change(moved))).toEqual(['wrong', 'V14 cell-energy', 'V14 cell-energy'])
    expect(told(await change(bill.cells.filter((cell) => cell !== fed)))).toEqual(['wrong', 'V14 cell-missing'])
    const segments = bill.segments.slice(0, 2)
    expect((await made.verify({ ...bill, segments })).verdict).toBe('wrong')
  })

  it('B7 a rest carried over from nowhere, a due that is not the sum', async () => {
    const item = { kind: 'carry-over' as const, name: 'Rest', day: bill.issued, cents: toCents(500n), bill: null }
    const settlement = [...bill.settlement, item]
    const due = toCents(bill.due + 500n)
    expect(told(await made.verify({ ...bill, settlement, due }))).toEqual([
      'cannot-be-checked',
      'V17 carry-over-unknown'
    ])
    expect(told(await made.verify({ ...bill, due }))).toEqual(['wrong', 'V17 due'])
  })

  it('B32 an exchange signed by the supplier itself, or with other readings, makes no meter this household’s', async () => {
    const { exchange } = made
    if (!exchange) throw new Error('exchange')
    const forged = (document: MeterExchange, seed: Uint8Array) => {
      const file = signFile(primitives, 'exchange', encodeExchange(document), seed)
      const stored = { hash: file.hash, kind: 'exchange' as const, file: encodeSignedFile(file) }
      const store = { ...made.sources.store, documents: () => [stored] }
      return verifyBill({ ...made.sources, store }, made.fileOf({ ...bill, exchanges: [file.hash] }))
    }
    const stranger = seededRandom('stranger').bytes(32)
    const result = told(await forged(exchange.document, stranger))
    expect(result[0]).not.toBe('correct')
    expect(result).toContain('V7 meter-change-unconfirmed')
  })

  it('B32 a statement that contradicts the meters in it is none', () => {
    const { exchange } = made
    if (!exchange) throw new Error('exchange')
    const { document } = exchange
    const read = (changed: MeterExchange) => () =>
      decodeExchange(readBody(signFile(primitives, 'exchange', encodeExchange(changed), new Uint8Array(32).fill(1))))
    expect(read(document)).not.toThrow()
    const { removed, installed } = document
    const later = (installed.at + 1) as typeof installed.at
    expect(read({ ...document, installed: { ...installed, at: later } })).toThrow(FormatError)
    expect(read({ ...document, removed: { ...removed, at: later } })).toThrow(FormatError)
    expect(read({ ...document, removed: { ...removed, meterId: installed.meterId } })).toThrow(FormatError)
    expect(read({ ...document, obis: 0x0208 })).toThrow(FormatError)
  })

  it('B36 an evidence file with another contract, a flood, or a stranger’s records', async () => {
    const parts = atOnce(evidenceOf(made.sources, made.fileOf(bill)))
    const work = createInProcessWork(createNobleKernel(), seededRandom('evidence attacks'))
    const other = hourly()
    const contract = other.store.contracts()[0]?.file ?? new Uint8Array(0)
    const result = await verifyBill(await sourcesFromParts(primitives, work, { ...parts, contract }), parts.bill)
    expect(result.verdict).toBe('not-genuine')
    const records = atOnce(evidenceOf(other.sources, encodeSignedFile(other.sign(other.bill)))).deliveries
    const foreign = { ...parts, deliveries: records }
    expect((await verifyBill(await sourcesFromParts(primitives, work, foreign), parts.bill)).verdict).toBe(
      'cannot-be-checked'
    )
    const flood = new Uint8Array(MAX_EVIDENCE_BYTES + 1).fill(0x20)
    expect(() => decodeEvidence(primitives, flood)).toThrow('too-large')
  })

  it('V19 says every number that was opened, and of which days', async () => {
    const report = billReport(await made.verify(bill), { seenAt: bill.period.end, durationMs: 1, kernel: 'x' })
    expect(report?.opened?.map(({ cell }) => cell)).toEqual(bill.cells.map(({ name }) => name))
    expect(report?.opened?.every(({ first, last }) => first === '2026-06-01' && last === '2026-06-30')).toBe(true)
    expect(decodeSignedFile(primitives, made.fileOf(bill)).version).toBe(2)
  })
})
