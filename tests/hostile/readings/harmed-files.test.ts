/** Files of every format, cut, flipped and made to be large: refused or taken, never a crash, a hang or half a file. */

import { randomFillSync } from 'node:crypto'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contract } from '../../../app/contract'
import { toUtcSeconds } from '../../../app/domain/interval'
import { crc16 } from '../../../app/readings/formats/p1/find-telegrams'
import { crc16X25 } from '../../../app/readings/formats/sml/sml-frames'
import { readingHousehold } from '../../support/reading-household'
import { withinLimits } from '../../support/within-limits'

const EVER = { start: toUtcSeconds(0), end: toUtcSeconds(4_102_444_800) }
/** With WATTVEIL_FULL thousands of harmed files of each format, and large ones; otherwise a share of them. */
const IS_FULL = process.env['WATTVEIL_FULL'] !== undefined
const RUNS = IS_FULL ? 3000 : 25
const LARGE_BYTES = (IS_FULL ? 32 : 1) * 1024 * 1024

const table = (rows: number): string =>
  [
    'Zählpunkt;Beginn;Ende;Verbrauch (kWh);Status',
    ...Array.from({ length: rows }, (_, index) => {
      const at = (offset: number) =>
        new Date(Date.UTC(2026, 4, 1) + (index + offset) * 900_000).toISOString().slice(0, 16).replace('T', ' ')
      return `AT001;${at(0)};${at(1)};0,${String((index * 37) % 1000).padStart(3, '0')};gültig`
    }),
    ''
  ].join('\r\n')

function telegrams(count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const time = `2605010${Math.floor(index / 60)}${String(index % 60).padStart(2, '0')}00S`
    const body = `/ISK5\\2M550T-1012\r\n\r\n0-0:1.0.0(${time})\r\n0-0:96.1.1(4530303434303037313331363530363138)\r\n1-0:1.8.1(00100${index % 10}.5${String(index).padStart(2, '0')}*kWh)\r\n1-0:1.8.2(000100.000*kWh)\r\n!`
    return `${body}${crc16(body).toString(16).padStart(4, '0').toUpperCase()}\r\n`
  }).join('')
}

function smlFile(): Buffer {
  const list = '770701000108 00ff 01 01 621e 52ff 5500012345 01'.replaceAll(' ', '')
  const message = `7605010203046200620072630701 77010b0a01445a4700039e2055 01 01 71${list} 01 01 63000000`.replaceAll(
    ' ',
    ''
  )
  const body = Buffer.from(`1b1b1b1b01010101${message}`, 'hex')
  const fill = (4 - (body.length % 4)) % 4
  const whole = Buffer.concat([body, Buffer.alloc(fill), Buffer.from('1b1b1b1b1a', 'hex'), Buffer.from([fill])])
  const crc = crc16X25(whole)
  return Buffer.concat([whole, Buffer.from([crc & 0xff, crc >> 8])])
}

const nem12 = `100,NEM12,202605010000,A,B\r\n200,NMI0000001,E1,1,E1,N1,S1,kWh,30,\r\n300,20260501,${Array.from({ length: 48 }, (_, index) => `0.${index + 10}`).join(',')},A,,,20260502000000,\r\n900\r\n`

const sheet = `<worksheet><sheetData>${table(40)
  .trim()
  .split('\r\n')
  .map(
    (line, row) =>
      `<row r="${row + 1}">${line
        .split(';')
        .map((cell) => `<c t="inlineStr"><is><t>${cell.replace(',', '.')}</t></is></c>`)
        .join('')}</row>`
  )
  .join('')}</sheetData></worksheet>`
