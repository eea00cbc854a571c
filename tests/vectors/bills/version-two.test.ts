/**
 * Bills of version 2 as files, verified from an evidence file without a reading. A file that is here must be read and
 * judged the same for ever. WATTVEIL_WRITE_VECTORS=1 writes those that are not there yet and changes none.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { atOnce } from '../../../app/bills/pause'
import type { Bill } from '../../../app/bills/documents/bill-document'
import { decodeEvidence, encodeEvidence } from '../../../app/bills/documents/evidence-document'
import { evidenceOf } from '../../../app/bills/records/evidence-of'
import { sourcesFromParts } from '../../../app/bills/records/record-sources'
import { verifyBill } from '../../../app/bills/verify-bill'
import { startOfDay, toLocalDate } from '../../../app/domain/calendar'
import { toCents } from '../../../app/domain/money'
import { createNobleKernel, utf8 } from '../../../crypto'
import { ZONE, primitives } from '../../support/bills/bill-case'
import { storedBill } from '../../support/bills/local-damage'
import { rememberingWork } from '../../support/bills/remembering-work'
import { type RichCase, richCase } from '../../support/bills/rich-case'
import { seededRandom } from '../../support/seeded-random'

type Vector = {
  /** What was broken, in words. */
  readonly breaks: string
  /** Files of bills that were accepted before. */
  readonly before?: readonly string[]
  /** The bill file. */
  readonly file: string
  readonly expected: { readonly verdict: string; readonly steps: readonly string[] }
}

const folder = fileURLToPath(new URL('./version-two', import.meta.url))
const evidenceFile = join(folder, 'evidence.json')
const work = rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('vectors two')))

async function judged({ file, before = [] }: Pick<Vector, 'file' | 'before'>): Promise<Vector['expected']> {
  const parts = decodeEvidence(primitives, new Uint8Array(readFileSync(evidenceFile)))
  const sources = await sourcesFromParts(primitives, work, parts)
  const { store } = sources
  const bills = before.map((one) => storedBill(store, { file: one, accepted: true }))
  const known = { ...sources, store: { ...store, bills: () => bills } }
  const { verdict, findings } = await verifyBill(known, utf8(file))
  return { verdict, steps: [...new Set(findings.map(({ check, code }) => `${check} ${code}`))] }
}

function drafts({ bill }: RichCase): Readonly<Record<string, readonly [breaks: string, bill: Bill, before?: Bill]>> {
  const [credit, instalment] = bill.settlement
  if (!credit || !instalment) throw new RangeError('vectors: no settlement')
  const line = (component: string, change: (one: Bill['lines'][number]) => Partial<Bill['lines'][number]>): Bill => ({
    ...bill,
    lines: bill.lines.map((one) => (one.component === component ? { ...one, ...change(one) } : one))
  })
  const settle = (settlement: Bill['settlement']): Bill => ({
    ...bill,
    settlement,
    due: toCents(settlement.reduce((sum, { cents }) => sum + cents, bill.total as bigint))
  })
  const cells = (prefix: string, by: bigint): Bill => ({
    ...bill,
    cells: bill.cells.map((cell, index) =>
      index === bill.cells.findIndex(({ name }) => name.startsWith(prefix))
        ? { ...cell, energy: cell.energy + by }
        : cell
    )
  })
  const start = startOfDay(toLocalDate('2026-05-01'), ZONE)
  const may: Bill = {
    ...bill,
    number: '2026-05-0001',
    period: { start, end: bill.period.start },
    issued: toLocalDate('2026-06-02'),
    settlement: [],
    due: toCents(1234n)
  }
  const rest = (cents: bigint): Bill['settlement'][number] => ({
    kind: 'carry-over',
    name: 'Rest',
    day: toLocalDate('2026-06-30'),
    cents: toCents(cents),
    bill: may.number
  })
  return {
    'good-everything': ['nothing', bill],
    'good-goodwill': [
      'nothing; a credit that was not agreed',
      settle([credit, instalment, { ...credit, name: 'Kulanz' }])
    ],
    'v06-later-tariff': [
      'a tariff that takes effect in the period and was never accepted',
      { ...bill, laterTariffs: [{ hash: 'ab'.repeat(32), from: toLocalDate('2026-06-16') }] }
    ],
    'v07-another-exchange': ['another statement of the exchange', { ...bill, exchanges: ['cd'.repeat(32)] }],
    'v09-meter-left-out': [
      'the new meter is left out',
      { ...bill, segments: bill.segments.filter((_, at) => at !== 1) }
    ],
    'v13-feed-in-price': [
      'energy fed in is paid less',
      line('Einspeisung', ({ price }) => ({ price: (price ?? 0n) + 1000n }))
    ],
    'v14-feed-in-energy': ['less energy fed in', cells('2.8.0', -1n)],
    'v15-block-price': [
      'another price of the blocks',
      line('Arbeitspreis', ({ price }) => ({ price: (price ?? 0n) + 1n }))
    ],
    'v15-month-fee': ['another fee per month', line('Messung', ({ price }) => ({ price: (price ?? 0n) + 1n }))],
    'v16-vat-before-the-change': ['the lower VAT before it began', line('Netzentgelt', () => ({ vat: 1600 }))],
    'v17-instalment-missing': ['an instalment is not settled', settle([credit])],
    'v17-instalment-less': [
      'an instalment is settled with less',
      settle([credit, { ...instalment, cents: toCents(-9000n) }])
    ],
    'v17-credit-sign': ['a credit is charged', settle([{ ...credit, cents: toCents(2500n) }, instalment])],
    'v15-credit-price': ['a smaller credit', line('Treue', ({ price }) => ({ price: (price ?? 0n) + 100n }))],
    'v17-credit-missing': ['a credit is left out', settle([instalment])],
    'v17-instalment-unexpected': [
      'nothing to the worse; an instalment that was not agreed',
      settle([credit, instalment, { ...instalment, day: toLocalDate('2026-06-20') }])
    ],
    'v17-carry-over-unknown': ['a rest of a bill that nobody has seen', settle([credit, instalment, rest(1234n)])],
    'v17-carry-over-amount': ['more than the bill before left', settle([credit, instalment, rest(1300n)]), may],
    'v17-carry-over-twice': ['the same rest twice', settle([credit, instalment, rest(1234n), rest(1234n)]), may],
    'v17-due': ['what is due is not the sum', { ...bill, due: toCents(bill.due + 1n) }]
  }
}

