/** Every table of the shared data: the figures of the import equal figures taken another way, or it says why not. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readingHousehold } from '../support/reading-household'
import { describeWithData } from '../support/shared-data'
import {
  type CsvSource,
  type Figures,
  csvFigures,
  matrixFigures,
  nem12Figures,
  sheetFigures
} from './figures/csv-figures'

type Expected = {
  readonly first: string
  readonly last: string
  readonly remarks?: readonly string[]
  readonly meterId?: string
}

const UNNAMED = 'meter-unnamed'

const TABLES: readonly (CsvSource & Expected)[] = [
  {
    file: 'at_ClamStrom.csv',
    encoding: 'latin1',
    delimiter: ';',
    skip: 1,
    drawn: [2],
    first: '2024-04-01T00:00+02:00',
    last: '2024-04-02T00:00+02:00',
    remarks: [UNNAMED, 'values-rounded']
  },
  {
    file: 'at_EnergienetzeSteiermark.csv',
    delimiter: ';',
    skip: 2,
    drawn: [5],
    first: '2022-04-28T00:00+02:00',
    last: '2022-04-29T00:00+02:00'
  },
  {
    file: 'at_IKB1.csv',
    delimiter: ',',
    skip: 1,
    drawn: [1],
    first: '2024-02-21T00:15+01:00',
    last: '2024-03-01T00:00+01:00'
  },
  {
    file: 'at_KaerntenNetzV2.csv',
    encoding: 'latin1',
    delimiter: ';',
    skip: 9,
    drawn: [2],
    first: '2024-03-27T00:00+01:00',
    last: '2024-05-02T00:00+02:00'
  },
  {
    file: 'at_KaerntenNetz_with_values_missing.csv',
    encoding: 'latin1',
    delimiter: ';',
    skip: 9,
    drawn: [2],
    first: '2023-11-16T00:00+01:00',
    last: '2023-11-17T00:00+01:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_LinzAG.csv',
    delimiter: ';',
    skip: 1,
    drawn: [2],
    first: '2023-03-01T00:00+01:00',
    last: '2023-03-01T01:45+01:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_NetzNOE-Jahreseinspeisung.csv',
    delimiter: ';',
    skip: 1,
    fedIn: [1],
    first: '2024-01-01T00:00+01:00',
    last: '2024-03-20T00:00+01:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_NetzNOE.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1],
    first: '2023-01-01T00:00+01:00',
    last: '2023-04-09T00:00+02:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_NetzNOEv2.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1],
    first: '2024-01-01T00:00+01:00',
    last: '2024-01-14T00:00+01:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_NetzNOEv3-eeg.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1],
    first: '2024-01-01T00:00+01:00',
    last: '2024-01-11T00:00+01:00',
    remarks: [UNNAMED, 'column-values-missing', 'columns-left-out', 'community-rest']
  },
  {
    file: 'at_SalzburgNetz1.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1],
    first: '2023-06-08T00:00+02:00',
    last: '2023-07-09T00:00+02:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_SalzburgNetz4.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1],
    first: '2024-05-01T00:00+02:00',
    last: '2024-05-31T23:45+02:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_SalzburgNetz_issue77.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1],
    first: '2026-01-01T00:00+01:00',
    last: '2026-05-01T00:00+02:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_linznetz_2022-03-27.csv',
    delimiter: ';',
    skip: 1,
    drawn: [2],
    first: '2022-03-27T00:00+01:00',
    last: '2022-03-28T00:00+02:00',
    remarks: [UNNAMED, 'row-ends-odd']
  },
  {
    file: 'at_linznetz_2022-09-17.csv',
    delimiter: ';',
    skip: 1,
    drawn: [2],
    first: '2022-09-17T00:00+02:00',
    last: '2022-09-18T00:00+02:00',
    remarks: [UNNAMED]
  },
  {
    file: 'at_netzburgenland-v3.csv',
    delimiter: ';',
    skip: 3,
    drawn: [4],
    first: '2023-10-01T00:00+02:00',
    last: '2023-10-31T00:00+01:00'
  },
  {
    file: 'at_stromnetz.graz.csv',
    delimiter: ',',
    skip: 2,
    drawn: [4, 5, 6],
    first: '2023-04-14T00:00+02:00',
    last: '2023-04-17T23:45+02:00',
    remarks: [UNNAMED, 'registers-unread']
  },
  {
    file: 'at_tinetz_v2_Rohdaten_Oktober.csv',
    delimiter: ';',
    skip: 5,
    drawn: [2],
    first: '2023-10-01T00:00+02:00',
    last: '2023-11-01T00:00+01:00',
    remarks: [UNNAMED, 'columns-left-out']
  },
  {
    file: 'at_wienernetze-einspeisung.csv',
    delimiter: ';',
    skip: 1,
    fedIn: [3],
    first: '2024-05-01T00:00+02:00',
    last: '2024-06-01T00:00+02:00'
  },
  {
    file: 'at_wienernetze-fullyear_excerpt_2023-10_2024-03.csv',
    delimiter: ';',
    skip: 1,
    drawn: [3],
    first: '2023-10-01T00:00+02:00',
    last: '2024-04-01T00:00+02:00'
  },
  {
    file: 'at_wienernetze.csv',
    delimiter: ';',
    skip: 1,
    drawn: [3],
    first: '2023-04-09T00:00+02:00',
    last: '2023-04-10T00:00+02:00',
    remarks: ['rows-missing']
  },
  {
    file: 'be_fluvius_en_excerpt_2023-10-22_11-05.csv',
    delimiter: ';',
    skip: 1,
    drawn: [8],
    words: { column: 7, drawn: /^Offtake/u, fedIn: /^Injection/u },
    first: '2023-10-22T00:15+02:00',
    last: '2023-11-06T00:00+01:00',
    remarks: ['column-values-missing', 'column-values-missing', 'rows-missing']
  },
  {
    file: 'nl_dsmrreader_hour_2024.csv',
    delimiter: ',',
    skip: 1,
    drawn: [1, 2],
    fedIn: [3, 4],
    first: '2024-01-01T00:00+01:00',
    last: '2025-01-01T00:00+01:00',
    remarks: [UNNAMED, 'gas-left-out']
  },
  {
    file: 'nl_energiemanager_site_2013_daily.csv',
    delimiter: ';',
    skip: 1,
    drawn: [2, 3],
    fedIn: [4, 5],
    without: /^2013-01-01 00:00;2014|;;/u,
    first: '2013-01-01T00:00+01:00',
    last: '2014-01-01T00:00+01:00',
    remarks: [
      UNNAMED,
      'column-values-missing',
      'column-values-missing',
      'column-values-missing',
      'columns-left-out',
      'sum-rows-left-out'
    ]
  },
  {
    file: 'nl_engie_excerpt_2022-03-20_04-03.csv',
    delimiter: ',',
    skip: 1,
    drawn: [2],
    without: /"Gas"/u,
    first: '2022-03-20T00:00+01:00',
    last: '2022-04-04T00:00+02:00',
    remarks: ['gas-left-out']
  },
  {
    file: 'nl_greenchoice_2023.csv',
    delimiter: ';',
    skip: 1,
    drawn: [1, 2],
    fedIn: [3, 4],
    isTotal: true,
    first: '2023-04-21T00:00+02:00',
    last: '2023-08-02T00:00+02:00',
    remarks: [UNNAMED]
  },
  {
    file: 'nl_homewizard_2022-09_15min.csv',
    delimiter: ',',
    skip: 1,
    drawn: [1, 2],
    fedIn: [3, 4],
    isTotal: true,
    first: '2022-09-01T00:00+02:00',
    last: '2022-09-30T23:45+02:00',
    remarks: [UNNAMED]
  }
]

const REFUSED: Readonly<Record<string, string>> = {
  // Four tables of the same days, told apart by nothing.
  'us_united_power_daily_net.csv': 'table-several',
  // Bills: a month long or longer, and nothing says when they begin.
  'us_xcel_monthly_bills.csv': 'table-uneven'
}

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

  for (const [file, code] of Object.entries(REFUSED)) {
    it.skipIf(!existsSync(path(file)))(`refuses ${file}: ${code}`, async () => {
      const { home, result } = await imported(file)
      expect(result.refused?.code).toBe(code)
      expect(home.store.spans()).toEqual([])
    })
  }
})