const workbook = (xml: string) =>
  zipSync({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/worksheets/sheet1.xml': Buffer.from(xml) })

const GOOD: Readonly<Record<string, Uint8Array>> = {
  'a table': Buffer.from(table(96)),
  'a table in UTF-16': Buffer.from(`\ufeff${table(96)}`, 'utf16le'),
  NEM12: Buffer.from(nem12),
  telegrams: Buffer.from(telegrams(30)),
  SML: smlFile(),
  'a workbook': workbook(sheet),
  'a ZIP archive': zipSync({ 'one.csv': Buffer.from(table(40)) }),
  'a gzip file': gzipSync(table(40))
}

/** Readings that are there before must be there after, and a refused file adds none. */
async function takeHarmed(home: ReturnType<typeof readingHousehold>, bytes: Uint8Array) {
  const before = JSON.stringify(home.store.spans())
  const files = [home.documents.put('file', bytes)]
  const results = await withinLimits(() => home.procedures['readings.import']({ files }))
  if (results.every(({ refused }) => refused !== null)) expect(JSON.stringify(home.store.spans())).toBe(before)
  return results
}

describe('files that are taken when they are whole', () => {
  it.each(Object.entries(GOOD))('%s', async (name, bytes) => {
    const [result] = await takeHarmed(readingHousehold(), bytes)
    if (name === 'SML') expect(result?.refused?.code).toBe('sml-without-time')
    else expect(result).toMatchObject({ refused: null, meters: [{ contradictions: 0 }] })
  })
})

describe('files that were harmed', { timeout: IS_FULL ? 3_600_000 : 60_000 }, () => {
  it.each(Object.entries(GOOD))('never break the program: %s, cut or with other bytes', async (_, good) => {
    const home = readingHousehold()
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: good.length }),
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 }),
        async (length, changes) => {
          const harmed = Uint8Array.from(good)
          for (const [at, byte] of changes) harmed[at] = byte
          await takeHarmed(home, harmed.subarray(0, changes.length > 0 ? good.length : length))
        }
      ),
      { numRuns: RUNS }
    )
  })

  it.each(Object.entries(GOOD))('cost no more time and memory when they do not end: %s', async (_, good) => {
    const fills = ['9', ',', '\n', '\0', '1;2\r\n', Buffer.from(good).toString('latin1')]
    for (const fill of fills) {
      await takeHarmed(readingHousehold(), Buffer.concat([good, Buffer.alloc(LARGE_BYTES, fill, 'latin1')]))
    }
  })

  it('says that a packed file is damaged, whichever of its packed bytes is another', async () => {
    const good = GOOD['a gzip file']!
    for (let at = 12; at < good.length - 8; at += Math.ceil(good.length / 12)) {
      const harmed = Uint8Array.from(good)
      harmed[at] = (harmed[at] ?? 0) ^ 0x10
      const [result] = await takeHarmed(readingHousehold(), harmed)
      expect(result?.refused?.code).toBe('archive-damaged')
    }
  })

  it('passes over telegrams whose digits were changed, and says so', async () => {
    const text = telegrams(30).replace('001003.5', '001993.5')
    const [result] = await takeHarmed(readingHousehold(), Buffer.from(text))
    expect(result?.remarks).toContainEqual({
      code: 'p1-wrong',
      params: { count: 1, line: expect.any(Number) as number }
    })
  })
})

