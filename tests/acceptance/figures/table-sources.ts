/** What every table of the shared data is expected to come to: where its figures stand in the raw file, read by eye. */

import type { CsvSource } from './csv-figures'

export type Expected = {
  readonly first: string
  readonly last: string
  readonly remarks?: readonly string[]
  readonly meterId?: string
}

export const UNNAMED = 'meter-unnamed'

export const TABLES: readonly (CsvSource & Expected)[] = [
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
    last: '2023-11-17T00:00+01:00'
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

export const REFUSED: Readonly<Record<string, string>> = {
  // Four tables of the same days, told apart by nothing.
  'us_united_power_daily_net.csv': 'table-several',
  // Bills: a month long or longer, and nothing says when they begin.
  'us_xcel_monthly_bills.csv': 'table-uneven'
}