beforeAll(async () => {
  if (!process.env['WATTVEIL_WRITE_VECTORS']) return
  const made = richCase()
  mkdirSync(join(folder, 'bills'), { recursive: true })
  const parts = atOnce(evidenceOf(made.sources, made.fileOf(made.bill)))
  if (!existsSync(evidenceFile)) writeFileSync(evidenceFile, encodeEvidence(primitives, parts))
  for (const [name, [breaks, bill, earlier]] of Object.entries(drafts(made))) {
    const file = new TextDecoder().decode(made.fileOf(bill))
    const path = join(folder, 'bills', `${name}.json`)
    const before = earlier ? { before: [new TextDecoder().decode(made.fileOf(earlier))] } : {}
    const vector: Vector = { breaks, ...before, file, expected: await judged({ file, ...before }) }
    if (!existsSync(path)) writeFileSync(path, `${JSON.stringify(vector, null, 1)}\n`)
  }
}, 120_000)

describe('bill vectors of version 2', { timeout: 60_000 }, () => {
  const names = existsSync(join(folder, 'bills')) ? readdirSync(join(folder, 'bills')).sort() : []
  const read = (name: string): Vector => JSON.parse(readFileSync(join(folder, 'bills', name), 'utf8')) as Vector

  it.each(names)('%s', async (name) => {
    const vector = read(name)
    expect(await judged(vector)).toEqual(vector.expected)
  })

  it('break, each of them, the step they are named after, and the good ones none', () => {
    expect(names.length).toBeGreaterThan(12)
    for (const name of names) {
      const { expected } = read(name)
      const step = /^v(\d\d)-/u.exec(name)?.[1]
      const found = expected.steps.map((one) => one.split(' ')[0])
      if (step) expect([name, found]).toEqual([name, expect.arrayContaining([`V${Number(step)}`])])
      else expect([name, expected.verdict.startsWith('correct')]).toEqual([name, true])
    }
  })

  it('are still made, byte by byte, by the program of today', () => {
    const made = richCase()
    const fileOf = (bill: Bill): string => new TextDecoder().decode(made.fileOf(bill))
    for (const [name, [, bill, before]] of Object.entries(drafts(made))) {
      const vector = read(`${name}.json`)
      expect([name, vector.file, vector.before]).toEqual([name, fileOf(bill), before && [fileOf(before)]])
    }
  })
})
