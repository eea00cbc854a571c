/** The page that suppliers build from: its examples are read and computed by the program that will judge them. */

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { computeBill } from '../../../app/bills/compute-bill'
import { encodeBill } from '../../../app/bills/documents/bill-document'
import { encodeContract } from '../../../app/bills/documents/contract-document'
import { encodeIndexList } from '../../../app/bills/documents/index-document'
import { readStrictJson } from '../../../app/bills/documents/strict-json'
import { decodeTariff, encodeTariff } from '../../../app/bills/documents/tariff-document'
import { planPeriod } from '../../../app/bills/tariff/plan-period'
import { toLocalDate } from '../../../app/domain/calendar'
import { utf8 } from '../../../crypto'
import { dynamicWithGridFeeTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { ZONE, billCase, exampleTerms } from '../../support/bills/bill-case'

const page = readFileSync(fileURLToPath(new URL('../../../docs/bill-format.md', import.meta.url)), 'utf8')
const blocks = [...page.matchAll(/```json\n(.*?)```/gsu)].map(([, text = '']) => text)
const limits = { maxBytes: 100_000, maxDepth: 8, maxValues: 10_000 }

describe('docs/bill-format.md', () => {
  const tariff = decodeTariff(readStrictJson(utf8(blocks[1] ?? ''), limits))

  it('shows a tariff that the program reads: the example supplier’s own', () => {
    expect(tariff).toEqual(threeTimesTariff(exampleTerms()))
  })

  it('computes its example to the cent', () => {
    const plan = planPeriod(tariff, ZONE, toLocalDate('2026-03-01'), toLocalDate('2026-03-31'))
    const bill = computeBill(tariff, plan, { cells: [63_793n, 108_964n, 94_450n], indexAmount: null }, 0)
    expect(bill).toMatchObject({ taxes: [{ net: 8524n, vat: 1620n }], total: 10_144n })
    const json = (text: string) => JSON.parse(text) as Record<string, unknown>
    const shown = (blocks[2] ?? '')
      .trim()
      .split(/(?<=\})\n/u)
      .map(json)
    const lines = [bill.lines[2], bill.lines[3]].map((line) => ({ ...line, shared: undefined }))
    expect(shown).toEqual(
      JSON.parse(
        JSON.stringify(lines, (_, value: unknown) =>
          typeof value === 'bigint' || typeof value === 'number' ? String(value) : value
        )
      )
    )
  })

  it('names every field of every document', () => {
    const made = billCase({ seconds: 3600, tariff: dynamicWithGridFeeTariff(exampleTerms()), listPrice: () => 1n })
    const bodies = [encodeBill(made.bill), encodeContract(made.contract.document), encodeTariff(made.tariff)]
    if (made.list) bodies.push(encodeIndexList(made.list))
    const fields = new Set(bodies.flatMap((body) => fieldsOf(JSON.parse(new TextDecoder().decode(body)))))
    expect([...fields].filter((name) => !page.includes(`\`${name}\``) && !page.includes(`"${name}"`))).toEqual([])
  })
})

function fieldsOf(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return []
  const own = Array.isArray(value) ? [] : Object.keys(value)
  return [...own, ...Object.values(value).flatMap(fieldsOf)]
}
