/** Every table of the shared data: the figures of the import equal figures taken another way, or it says why not. */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readingHousehold } from '../support/reading-household'
import { describeWithData } from '../support/shared-data'
import { type Figures, csvFigures, matrixFigures, nem12Figures, sheetFigures } from './figures/csv-figures'
import { type Expected, REFUSED, TABLES, UNNAMED } from './figures/table-sources'

describeWithData('tables of operators', (shared) => {
  const path = (file: string) => join(shared, 'csv', file)

  async function imported(file: string) {
    const home = readingHousehold()
    const token = home.documents.put(file, readFileSync(path(file)))
    const take = async () => (await home.procedures['readings.import']({ files: [token] }))[0]!
    return { home, take, result: await take() }
  }

  function expectFigures(result: Awaited<ReturnType<typeof imported>>['result'], figures: Figures, expected: Expected) {
    expect(result.refused).toBeNull()
    const [meter] = result.meters
    expect(meter).toMatchObject({
      intervals: figures.intervals,
      added: figures.intervals,
      contradictions: 0,
      first: Date.parse(expected.first) / 1000,
      last: Date.parse(expected.last) / 1000
    })
    // Half a milliwatt-hour per value is what the sum of unrounded values may differ by.
    const slack = (expected.remarks ?? []).includes('values-rounded') ? figures.intervals / 2 : 0
    expect(Math.abs((meter?.drawn ?? 0) - (figures.drawn ?? 0))).toBeLessThanOrEqual(slack)
    expect(Math.abs((meter?.fedIn ?? 0) - (figures.fedIn ?? 0))).toBeLessThanOrEqual(slack)
    expect(result.remarks.map(({ code }) => code).sort()).toEqual([...(expected.remarks ?? [])].sort())
  }

  for (const table of TABLES) {
    it.skipIf(!existsSync(path(table.file)))(
      `imports ${table.file} with the figures of the raw file`,
      async () => {
        const { take, result } = await imported(table.file)
        expectFigures(result, csvFigures(path(table.file), table), table)
        expect((await take()).meters[0]).toMatchObject({ added: 0, contradictions: 0 })
      },
      30_000
    )
  }

  it.skipIf(!existsSync(path('at_stromnetz.graz.issue78-202603.csv')))(
    'fills what Graz leaves out from its registers, and does not trust registers that lost their decimals',
    async () => {
      const { result } = await imported('at_stromnetz.graz.issue78-202603.csv')
      const [meter] = result.meters
      expect(meter).toMatchObject({
        first: Date.parse('2026-03-01T00:00+01:00') / 1000,
        last: Date.parse('2026-04-01T00:00+02:00') / 1000
      })
      // Register of the end minus register of the beginning, but for the two quarter hours the file itself gets wrong:
      // 2 for 1.7 kWh and 0 for 0.1 kWh.
      expect(meter?.drawn).toBe(11_816_535_000 - 11_447_713_000 + 300_000 - 100_000)
      expect(result.remarks).toContainEqual({ code: 'registers-coarse', params: { count: 30 } })
      expect(result.remarks).toContainEqual({ code: 'registers-differ', params: { count: 2, line: 657 } })
    }
  )

  it.skipIf(!existsSync(path('it_enel_2024-09.csv')))('imports a matrix of days and quarter hours', async () => {
    const { result } = await imported('it_enel_2024-09.csv')
    const expected = { first: '2024-09-01T00:00+02:00', last: '2024-10-01T00:00+02:00', remarks: [UNNAMED] }
    expectFigures(result, matrixFigures(path('it_enel_2024-09.csv')), expected)
  })

  it.skipIf(!existsSync(path('at_kwg-at.xlsx')))('imports a workbook', async () => {
    const { result } = await imported('at_kwg-at.xlsx')
    const expected = { first: '2025-12-01T00:00+01:00', last: '2026-01-01T00:00+01:00', remarks: [UNNAMED] }
    expectFigures(result, sheetFigures(path('at_kwg-at.xlsx')), expected)
  })

  it.skipIf(!existsSync(path('au_nem12_5min_excerpt.csv')))('imports NEM12 with its quality ranges', async () => {
    const { home, result } = await imported('au_nem12_5min_excerpt.csv')
    const expected = { first: '2023-10-19T00:00+10:00', last: '2023-11-27T00:00+10:00' }
    expectFigures(result, nem12Figures(path('au_nem12_5min_excerpt.csv')), expected)
    const day = { start: Date.parse(expected.first) / 1000, end: Date.parse(expected.first) / 1000 + 86_400 }
    const stored = home.store.overlapping('252129362', 'drawn', day as never)
    expect(stored.filter(({ quality }) => quality === 'substituted')).toHaveLength(98)
  })

  it('knows every file of the folder', () => {
    const alone = [
      'at_stromnetz.graz.issue78-202603.csv',
      'it_enel_2024-09.csv',
      'at_kwg-at.xlsx',
      'au_nem12_5min_excerpt.csv'
    ]
    const known = new Set([...TABLES.map(({ file }) => file), ...Object.keys(REFUSED), ...alone])
    expect((shared === '' ? [] : readdirSync(path(''))).filter((file) => !known.has(file))).toEqual([])
  })

  for (const [file, code] of Object.entries(REFUSED)) {
    it.skipIf(!existsSync(path(file)))(`refuses ${file}: ${code}`, async () => {
      const { home, result } = await imported(file)
      expect(result.refused?.code).toBe(code)
      expect(home.store.spans()).toEqual([])
    })
  }
})
