/** What the core would say of a table whose unit is not named. */

import type { FilePreview, RequestOf } from '../../../app/contract'

const START = Date.parse('2026-03-01T00:00:00+01:00') / 1000

export function samplePreview({ layout, meterId }: RequestOf<'readings.preview'>): FilePreview {
  const unit = layout?.values[0]?.unit ?? 'kWh'
  const energy = unit === 'Wh' ? 120 : 120_000
  return {
    name: 'table.csv',
    columns: [
      { name: 'When', kind: 'stamp', samples: ['01.03.2026 00:00', '01.03.2026 00:15'] },
      { name: 'Value', kind: 'number', samples: ['120', '130'] },
      { name: 'Note', kind: 'text', samples: ['ok'] }
    ],
    isMatrix: false,
    layout: layout ?? {
      format: 'wattveil-layout/1',
      columns: ['When', 'Value', 'Note'],
      order: 'dmy',
      decimal: ',',
      start: { date: 0, time: null },
      end: null,
      zone: null,
      values: [{ column: 1, register: 'drawn', kind: 'interval', unit: 'kWh' }],
      meter: null,
      label: null,
      quality: null
    },
    doubts: layout ? [] : ['unit', 'direction'],
    meterId: meterId ?? 'home',
    rows: [{ start: START, end: START + 900, drawn: energy, fedIn: null }],
    ...{ intervals: 1, first: START, last: START + 900, drawn: energy, fedIn: null },
    remarks: [],
    refused: null
  }
}
