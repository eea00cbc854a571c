import { describe, expect, it } from 'vitest'
import { MAX_EVIDENCE_BYTES, decodeEvidence } from '../../../app/bills/documents/evidence-document'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { openedFile } from '../../../app/contract/bills'
import { billHistory } from '../../../app/contract/bill-papers'
import { toCents } from '../../../app/domain/money'
import { billCase, primitives } from '../../support/bills/bill-case'
import { householdBills } from '../../support/bills/household-bills'

/** A household that has been given the right bill of its case. */
async function withBill(change: (bill: ReturnType<typeof billCase>['bill']) => typeof bill = (bill) => bill) {
  const made = billCase({ seconds: 3600 })
  const home = householdBills(made.sources.chains, 'papers', made.store)
  home.setTime(made.period.end)
  const file = made.sign(change(made.bill))
  home.documents.put('bill', encodeSignedFile(file))
  const [opened] = await home.bills.procedures['bills.open']({ files: ['bill'] })
  expect(openedFile.parse(opened)).toMatchObject({ kind: 'bill', hash: file.hash })
  return { made, home, hash: file.hash }
}

describe('evidence of a bill as a file', { timeout: 60_000 }, () => {
  it('belongs to the bill, opens no reading, and gives the same verdict to somebody else', async () => {
    const { made, home, hash } = await withBill()
    const saved = await home.bills.procedures['bills.save-evidence']({ hash, target: 'out', show: [] })
    const bytes = home.documents.files.get('out') ?? new Uint8Array(0)
    expect(saved).toEqual({ bytes: bytes.length, shown: 0 })
    expect(bytes.length).toBeLessThan(MAX_EVIDENCE_BYTES)
    expect(decodeEvidence(primitives, bytes).disclosed).toEqual([])
    const stranger = householdBills(billCase({ seed: 'stranger', seconds: 3600 }).sources.chains, 'stranger')
    stranger.documents.put('evidence', bytes)
    const report = await stranger.bills.procedures['bills.open-evidence']({ file: 'evidence' })
    expect(report.summary).toMatchObject({ hash, verdict: 'correct', total: Number(made.bill.total) })
    expect(report.proof?.disclosed).toBe(0)
  })

  it('shows the readings that the person chose, once each, and remembers when', async () => {
    const { made, home, hash } = await withBill()
    const start = made.period.start + 7200
    await home.bills.procedures['bills.save-evidence']({ hash, target: 'out', show: [start, start] })
    const { disclosed } = decodeEvidence(primitives, home.documents.files.get('out') ?? new Uint8Array(0))
    expect(disclosed).toEqual([
      {
        chain: made.chain.id,
        counter: 2,
        value: made.chain.entries[2]?.opening?.value,
        blinding: made.chain.entries[2]?.opening?.blinding
      }
    ])
    expect(await home.bills.procedures['bills.shown-readings']({ hash })).toEqual([
      { start, seconds: 3600, energy: Number(disclosed[0]?.value) * 1000, at: made.period.end }
    ])
  })

  it('logs what is shown before the file is written', async () => {
    const { made, home, hash } = await withBill()
    const broken = { ...home.documents, replace: () => Promise.reject(new Error('disk')) }
    Object.assign(home.documents, broken)
    const start = made.period.start
    await expect(home.bills.procedures['bills.save-evidence']({ hash, target: 'out', show: [start] })).rejects.toThrow(
      'disk'
    )
    expect(await home.bills.procedures['bills.shown-readings']({ hash })).toHaveLength(1)
  })

  it('is refused for a bill or an interval that is not there', async () => {
    const { home, hash } = await withBill()
    const save = home.bills.procedures['bills.save-evidence']
    await expect(save({ hash: 'f'.repeat(64), target: 'out', show: [] })).rejects.toMatchObject({
      code: 'bill-unknown'
    })
    await expect(save({ hash, target: 'out', show: [5] })).rejects.toMatchObject({ code: 'interval-unknown' })
    expect(home.documents.files.has('out')).toBe(false)
  })
})

describe('the history of bills', { timeout: 60_000 }, () => {
  it('adds up a year: billed, computed here, drawn', async () => {
    const { made, home } = await withBill()
    const energy = made.bill.cells.reduce((sum, cell) => sum + cell.energy, 0n)
    expect(billHistory.parse(await home.bills.procedures['bills.history']({}))).toEqual({
      years: [
        {
          year: 2026,
          bills: 1,
          billed: Number(made.bill.total),
          own: Number(made.bill.total),
          energy: Number(energy) * 1000,
          first: '2026-03-01',
          last: '2026-03-31'
        }
      ],
      replaced: []
    })
  })

  it('leaves out what is not genuine', async () => {
    const made = billCase({ seconds: 3600 })
    const home = householdBills(made.sources.chains, 'papers', made.store)
    const file = made.sign(made.bill)
    home.documents.put('bill', encodeSignedFile({ ...file, signature: file.signature.map((byte) => byte ^ 1) }))
    await home.bills.procedures['bills.open']({ files: ['bill'] })
    expect(await home.bills.procedures['bills.history']({})).toEqual({ years: [], replaced: [] })
  })

  it('counts a number once, whatever files bear it', async () => {
    const { made, home } = await withBill()
    home.documents.put('copy', encodeSignedFile(made.sign({ ...made.bill, total: toCents(made.bill.total + 1n) })))
    await home.bills.procedures['bills.open']({ files: ['copy'] })
    expect(
      home.bills
        .kept()
        .map(({ verdict }) => verdict)
        .sort()
    ).toEqual(['correct', 'wrong'])
    const { years } = await home.bills.procedures['bills.history']({})
    expect(years).toMatchObject([{ bills: 1, billed: Number(made.bill.total) }])
  })

  it('counts a corrected bill once', async () => {
    const { made, home, hash } = await withBill()
    const corrected = made.sign({ ...made.bill, number: '2026-03-0002', replaces: made.bill.number })
    home.documents.put('corrected', encodeSignedFile(corrected))
    await home.bills.procedures['bills.open']({ files: ['corrected'] })
    const history = await home.bills.procedures['bills.history']({})
    expect(history.replaced).toEqual([{ hash, by: corrected.hash }])
    expect(history.years).toMatchObject([{ bills: 1, billed: Number(made.bill.total) }])
  })
})
