/** Ordinary bills from PDFs: whatever the file is, the core neither hangs nor dies, and says so in a code. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPdfReader } from '../../../adapters/pdf/read-pdf'
import type { ReadPdfBill } from '../../../app/bills/ordinary/read-pdf-bill'
import { makePdf } from '../../support/bills/make-pdf'
import { buildPdfWorker } from '../../support/built-pdf-worker'

const BILL = [
  'Stromwerk Musterau GmbH',
  'Rechnungsnummer: RE-2026-0815',
  'Abrechnungszeitraum 01.03.2026 bis 31.03.2026',
  'Arbeitspreis 312 kWh x 30,00 ct/kWh 93,60 €',
  'Rechnungsbetrag 133,28 €'
]

const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-pdf-'))
let worker = ''
let read: ReadPdfBill

beforeAll(async () => {
  worker = await buildPdfWorker(folder)
  read = createPdfReader(worker)
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const codeOf = (bytes: Uint8Array, reader = read): Promise<unknown> =>
  reader(bytes).then(
    () => 'read',
    (error: unknown) => (error as { code?: string }).code
  )

describe('a PDF', { timeout: 60_000 }, () => {
  it('with text is read line by line, over several pages', async () => {
    expect(await read(makePdf([BILL.slice(0, 3), BILL.slice(3)]))).toMatchObject({
      supplier: 'Stromwerk Musterau GmbH',
      number: 'RE-2026-0815',
      first: '2026-03-01',
      last: '2026-03-31',
      lines: [{ name: 'Arbeitspreis', energy: 312_000_000, price: 300_000_000, amount: 9360 }],
      total: 13_328
    })
  })

  it('without text says so', async () => {
    expect(await codeOf(makePdf([[]]))).toBe('pdf-without-text')
  })

  it('with too many pages is not read', async () => {
    expect(await codeOf(makePdf(Array.from({ length: 41 }, () => ['x'])))).toBe('pdf-too-long')
  })

  it.each([
    ['empty', new Uint8Array(0)],
    ['random', new Uint8Array(5000).map((_, index) => (index * 7919) % 251)],
    ['cut in the middle', makePdf([BILL]).slice(0, 300)],
    ['a bill of ours', new TextEncoder().encode('{"format":"wattveil-bill/1","body":"","sig":""}')]
  ])('that is none (%s) is refused', async (_, bytes) => {
    expect(['pdf-unreadable', 'pdf-without-text']).toContain(await codeOf(bytes))
  })

  it('that is its own page tree ends, one way or the other', async () => {
    const looped = Buffer.from(makePdf([BILL]))
      .toString('latin1')
      .replace('/Kids [3 0 R]', '/Kids [4 0 R]')
    expect(await codeOf(new Uint8Array(Buffer.from(looped, 'latin1')))).toMatch(/^(?:pdf-|read)/u)
  })

  it('that says it has a billion pages is refused or ends', async () => {
    const many = Buffer.from(makePdf([BILL]))
      .toString('latin1')
      .replace('/Count 1', '/Count 999999999')
    expect(await codeOf(new Uint8Array(Buffer.from(many, 'latin1')))).toMatch(/^(?:read|pdf-too-long|pdf-unreadable)$/u)
  })

  it('whose thread never answers is given up after its time', async () => {
    const stuck = path.join(folder, 'stuck.cjs')
    writeFileSync(stuck, 'for (;;) {}')
    const begun = Date.now()
    expect(await codeOf(makePdf([BILL]), createPdfReader(stuck, 300))).toBe('pdf-too-slow')
    expect(Date.now() - begun).toBeLessThan(5000)
  })

  it('whose thread runs out of memory costs no more than the thread', async () => {
    const greedy = path.join(folder, 'greedy.cjs')
    writeFileSync(greedy, 'const all = []; for (;;) all.push(new Array(1e6).fill(Math.random()))')
    expect(await codeOf(makePdf([BILL]), createPdfReader(greedy))).toBe('pdf-unreadable')
    expect(await codeOf(makePdf([BILL]))).toBe('read')
  })

  it('made to keep the search for lines busy is looked through in time', async () => {
    const busy = Array.from({ length: 400 }, () => `${'1 '.repeat(180)}kWh ${'1 ct '.repeat(10)}`)
    expect(await codeOf(makePdf([busy]), createPdfReader(worker, 10_000))).toMatch(
      /^(?:read|pdf-too-slow|pdf-without-text)$/u
    )
  })
})
