/** Files with the columns of a remembered layout, and what they say themselves. */

import { describe, expect, it } from 'vitest'
import type { TableLayout } from '../../../app/contract'
import { dayOf } from '../../support/day-table'
import { readingHousehold } from '../../support/reading-household'

const LAYOUT: TableLayout = {
  ...{ format: 'wattveil-layout/1', columns: ['Datum', 'Energie (kWh)'], order: 'dmy', decimal: ',', zone: null },
  ...{ start: { date: 0, time: null }, end: null, meter: null, label: null, quality: null },
  values: [{ column: 1, register: 'drawn', kind: 'interval', unit: 'kWh' }]
}
const NAMES = 'Datum;Energie (kWh)'
const plain = dayOf(NAMES, (from) => `16.01.2023 ${from};0,1`)
/** The 2nd of May and the days after it, as they are written in the United States. */
const american = [2, 3, 4].flatMap((day) =>
  dayOf('', (from) => `05/0${day}/2023 ${from};0,1`)
    .split('\n')
    .slice(1)
)

const OTHERWISE: readonly (readonly [string, string, string])[] = [
  ['direction', 'Einspeisung above the table', `Energierichtung;Einspeisung\n\n${plain}`],
  ['medium', 'gas above the table', `Gasverbrauch;\n\n${plain}`],
  ['zone', 'UTC above the table', `Zeitzone;UTC\n\n${plain}`],
  ['unit', 'Wh behind the numbers', dayOf(NAMES, (from) => `16.01.2023 ${from};100 Wh`)],
  ['decimal', 'a decimal point', dayOf(NAMES, (from) => `16.01.2023 ${from};0.1`)],
  ['order', 'the month before the day', [NAMES, ...american].join('\n')]
]

async function remembering() {
  const home = readingHousehold()
  await home.procedures['readings.keep-layout']({ layout: LAYOUT })
  return home
}

describe('a remembered layout', () => {
  it('is taken for a file with its columns that says nothing else', async () => {
    const home = await remembering()
    const files = [home.documents.put('table', plain)]
    const [result] = await home.procedures['readings.import']({ files })
    expect(result).toMatchObject({ refused: null, meters: [{ drawn: 9_600_000 }] })
  })

  it.each(OTHERWISE)('is asked about where the file says otherwise, by %s: %s', async (doubts, _, text) => {
    const home = await remembering()
    const file = home.documents.put('table', text)
    const [result] = await home.procedures['readings.import']({ files: [file] })
    expect(result).toMatchObject({ refused: { code: 'layout-doubtful', params: { doubts } }, meters: [] })
    expect((await home.procedures['readings.preview']({ file })).doubts).toEqual([doubts])
  })

  it('is taken whatever the file says where a person chose it for this import', async () => {
    const home = await remembering()
    const file = home.documents.put('table', `Energierichtung;Einspeisung\n\n${plain}`)
    expect((await home.procedures['readings.preview']({ file, layout: LAYOUT })).doubts).toEqual([])
    const [result] = await home.procedures['readings.import']({ files: [file], layout: LAYOUT })
    expect(result).toMatchObject({ refused: null, meters: [{ drawn: 9_600_000 }] })
  })
})
