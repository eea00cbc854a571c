import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { encodeAr2418 } from '../../../app/readings/formats/ar2418/encode-ar2418'
import { encodeEspi } from '../../../app/readings/formats/espi/encode-espi'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { readWorkbook } from '../../../app/readings/formats/spreadsheet/xlsx'
import { createXmlReader } from '../../../app/readings/formats/xml/read-xml'
import { toUtcSeconds } from '../../../app/domain/interval'
import { openDatabase } from '../../../adapters/storage/database'
import { createReadingStore } from '../../../adapters/storage/reading-store'
import { join } from 'node:path'
import { BERLIN } from '../../support/meter-process'
import { readingHousehold } from '../../support/reading-household'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const START = Date.parse('2026-01-31T23:00:00Z') / 1000
const EVER = { start: toUtcSeconds(0), end: toUtcSeconds(253_402_300_799) }
const BATCH = { at: toUtcSeconds(1), origin: 'file', name: 'large.csv' } as const
const HEAD = { meterId: '1WVT0001', timeZone: BERLIN, now: toUtcSeconds(START) }
const MINUTES = 25_000

function* minutes(count = MINUTES): Generator<ProfileRow, void> {
  for (let index = 0; index < count; index++) {
    yield {
      ...{ start: toUtcSeconds(START + index * 60), seconds: 60, quality: 'measured' },
      ...{ drawn: { amount: BigInt(index % 40), exponent: 0 }, fedIn: null }
    }
  }
}

const readings = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ start: toUtcSeconds(START + (from + index) * 60), seconds: 60, amount: 7n, exponent: 0 },
    quality: 'measured' as const
  }))

const rows = (count: number, from = 0) => [
  { meterId: '1WVT0001', direction: 'drawn' as const, readings: readings(count, from), registers: [] }
]

const FORMATS = {
  csv: () => encodeWattveilCsv({ ...HEAD, style: 'de' }, minutes()),
  espi: () => encodeEspi(HEAD, minutes),
  ar2418: () => encodeAr2418(HEAD, minutes)
}

describe('a large file', { timeout: 60_000 }, () => {
  it.each(['csv', 'espi', 'ar2418'] as const)('of %s is read in pieces and kept whole', async (format) => {
    const home = readingHousehold()
    const file = home.documents.put('large', Buffer.concat([...FORMATS[format]()]))
    const [result] = await home.procedures['readings.import']({ files: [file] })
    expect(result?.refused).toBeNull()
    expect(result?.meters[0]).toMatchObject({ intervals: MINUTES, added: MINUTES })
    const told = home.events.filter(({ name }) => name === 'readings.progress').map(({ payload }) => payload)
    expect((told as { rows: number }[]).some(({ rows: found }) => found > 0 && found < MINUTES)).toBe(true)
    const [day] = home.store.overlapping('1WVT0001', 'drawn', EVER)
    expect(day).toMatchObject({ start: START, seconds: 60 })
  })

  it.each(['csv', 'espi', 'ar2418'] as const)('of %s can be cancelled after its last byte, too', async (format) => {
    const home = readingHousehold()
    const file = home.documents.put('large', Buffer.concat([...FORMATS[format]()]))
    const running = home.procedures['readings.import']({ files: [file] })
    // Told only after the first readings were put aside.
    while (!home.events.some(({ payload }) => (payload as { rows?: number }).rows)) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    await home.procedures['readings.cancel-import']({})
    expect((await running)[0]?.refused).toEqual({ code: 'import-cancelled', params: {} })
    expect(home.store.spans()).toEqual([])
    expect(home.deps.batches.imports()).toEqual([])
  })

  it('is refused whole where its last row is wrong, and leaves nothing', async () => {
    const home = readingHousehold()
    const text = Buffer.concat([...FORMATS.csv()]).toString()
    const [result] = await home.procedures['readings.import']({
      files: [home.documents.put('large', text.replace(/# end: \d+/u, '# end: 3'))]
    })
    expect(result?.refused?.code).toBe('csv-row-count')
    expect(home.store.spans()).toEqual([])
  })
})

describe('a large workbook', () => {
  it('lets others have their turn while its strings and its rows are read', () => {
    const text = (index: number): string => `${index}-${(index * 7919) % 99_991}`
    const strings = Array.from({ length: 20_000 }, (_, index) => `<si><t>${text(index)}</t></si>`).join('')
    const row = (index: number): string =>
      `<row><c s="1"><v>${45_658 + index / 96}</v></c><c t="s"><v>${index}</v></c><c><v>${(index * 7919) % 997}</v></c></row>`
    const sheet = Array.from({ length: 20_000 }, (_, index) => row(index)).join('')
    const parts = {
      '[Content_Types].xml': '<Types/>',
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
      'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`
    }
    const packed = zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, Buffer.from(part)])))
    const head = { bytes: packed, text: '', encoding: null }
    const steps = readWorkbook(packed, { head, timeZone: BERLIN, meterId: 'home' })
    let [turns, step] = [0, steps.next()]
    for (; step.done !== true; step = steps.next()) turns += 1
    expect(step.value.lines).toHaveLength(20_000)
    // A piece is what eight kilobytes unpack to.
    expect(turns).toBeGreaterThan(packed.length / 8192)
  })
})