describe('files that were made to do harm', { timeout: 60_000 }, () => {
  it('refuses a bomb: little packed, endless unpacked', async () => {
    const zeros = Buffer.alloc(40 * 1024 * 1024)
    const before = process.memoryUsage().rss
    const [packed] = await takeHarmed(readingHousehold(), gzipSync(zeros))
    expect(packed?.refused?.code).toBe('file-not-text')
    const [lines] = await takeHarmed(readingHousehold(), gzipSync(Buffer.alloc(40 * 1024 * 1024, 'a')))
    expect(lines?.refused?.code).toBe('file-unknown-format')
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024)
  })

  it('refuses an archive that lies about its size, holds too much, or another archive', async () => {
    const lying = Buffer.from(zipSync({ 'a.csv': Buffer.from(table(40)) }))
    const directory = lying.indexOf('504b0102', 0, 'hex')
    lying.writeUInt32LE(100, directory + 24)
    expect((await takeHarmed(readingHousehold(), lying))[0]?.refused?.code).toBe('archive-damaged')
    lying.writeUInt32LE(0xfffffff0, directory + 24)
    expect((await takeHarmed(readingHousehold(), lying))[0]?.refused?.code).toBe('archive-too-large')
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`${index}.csv`, new Uint8Array(1)]))
    )
    expect((await takeHarmed(readingHousehold(), many))[0]?.refused?.code).toBe('archive-too-many')
    const nested = zipSync({ 'a.zip': zipSync({ 'b.csv': Buffer.from(table(4)) }) })
    expect((await takeHarmed(readingHousehold(), nested))[0]?.refused?.code).toBe('archive-nested')
  })

  it('refuses a workbook with entities, with a lost end, or with nothing in it', async () => {
    const entity = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${sheet}`
    expect((await takeHarmed(readingHousehold(), workbook(entity)))[0]?.refused?.code).toBe('spreadsheet-damaged')
    expect((await takeHarmed(readingHousehold(), workbook(sheet.slice(0, -30))))[0]?.refused?.code).toBe(
      'spreadsheet-damaged'
    )
    expect((await takeHarmed(readingHousehold(), workbook('<worksheet/>')))[0]?.refused?.code).toBe('table-no-time')
  })

  it('refuses a workbook in which anything has no end, before it is in memory', async () => {
    const home = readingHousehold()
    const [long, rows] = ['y'.repeat(2 * 1024 * 1024), sheet.slice(0, sheet.indexOf('</sheetData>'))]
    for (const endless of [
      '<a>'.repeat(20_000),
      `<row r="${long}"/>`,
      `<${long}/>`,
      `<!--${long}-->`,
      `<row><c t="inlineStr"><is><t>${long}`,
      `<row><c t="inlineStr"><is><t><![CDATA[${long}]]>`,
      `<row ${Array.from({ length: 200_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`
    ]) {
      const [result] = await takeHarmed(home, workbook(rows + endless))
      expect(result?.refused?.code, endless.slice(0, 30)).toBe('spreadsheet-damaged')
    }
    const [empty] = await takeHarmed(home, workbook(rows + '<row/>'.repeat(1_048_576)))
    expect(empty?.refused).toEqual({ code: 'file-too-many-rows', params: { limit: 1_048_576 } })
    const strings = Buffer.alloc(65 * 1024 * 1024, '<si><t>a text of its own</t></si>')
    const files = { '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/worksheets/sheet1.xml': Buffer.from(sheet) }
    const many = zipSync({ ...files, 'xl/sharedStrings.xml': strings }, { level: 1 })
    expect((await takeHarmed(home, many))[0]?.refused?.code).toBe('archive-too-large')
  })

  it.each([
    ['a number beyond every meter', '9999999', 'csv-implausible'],
    ['an endless number', '9'.repeat(400), 'csv-number'],
    ['an exponent', '1e999', 'csv-number'],
    ['a negative energy', '-5', 'csv-negative']
  ])('refuses %s by its line', async (_, cell, code) => {
    const lines = table(96).split('\r\n')
    lines[50] = lines[50]!.replace(/0,\d{3}/u, cell)
    const [result] = await takeHarmed(readingHousehold(), Buffer.from(lines.join('\r\n')))
    expect(result?.refused?.code).toBe(code)
    expect(result?.refused?.params['line']).toBe(51)
  })

  it('carries no formula, control or direction mark of a file any further', async () => {
    const evil = '=HYPERLINK("http://x")\u202e\u0007'
    const text = table(10).replaceAll('AT001', `"${evil.replaceAll('"', '""')}"`)
    const home = readingHousehold()
    const [result] = await takeHarmed(home, Buffer.from(text))
    expect(result?.refused).toBeNull()
    const [meter] = result!.meters
    expect(meter?.meterId).toMatch(/^[0-9A-Za-z][0-9A-Za-z._-]*$/u)
    expect(home.store.overlapping(meter!.meterId, 'drawn', EVER)).toHaveLength(10)
  })

  it('lets no NUL through to where text is kept: in names of columns, further down, in names of files', async () => {
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')
    for (const bytes of [
      utf16(table(96).replace('Zähl', 'Z\0hl')),
      utf16(`\0${table(96)}`).swap16(),
      utf16(table(1500).replace('01:00;0,', '01:\0;0,')),
      utf16(`${table(1500)}\0`),
      Buffer.from(table(96).replace('Zähl', 'Z\0hl'))
    ]) {
      const [result] = await takeHarmed(readingHousehold(), bytes)
      expect(result?.refused?.code).toBe('file-not-text')
    }
    const [packed] = await takeHarmed(readingHousehold(), zipSync({ 'on\0e.csv': Buffer.from(table(40)) }))
    expect(packed).toMatchObject({ name: 'file › on\ufffde.csv', refused: null })
  })

  it('opens no rules with a NUL in the name of a column, and no door lets one in', async () => {
    const home = readingHousehold()
    const columns = ['Beg\0inn', 'Verbrauch']
    const rules = { format: 'wattveil-layout/1', columns, order: 'dmy', decimal: ',', start: { date: 0, time: null } }
    const value = { column: 1, register: 'drawn', kind: 'interval', unit: 'kWh' }
    const layout = { ...rules, end: null, zone: null, values: [value], meter: null, label: null, quality: null }
    const open = (text: string) => home.procedures['readings.open-layout']({ file: home.documents.put('rules', text) })
    await expect(open(JSON.stringify(layout))).rejects.toMatchObject({ code: 'layout-malformed' })
    await expect(open(JSON.stringify(layout).replace('\\u0000', ''))).resolves.toMatchObject({ order: 'dmy' })
    expect(contract['readings.keep-layout'].request.safeParse({ layout }).success).toBe(false)
    expect(contract['meters.rename'].request.safeParse({ meterId: 'A', name: 'a\0b' }).success).toBe(false)
    expect(contract['readings.day'].request.safeParse({ meterId: 'A\0', date: '2026-03-29' }).success).toBe(false)
  })

  it('refuses random bytes behind every beginning', async () => {
    const home = readingHousehold()
    for (const begin of ['504b0304', '1f8b08', '1b1b1b1b01010101', '2f49534b35', '3230302c', 'fffe', 'efbbbf']) {
      const bytes = Buffer.concat([Buffer.from(begin, 'hex'), randomFillSync(Buffer.alloc(30_000))])
      const [result] = await takeHarmed(home, bytes)
      expect(result?.refused).not.toBeNull()
    }
    expect(
      (await takeHarmed(home, Buffer.concat([Buffer.from('504b0304', 'hex'), deflateRawSync('x')])))[0]?.refused
    ).not.toBeNull()
  })
})
