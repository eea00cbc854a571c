/** Gas, heat and water: never taken for electricity, refused or left out by name (docs/adr/0048-other-media-stay-out.md). */

import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { crc16X25 } from '../../../app/readings/formats/sml/sml-frames'
import { readingHousehold } from '../../support/reading-household'

const HOURS = 96

function stamp(hour: number): string {
  const [date, time] = new Date(Date.UTC(2026, 0, 5, hour)).toISOString().split('T')
  return `${(date ?? '').split('-').reverse().join('.')} ${(time ?? '').slice(0, 5)}`
}

const table = (head: string, cells = (hour: number) => `0,${hour % 9}00`): string =>
  `${head}\n${Array.from({ length: HOURS }, (_, hour) => `${stamp(hour)};${cells(hour)}`).join('\n')}\n`

async function imported(bytes: string | Uint8Array) {
  const home = readingHousehold()
  const [result] = await home.procedures['readings.import']({ files: [home.documents.put('file', bytes)] })
  return { home, result: result! }
}

function workbook(text: string): Uint8Array {
  const cell = (value: string) => `<c t="inlineStr"><is><t>${value.replace(',', '.')}</t></is></c>`
  const rows = text
    .trim()
    .split('\n')
    .map((line, row) => `<row r="${row + 1}">${line.split(';').map(cell).join('')}</row>`)
  const sheet = `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`
  return zipSync({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/worksheets/sheet1.xml': Buffer.from(sheet) })
}

const list = (obis: string, unit: number) =>
  `<MeterReading><Meter><meterId>1VDE01</meterId></Meter><ReadingType><obisCode>${obis}</obisCode><qualifiedLogicalName>${obis}.1VDE01.sm</qualifiedLogicalName><uom>${unit}</uom><scaler>0</scaler></ReadingType><IntervalBlock><IntervalReading><value>1</value><timePeriod><duration>0</duration><start>2026-01-05T00:00:00+01:00</start></timePeriod></IntervalReading><IntervalReading><value>2</value><timePeriod><duration>0</duration><start>2026-01-05T00:15:00+01:00</start></timePeriod></IntervalReading></IntervalBlock></MeterReading>`
const gateway = (...lists: readonly string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><UsagePoints xmlns="http://vde.de/AR_2418-6.xsd"><UsagePoint>${lists.join('')}</UsagePoint></UsagePoints>`

describe('a file of another medium', () => {
  it.each([
    ['gas', table('Zeit von;Gasverbrauch in m3')],
    ['gas', table('Zeit von;Gas Verbrauch (kWh)')],
    ['gas', table('Gaszähler;4711\nZeit von;Verbrauch kWh')],
    ['gas', table('Zeit von;Sparte;Verbrauch kWh', (hour) => `Gas;0,${hour % 9}00`)],
    ['gas', table('Start;Usage (therms)', (hour) => `0.${hour % 9}00`)],
    ['water', table('Zeit von;Wasserverbrauch m³')],
    ['water', table('Zeit von;Warmwasser Liter', (hour) => String(hour % 9))],
    ['heat', table('Zeit von;Wärmemenge MWh')],
    ['heat', table('Medium;Fernwärme\nZeit von;Verbrauch kWh')],
    ['volume', table('Zeit von;Verbrauch [m³]')],
    ['gas', table('Gasverbrauch 2026\nZeit von;Verbrauch kWh')],
    [
      'gas',
      table('Stadtwerke Musterau GmbH\nErdgas Haushalt\n\nZeit von;Wert;Einheit', (hour) => `0,${hour % 9}00;kWh`)
    ],
    ['gas', table('Stromwerk Musterau GmbH\nGaszähler;4711\nZeit von;Verbrauch kWh')],
    ['gas', table('Stromwerk Musterau\nIhr Portal für Strom und Gas\nSparte;Gas\nZeit von;Verbrauch kWh')],
    ['water', table('Zählerart;Kaltwasser\nZähler;4711\nZeit von;Verbrauch')]
  ])('as a table is refused: %s', async (medium, text) => {
    for (const bytes of [text, workbook(text)]) {
      const { home, result } = await imported(bytes)
      expect(result.refused).toEqual({ code: `file-only-${medium}`, params: {} })
      expect(home.store.spans()).toEqual([])
    }
  })

  it.each([
    ['heat', '060001000000', 72],
    ['gas', '070003000000', 42],
    ['water', '080001000000', 42]
  ])('of a gateway is refused: %s', async (medium, obis, unit) => {
    const { result } = await imported(gateway(list(obis, unit)))
    expect(result.refused).toEqual({ code: `file-only-${medium}`, params: {} })
  })
})

describe('lines above a table that name two media, each by itself', () => {
  it.each([
    'Strom;4711\nGas;4712\nZeit von;Verbrauch kWh',
    'Gaszähler;4711\nStromzähler;4712\n\nZeit von;Verbrauch kWh'
  ])('leave open which one it is, and the person is asked: %s', async (head) => {
    for (const bytes of [table(head), workbook(table(head))]) {
      const { home, result } = await imported(bytes)
      expect(result.refused).toEqual({ code: 'layout-doubtful', params: { doubts: 'medium' } })
      expect(home.store.spans()).toEqual([])
      const file = home.documents.put('again', bytes)
      const preview = await home.procedures['readings.preview']({ file })
      expect(preview.doubts).toEqual(['medium'])
      const [taken] = await home.procedures['readings.import']({ files: [file], layout: preview.layout! })
      expect(taken).toMatchObject({ refused: null, meters: [{ intervals: HOURS }] })
    }
  })

  it('leave nothing open where a column or a register says that it is electricity', async () => {
    for (const head of [
      'Strom;4711\nGas;4712\nZeit von;Stromverbrauch kWh',
      'Strom;1-0:1.8.0\nGas;4712\nZeit von;Verbrauch kWh'
    ]) {
      expect((await imported(table(head))).result.refused).toBeNull()
    }
  })
})

/** An SML file with one list of registers: name, unit and value as hexadecimal digits. */
function smlFile(...registers: readonly { readonly obis: string; readonly unit: string }[]): Buffer {
  const entries = registers.map(({ obis, unit }) => `7707${obis}010162${unit}52ff550001234501`).join('')
  const list = `77010b0a01445a4700039e20550101${(0x70 + registers.length).toString(16)}${entries}010163000000`
  const message = `7605010203046200620072630701${list}`
  const body = Buffer.from(`1b1b1b1b01010101${message}`, 'hex')
  const fill = (4 - (body.length % 4)) % 4
  const whole = Buffer.concat([body, Buffer.alloc(fill), Buffer.from('1b1b1b1b1a', 'hex'), Buffer.from([fill])])
  const crc = crc16X25(whole)
  return Buffer.concat([whole, Buffer.from([crc & 0xff, crc >> 8])])
}

describe('a recording of an optical head', () => {
  it.each([
    ['gas', '070003000000', '0d'],
    ['heat', '060001080000', '1e'],
    ['water', '080001000000', '0d'],
    ['water', '090001000000', '0d']
  ])('that counts no electricity is refused: %s', async (medium, obis, unit) => {
    const { home, result } = await imported(smlFile({ obis, unit }))
    expect(result.refused).toEqual({ code: `file-only-${medium}`, params: {} })
    expect(home.store.spans()).toEqual([])
  })

  it('names what it counts beside electricity', async () => {
    const { result } = await imported(
      smlFile({ obis: '0100010800ff', unit: '1e' }, { obis: '070003000000', unit: '0d' })
    )
    expect(result.refused?.code).toBe('sml-without-time')
    expect(result.remarks).toEqual([
      { code: 'sml-register', params: { register: '1-0:1.8.0', value: '7456.5' } },
      { code: 'register-gas-left-out', params: { count: 1, registers: '7-0:3.0.0' } }
    ])
  })
})

describe('a file with another medium beside electricity', () => {
  it('is known by what is fed in where no name says electricity', async () => {
    const text = table('Start;Verbruik (kWh);Teruglevering (kWh);Gas (m3)', (hour) => `0,${hour % 9}00;0,100;1,000`)
    const { result } = await imported(text)
    expect(result).toMatchObject({ refused: null, meters: [{ fedIn: HOURS * 100_000 }] })
    expect(result.remarks).toContainEqual({ code: 'gas-left-out', params: { name: 'Gas (m3)' } })
  })

  it('keeps the electricity and names the rest', async () => {
    const { result } = await imported(
      table('Zeit von;Strom Bezug kWh;Gas m3;Wasser m3;Fernwärme MWh', () => '0,100;0,200;0,300;0,400')
    )
    expect(result.meters).toMatchObject([{ intervals: HOURS, drawn: HOURS * 100_000 }])
    expect(result.remarks.slice(1)).toEqual([
      { code: 'gas-left-out', params: { name: 'Gas m3' } },
      { code: 'water-left-out', params: { name: 'Wasser m3' } },
      { code: 'heat-left-out', params: { name: 'Fernwärme MWh' } }
    ])
  })

  it('row by row keeps the electricity and counts the rest', async () => {
    const { result } = await imported(
      table('Zeit von;Sparte;Verbrauch kWh', (hour) => `${hour % 2 === 0 ? 'Strom' : 'Gas'};0,100`)
    )
    expect(result.meters).toMatchObject([{ intervals: HOURS / 2, drawn: (HOURS / 2) * 100_000 }])
    expect(result.remarks).toContainEqual({ code: 'gas-left-out', params: { name: 'home', count: HOURS / 2 } })
  })

  it('of a gateway names the registers', async () => {
    const { result } = await imported(
      gateway(list('0100010800FF', 72), list('070003000000', 42), list('060001000000', 72), list('080001000000', 42))
    )
    expect(result.meters).toMatchObject([{ intervals: 1 }])
    expect(result.remarks.map(({ code }) => code)).toEqual([
      'register-gas-left-out',
      'register-heat-left-out',
      'register-water-left-out'
    ])
  })
})

describe('electricity', () => {
  it.each([
    'Gas und Strom Musterau;1\nZeit von;Verbrauch kWh',
    'Stadtwerke Musterau Gas GmbH;1\nZeit von;Verbrauch kWh',
    'Zeit von;Wärmepumpe Verbrauch kWh',
    'Adresse;Gasse 5\nZeit von;Verbrauch kWh',
    'Anlage;Wasserkraft\nZeit von;Einspeisung kWh'
  ])('is not taken for another medium: %s', async (head) => {
    const { result } = await imported(table(head))
    expect(result.refused).toBeNull()
    expect(result.meters).toMatchObject([{ intervals: HOURS }])
  })
})
