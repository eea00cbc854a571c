/** Recordings of meters in the shared data: P1 telegrams and SML files. */

import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { readingHousehold } from '../support/reading-household'
import { describeWithData } from '../support/shared-data'
import { p1Figures, smlDrawn } from './figures/recording-figures'

/** What becomes of each recording; a code alone is the reason for which it is refused. */
const TELEGRAMS: Readonly<
  Record<string, { readonly refused?: string; readonly meter?: string; readonly remarks?: readonly string[] }>
> = {
  'dsmr_parser_TELEGRAM_ESY5Q3DA1004_V304.txt': {
    refused: 'p1-without-time',
    remarks: ['p1-unchecked', 'values-rounded']
  },
  'dsmr_parser_TELEGRAM_ESY5Q3DB1024_V304.txt': {
    refused: 'p1-without-time',
    remarks: ['p1-unchecked', 'values-rounded']
  },
  'dsmr_parser_TELEGRAM_FLUVIUS_V171.txt': {
    meter: '1SAG3101021605',
    remarks: ['gas-left-out', 'one-register-reading', 'water-left-out']
  },
  'dsmr_parser_TELEGRAM_ISKRA_IE.txt': { meter: '09610', remarks: ['one-register-reading', 'p1-season-odd'] },
  // A heat meter alone, with a checksum of three digits.
  'dsmr_parser_TELEGRAM_UNPADDED_CRC.txt': { refused: 'p1-without-energy', remarks: ['heat-left-out'] },
  'dsmr_parser_TELEGRAM_V2_2.txt': { refused: 'p1-without-time', remarks: ['gas-left-out', 'p1-unchecked'] },
  'dsmr_parser_TELEGRAM_V3.txt': { refused: 'p1-without-time', remarks: ['gas-left-out', 'p1-unchecked'] },
  'dsmr_parser_TELEGRAM_V4_2.txt': {
    meter: '3960221976967177082151037881335713',
    remarks: ['gas-left-out', 'one-register-reading']
  },
  'dsmr_parser_TELEGRAM_V5_EON_HU.txt': { meter: 'SAG3082200002160', remarks: ['one-register-reading'] },
  'dsmr_parser_TELEGRAM_V5_TWO_MBUS.txt': {
    meter: 'E0044007382246019',
    remarks: ['gas-left-out', 'gas-left-out', 'one-register-reading']
  },
  'lvzon_p1-example-3.0.txt': { refused: 'p1-without-time', remarks: ['gas-left-out', 'p1-unchecked'] },
  // The examples of the specification carry a wrong checksum.
  'lvzon_p1-example-4.0.txt': { refused: 'p1-none-right', remarks: ['p1-wrong'] },
  'lvzon_p1-example-5.0.txt': { refused: 'p1-none-right', remarks: ['p1-wrong'] }
}

const STREAMS = ['nielsbasjes_ttyUSB0-mini.txt', 'nielsbasjes_ttyUSB0-raw.txt']

/** Files of each recording whose checksum is wrong, counted by hand; the others have none. */
const SML_WRONG: Readonly<Record<string, number>> = {
  'DZG_DVS-7420.2V.G2_mtr1_error.bin': 7,
  'EasyMeter_Q3A_A1064V1009.bin': 3,
  'dzg_dwsb20_2th_3byte.bin': 2
}

async function imported(name: string, bytes: Uint8Array) {
  const home = readingHousehold()
  const results = await home.procedures['readings.import']({ files: [home.documents.put(name, bytes)] })
  return { home, results, result: results[0]! }
}

describeWithData('recordings of the P1 port', (shared) => {
  const path = (file: string) => join(shared, 'dsmr-p1', file)

  for (const [file, expected] of Object.entries(TELEGRAMS)) {
    it.skipIf(!existsSync(path(file)))(`${file}: ${expected.refused ?? 'one state of the registers'}`, async () => {
      const { home, result } = await imported(file, readFileSync(path(file)))
      expect(result.refused?.code).toBe(expected.refused)
      expect(result.remarks.map(({ code }) => code).sort()).toEqual([...(expected.remarks ?? [])].sort())
      expect(result.meters.map(({ meterId, intervals }) => ({ meterId, intervals }))).toEqual(
        expected.meter === undefined ? [] : [{ meterId: expected.meter, intervals: 0 }]
      )
      expect(home.store.spans()).toEqual([])
    })
  }

  it('knows every file of the folder', () => {
    const known = new Set([...Object.keys(TELEGRAMS), ...STREAMS])
    expect((shared === '' ? [] : readdirSync(path(''))).filter((file) => !known.has(file))).toEqual([])
  })

  for (const file of STREAMS) {
    it.skipIf(!existsSync(path(file)))(
      `imports ${file} although its line ends are not those of the checksum`,
      async () => {
        const { result } = await imported(file, readFileSync(path(file)))
        const { states, drawn, fedIn } = p1Figures(path(file))
        expect(result).toMatchObject({
          refused: null,
          remarks: [],
          meters: [{ meterId: 'E0044007131650618', intervals: states - 1, added: states - 1, drawn, fedIn }]
        })
        expect(result.meters[0]?.first).toBe(Date.parse('2019-03-24T15:05:19+01:00') / 1000)
      }
    )
  }

  it.skipIf(!existsSync(path('nielsbasjes_ttyUSB0-raw.txt')))('imports the same out of zip and gzip', async () => {
    const bytes = readFileSync(path('nielsbasjes_ttyUSB0-raw.txt'))
    const { result } = await imported('raw.txt.gz', gzipSync(bytes))
    expect(result).toMatchObject({ name: 'raw.txt.gz › raw.txt', refused: null, meters: [{ intervals: 565 }] })
    const files = { 'p1/raw.txt': bytes, 'p1/empty.txt': new Uint8Array(0), '__MACOSX/x': new Uint8Array(3) }
    const { results } = await imported('all.zip', zipSync(files))
    expect(results.map(({ name, refused }) => [name, refused?.code])).toEqual([
      ['all.zip › raw.txt', undefined],
      ['all.zip › empty.txt', 'file-empty']
    ])
  })
})

describeWithData('recordings of optical heads', (shared) => {
  const folder = join(shared, 'sml')
  const files = shared === '' ? [] : readdirSync(folder).filter((file) => file.endsWith('.bin'))

  it('knows every file of the folder', () => {
    // The list of what was handed in describes the others.
    const others = (shared === '' ? [] : readdirSync(folder)).filter((file) => !files.includes(file))
    expect(others.filter((file) => file !== 'FILES_as_submitted.txt')).toEqual([])
  })

  for (const file of files) {
    const isBroken = file === 'DZG_DVS-7420.2V.G2_mtr1_error.bin'
    it(`${file}: ${isBroken ? 'no file in it is right' : 'shows its registers, which have no time'}`, async () => {
      const { home, result } = await imported(file, readFileSync(join(folder, file)))
      expect(result.refused?.code).toBe(isBroken ? 'sml-none-right' : 'sml-without-time')
      const wrong = isBroken
        ? result.refused?.params['count']
        : (result.remarks.find(({ code }) => code === 'sml-wrong')?.params['count'] ?? 0)
      expect(wrong).toBe(SML_WRONG[file] ?? 0)
      const shown = result.remarks.find(({ params }) => params['register'] === '1-0:1.8.0')?.params['value']
      const raw = smlDrawn(join(folder, file))
      if (shown !== undefined) expect(raw).toContain(shown)
      else expect(isBroken || raw.size === 0).toBe(true)
      expect(home.store.spans()).toEqual([])
    })
  }
})