describe('an import that is not complete', () => {
  it('is seen by nobody until it is kept', () => {
    const store = createReadingStore(testDatabase())
    store.add('1WVT0001', 'drawn', readings(10), BATCH)
    const before = store.overlapping('1WVT0001', 'drawn', EVER)
    const open = store.beginImport(BATCH)
    open.add(rows(100, 10))
    open.add(rows(100, 110))
    expect(store.overlapping('1WVT0001', 'drawn', EVER)).toEqual(before)
    expect(store.overlapping('1WVT0001', 'drawn', { start: toUtcSeconds(START + 6100), end: EVER.end })).toEqual([])
    expect(store.spans()[0]?.period.end).toBe(START + 600)
    open.keep([])
    expect(store.overlapping('1WVT0001', 'drawn', EVER)).toHaveLength(210)
  })

  it('leaves nothing when it is taken out, nor when the program ends in its middle', () => {
    const file = join(temporaryFolder(), 'household.db')
    const first = openDatabase({ file, key: TEST_KEY })
    const store = createReadingStore(first)
    const discarded = store.beginImport(BATCH)
    discarded.add(rows(30_000))
    while (discarded.discardSome());
    expect(store.spans()).toEqual([])
    store.beginImport(BATCH).add(rows(30_000))
    first.close()
    const database = testDatabase(file)
    expect(createReadingStore(database).spans()).toEqual([])
    for (const table of ['reading', 'reading_batch', 'reading_series', 'open_import']) {
      expect(database.prepare(`SELECT * FROM ${table}`).all()).toEqual([])
    }
  })

  it('takes no rows that overlap what came before', () => {
    const store = createReadingStore(testDatabase())
    const open = store.beginImport(BATCH)
    open.add(rows(10))
    expect(() => {
      open.add(rows(10, 9))
    }).toThrow()
    while (open.discardSome());
    expect(store.spans()).toEqual([])
  })
})

describe('XML', () => {
  it('may come in pieces as large as any one part of it may be', () => {
    let readings = 0
    const reader = createXmlReader({
      isContainer: (name) => name === 'all',
      open: () => undefined,
      node: () => (readings += 1),
      close: () => undefined
    })
    const text = `<all>${'<one>1</one>\n'.repeat(250_000)}</all>`
    for (let at = 0; at < text.length; at += 1024 * 1024) {
      reader.write(Buffer.from(text.slice(at, at + 1024 * 1024)))
    }
    reader.end()
    expect(readings).toBe(250_000)
  })
})
