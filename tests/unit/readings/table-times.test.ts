/** Times that tables write in other ways, and what is said of those that are not read. */

import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { dayOf, importing } from '../../support/day-table'
import { readingHousehold } from '../../support/reading-household'

const START = Date.UTC(2023, 0, 16) / 1000
/** Midnight in Berlin. */
const MIDNIGHT = START - 3600
const whole = (first: number) => ({ refused: null, meters: [{ intervals: 96, first, drawn: 9_600_000 }] })
const rows = (names: string, stamp: (seconds: number) => string | number) =>
  dayOf(names, (_from, _to, at) => `${stamp(at * 900)};0,1`)

describe('lines that end by CR alone', () => {
  const text = rows('Beginn;Verbrauch (kWh)', (seconds) => `16.01.2023 ${clock(seconds)}`)

  it('are read', async () => {
    expect(await importing(text.replaceAll('\n', '\r'))).toMatchObject(whole(MIDNIGHT))
    expect(await importing(Buffer.from(`\ufeff${text}\n`.replaceAll('\n', '\r'), 'utf16le'))).toMatchObject(
      whole(MIDNIGHT)
    )
  })

  it('are counted in a refusal', async () => {
    const cut = `${text.replaceAll('\n', '\r')}\r16.01.2023 23:45;0,`
    expect(await importing(cut)).toMatchObject({ refused: { code: 'csv-number', params: { line: 98 } } })
  })
})

describe('times as numbers', () => {
  it.each([
    ['seconds since 1970', (seconds: number) => START + seconds],
    ['milliseconds since 1970', (seconds: number) => `${START + seconds}000`]
  ])('are read as instants: %s', async (_, stamp) => {
    expect(await importing(rows('start_timestamp;import_kwh', stamp))).toMatchObject(whole(START))
  })

  it('are read as beginnings and ends', async () => {
    const text = dayOf('start;end;import_kwh', (_from, _to, at) =>
      [START + at * 900, START + (at + 1) * 900, '0.1'].join(';')
    )
    expect(await importing(text)).toMatchObject(whole(START))
  })

  it('are days of spreadsheets by the clock on the wall', async () => {
    const serial = (seconds: number): string => (44_942 + seconds / 86_400).toFixed(10).replace('.', ',')
    expect(await importing(rows('Beginn;Verbrauch (kWh)', serial))).toMatchObject(whole(MIDNIGHT))
    const days = Array.from({ length: 20 }, (_, day) => `${44_942 + day};5,5`)
    expect(await importing(['Datum;Verbrauch (kWh)', ...days].join('\n'))).toMatchObject({
      refused: null,
      meters: [{ intervals: 20, first: MIDNIGHT }]
    })
  })

  it.each([
    ['have no name of times', 'Zähler;Verbrauch (kWh)', (seconds: number) => START + seconds],
    ['go back and forth', 'timestamp;Verbrauch (kWh)', (seconds: number) => START + (seconds % 1800)],
    ['are of another century', 'timestamp;Verbrauch (kWh)', (seconds: number) => START * 10 + seconds],
    ['are cut days', 'Datum;Verbrauch (kWh)', (seconds: number) => (44_942 + seconds / 86_400).toFixed(3)]
  ])('are not guessed where they %s', async (_, names, stamp) => {
    expect((await importing(rows(names, stamp))).refused?.code).toMatch(/^(?:file-unknown-format|table-times-unread)$/u)
  })

  it('stay in a sample to share, and nothing else does', async () => {
    const home = readingHousehold()
    const file = home.documents.put(
      'table',
      rows('start_timestamp;import_kwh', (seconds) => START + seconds)
    )
    await home.procedures['readings.share-sample']({ file, target: 'out' })
    const text = new TextDecoder().decode(home.documents.files.get('out'))
    expect(text).toMatch(new RegExp(`^start_timestamp;import_kwh\r\n${START};0,[1-9]\r\n`, 'u'))
  })
})

describe('times as numbers in a workbook', () => {
  const workbook = (book: string): Uint8Array => {
    const names =
      '<row r="1"><c t="inlineStr"><is><t>Beginn</t></is></c><c t="inlineStr"><is><t>Verbrauch (kWh)</t></is></c></row>'
    const rows = Array.from(
      { length: 96 },
      (_, at) => `<row r="${at + 2}"><c><v>${44_942 + at / 96}</v></c><c><v>0.1</v></c></row>`
    )
    return zipSync({
      '[Content_Types].xml': Buffer.from('<Types/>'),
      'xl/workbook.xml': Buffer.from(book),
      'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet><sheetData>${names}${rows.join('')}</sheetData></worksheet>`)
    })
  }

  it('are days, where they lost the form of days', async () => {
    expect(await importing(workbook('<workbook/>'))).toMatchObject(whole(MIDNIGHT))
  })

  it('are none where days may be counted from another year', async () => {
    const other = workbook('<workbook><workbookPr date1904="1"/></workbook>')
    expect(await importing(other)).toMatchObject({ refused: { code: 'table-no-time' } })
  })
})

describe('a span of times in one cell', () => {
  it.each([' - ', '-', ' bis '])('begins the row with its first time: %s', async (between) => {
    const text = dayOf('Datum;Zeitraum;Verbrauch (kWh)', (from, to) => `16.01.2023;${from}${between}${to};0,1`)
    const asZero = text.replace('24:00', '00:00')
    for (const table of [text, asZero]) expect(await importing(table)).toMatchObject(whole(MIDNIGHT))
  })

  it('is none where it goes back: an offset stands behind the time', async () => {
    const text = dayOf('Datum;Zeit;Verbrauch (kWh)', (from) => `16.01.2023;${from}-05:00;0,1`)
    expect((await importing(text)).refused?.code).toBe('table-uneven')
  })
})

describe('offsets of databases', () => {
  it.each(['+01', ' +01:00'])('are read: %s', async (offset) => {
    const text = rows('start;import_kwh', (seconds) => `2023-01-16 ${clock(seconds)}${offset}`)
    expect(await importing(text)).toMatchObject(whole(MIDNIGHT))
  })

  it('may be the word UTC', async () => {
    const text = rows('start;import_kwh', (seconds) => `2023-01-16 ${clock(seconds)} UTC`)
    expect(await importing(text)).toMatchObject(whole(START))
  })
})

describe('times that are not read', () => {
  it.each(['16-Jan-2023', 'Mo, 16.01.2023', '20230116T0000Z'])(
    'are named with their column and line: %s',
    async (cell) => {
      const text = `Anlage;7\n\n${dayOf('Beginn;Verbrauch (kWh)', () => `${cell};0,1`)}`
      expect(await importing(text)).toMatchObject({
        refused: { code: 'table-times-unread', params: { name: 'Beginn', line: 4, cell } }
      })
    }
  )
})

function clock(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(11, 19)
}
