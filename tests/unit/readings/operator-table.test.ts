import { describe, expect, it } from 'vitest'
import type { RequestOf } from '../../../app/contract'
import { toUtcSeconds } from '../../../app/domain/interval'
import { readingHousehold } from '../../support/reading-household'

const EVER = { start: toUtcSeconds(0), end: toUtcSeconds(4_102_444_800) }

type Choices = Omit<RequestOf<'readings.import'>, 'files'>

async function importing(content: string | Uint8Array, choices: Choices = {}) {
  const home = readingHousehold()
  const [result] = await home.procedures['readings.import']({
    files: [home.documents.put('table', content)],
    ...choices
  })
  const stored = (direction: 'drawn' | 'fed-in' = 'drawn', meterId = 'home') =>
    home.store.overlapping(meterId, direction, EVER).map(({ start, seconds, amount, exponent, quality }) => ({
      start: new Date(start * 1000).toISOString().slice(0, 16),
      minutes: seconds / 60,
      wattHours: Number(amount) / 10 ** exponent,
      quality
    }))
  return { home, result: result!, stored }
}

const codes = ({ result }: Awaited<ReturnType<typeof importing>>) => result.remarks.map(({ code }) => code)

/** Quarter hours of a local day as a clock shows them, `date;from;value`. */
function day(date: string, hours: readonly string[], value = (index: number) => (index * 37) % 100): string[] {
  return hours.flatMap((hour, index) =>
    ['00', '15', '30', '45'].map(
      (minute, quarter) => `${date} ${hour}:${minute};0,${String(100 + value(index * 4 + quarter)).padStart(3, '0')}`
    )
  )
}

const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const NAMES = 'Beginn;Verbrauch (kWh)'

describe('the clock changes', () => {
  it('reads 92 quarter hours of the day in spring, without a gap', async () => {
    const rows = day(
      '29.03.2026',
      HOURS.filter((hour) => hour !== '02')
    )
    const { result, stored } = await importing([NAMES, ...rows].join('\n'))
    expect(result.meters[0]).toMatchObject({
      intervals: 92,
      first: Date.parse('2026-03-28T23:00Z') / 1000,
      last: Date.parse('2026-03-29T22:00Z') / 1000
    })
    expect(stored()[7]).toMatchObject({ start: '2026-03-29T00:45' })
    expect(stored()[8]).toMatchObject({ start: '2026-03-29T01:00' })
  })

  it('passes over rows in the hour that never was, and says so', async () => {
    const some = await importing([NAMES, ...day('29.03.2026', HOURS)].join('\n'))
    expect(some.result.meters[0]?.intervals).toBe(92)
    expect(some.result.remarks).toContainEqual({ code: 'rows-in-hour-that-never-was', params: { count: 4, line: 10 } })
  })

  it('reads 100 quarter hours in the order of the day', async () => {
    const rows = day('25.10.2026', [...HOURS.slice(0, 3), '02', ...HOURS.slice(3)])
    const { result, stored } = await importing([NAMES, ...rows].join('\n'))
    expect(result.meters[0]?.intervals).toBe(100)
    expect(
      stored()
        .slice(8, 17)
        .map(({ start }) => start.slice(11))
    ).toEqual(['00:00', '00:15', '00:30', '00:45', '01:00', '01:15', '01:30', '01:45', '02:00'])
    expect(stored().map(({ wattHours }) => wattHours)).toEqual(
      Array.from({ length: 100 }, (_, index) => 100 + ((index * 37) % 100))
    )
  })

  it('reads 100 quarter hours with the double hour interleaved', async () => {
    const twice = day('25.10.2026', ['02']).flatMap((row, index) => [
      row.replace(/,\d+$/u, `,2${index}0`),
      row.replace(/,\d+$/u, `,3${index}0`)
    ])
    const rows = [...day('25.10.2026', HOURS.slice(0, 2)), ...twice, ...day('25.10.2026', HOURS.slice(3))]
    const { stored } = await importing([NAMES, ...rows].join('\n'))
    expect(stored()).toHaveLength(100)
    expect(
      stored()
        .slice(8, 16)
        .map(({ wattHours }) => wattHours)
    ).toEqual([200, 210, 220, 230, 300, 310, 320, 330])
  })

  it('keeps the lost hour as a gap and says so', async () => {
    const some = await importing([NAMES, ...day('25.10.2026', HOURS)].join('\n'))
    expect(some.result.meters[0]?.intervals).toBe(96)
    expect(some.result.remarks).toContainEqual({ code: 'clock-hour-lost', params: { date: '2026-10-25', count: 4 } })
    expect(some.stored()[11]).toMatchObject({ start: '2026-10-25T00:45' })
    expect(some.stored()[12]).toMatchObject({ start: '2026-10-25T02:00' })
  })

  it('reads ends of intervals on the long day', async () => {
    const hours = [...HOURS.slice(0, 3), '02', ...HOURS.slice(3)]
    const stamps = day('25.10.2026', hours).slice(1)
    const rows = [...stamps, '26.10.2026 00:00;0,199']
    const { result } = await importing(['Messzeitpunkt;Verbrauch (kWh)', ...rows].join('\n'))
    expect(result.meters[0]).toMatchObject({
      intervals: 100,
      first: Date.parse('2026-10-24T22:00Z') / 1000,
      last: Date.parse('2026-10-25T23:00Z') / 1000
    })
  })

  it('gives a local day its 23 or 25 hours where rows are days', async () => {
    const { stored } = await importing('Datum;Verbrauch (kWh)\n2026-03-28;1,5\n2026-03-29;2,5\n2026-03-30;3,5\n')
    expect(stored().map(({ minutes }) => minutes / 60)).toEqual([24, 23, 24])
  })
})

describe('forms of tables', () => {
  it('reads UTF-16, Windows-1252, sep= and ="…"', async () => {
    const text =
      'sep=;\r\nVon;Bis;Zählpunkt;Verbrauch (kWh)\r\n01.05.2026 00:00;01.05.2026 00:14:59;="AT001";0,25\r\n01.05.2026 00:15;01.05.2026 00:29:59;="AT001";0,5\r\n'
    for (const bytes of [
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      Buffer.from(text, 'latin1'),
      Buffer.from(`\ufeff${text}`)
    ]) {
      const { result, stored } = await importing(bytes)
      expect(result.refused).toBeNull()
      expect(stored('drawn', 'AT001')).toMatchObject([
        { minutes: 15, wattHours: 250 },
        { minutes: 15, wattHours: 500 }
      ])
    }
  })

  it('reads power as energy of its interval, and other units exactly', async () => {
    const table = (unit: string) =>
      `Beginn;Ende;Bezug [${unit}]\n01.05.2026 00:00;01.05.2026 00:15;1,2\n01.05.2026 00:15;01.05.2026 00:30;0,4\n`
    expect((await importing(table('kW'))).stored().map(({ wattHours }) => wattHours)).toEqual([300, 100])
    expect((await importing(table('Wh'))).stored().map(({ wattHours }) => wattHours)).toEqual([1.2, 0.4])
    expect(await importing(table('MWh'))).toMatchObject({ result: { refused: { code: 'csv-implausible' } } })
  })

  it('adds tariffs up and takes feed-in written as negative numbers', async () => {
    const { stored } = await importing(
      'Start;Ende;Bezug HT (kWh);Bezug NT (kWh);Einspeisung (kWh)\n2026-05-01 00:00;2026-05-01 01:00;0.1;0.2;-0.05\n2026-05-01 01:00;2026-05-01 02:00;0.3;0;0\n'
    )
    expect(stored().map(({ wattHours }) => wattHours)).toEqual([300, 300])
    expect(stored('fed-in').map(({ wattHours }) => wattHours)).toEqual([50, 0])
  })

  it('makes energy of registers, over a gap as one sum, and keeps what they showed', async () => {
    const rows = [5, 4, 2, 1].map((date, index) => `2026-05-0${date};${[120, 110, 104, 100][index]}`)
    const { home, result, stored } = await importing(['Datum;Zählerstand Bezug (kWh)', ...rows].join('\n'))
    expect(result.refused).toBeNull()
    expect(stored()).toMatchObject([
      { minutes: 1440, wattHours: 4000 },
      { minutes: 2880, wattHours: 6000 },
      { minutes: 1440, wattHours: 10_000 }
    ])
    expect(home.store.registers('home', 'drawn', EVER).map(({ amount }) => Number(amount))).toEqual([
      100_000, 104_000, 110_000, 120_000
    ])
  })

  it('says where a register goes back and makes nothing of it', async () => {
    const some = await importing(
      'Datum;Zählerstand Bezug (kWh)\n2026-05-01;100\n2026-05-02;110\n2026-05-03;3\n2026-05-04;8\n'
    )
    expect(some.stored().map(({ wattHours }) => wattHours)).toEqual([10_000, 5000])
    expect(codes(some)).toContain('register-backwards')
  })

  it('marks estimated and substituted values and counts missing ones', async () => {
    const some = await importing(
      'Beginn;Ende;Verbrauch (kWh);Status\n01.05.2026 00:00;01.05.2026 00:15;0,1;gültig\n01.05.2026 00:15;01.05.2026 00:30;0,2;Wert wurde geschätzt\n01.05.2026 00:30;01.05.2026 00:45;0,3;Ersatzwert\n01.05.2026 00:45;01.05.2026 01:00;;\n'
    )
    expect(some.stored().map(({ quality }) => quality)).toEqual(['measured', 'estimated', 'substituted'])
    expect(some.result.remarks).toContainEqual({ code: 'rows-missing', params: { count: 1 } })
  })

  it('takes the meter from a line above that holds nothing else', async () => {
    const rows = [
      'DATE_FROM;DATE_TO;VALUE',
      '01.04.2026 00:00:00;01.04.2026 00:14:59;0,05',
      '01.04.2026 00:15:00;01.04.2026 00:29:59;0,04'
    ]
    const { stored } = await importing(
      ['AT005120000000000000000020050333A;;', 'Wirkenergie;;', 'kWh;;', ...rows].join('\n')
    )
    expect(stored('drawn', 'AT005120000000000000000020050333A').map(({ wattHours }) => wattHours)).toEqual([50, 40])
  })

  it('reads ends with offsets and a column of units', async () => {
    const names =
      'Ende Ablesezeitraum;Messintervall;Abrechnungsmaßeinheit;AT0010000000000000001000000000000 - Verbrauch [kWh]'
    const rows = ['2024-01-01T00:15+01:00;QH;KWH;0,017', '2024-01-01T00:30+01:00;QH;KWH;0,015']
    const { stored } = await importing([names, ...rows].join('\n'))
    expect(stored('drawn', 'AT0010000000000000001000000000000')).toMatchObject([
      { start: '2023-12-31T23:00', minutes: 15, wattHours: 17 },
      { start: '2023-12-31T23:15', minutes: 15, wattHours: 15 }
    ])
  })

  it('says of a table without a single value that it has none', async () => {
    const names = 'Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);Register;Volume;Eenheid;Validatiestatus'
    const rows = ['00:00:00;01-05-2026;00:15:00', '00:15:00;01-05-2026;00:30:00'].map(
      (row) => `01-05-2026;${row};Afname Nacht;;kWh;Geen verbruik`
    )
    const { home, result } = await importing([names, ...rows].join('\n'))
    expect(result.refused?.code).toBe('table-no-energy')
    expect(home.store.spans()).toEqual([])
  })

  it('refuses what contradicts itself, by its line', async () => {
    const twice =
      'Beginn;Ende;Verbrauch (kWh)\n01.05.2026 00:00;01.05.2026 00:15;0,1\n01.05.2026 00:15;01.05.2026 00:30;0,2\n01.05.2026 00:15;01.05.2026 00:30;0,3\n'
    expect((await importing(twice)).result.refused).toEqual({ code: 'csv-overlap', params: { line: 4 } })
    expect((await importing(twice.replace('0,3', '0,2'))).result).toMatchObject({
      refused: null,
      meters: [{ intervals: 2 }]
    })
    const word = twice.replace('0,3', 'viel').replace('00:15;01.05.2026 00:30;viel', '00:30;01.05.2026 00:45;viel')
    expect((await importing(`${word}${'01.05.2026 01:00;01.05.2026 01:15;0,1\n'}`)).result.refused?.code).toMatch(
      /^(?:csv-number|table-no-energy|file-unknown-format)$/u
    )
  })
})

describe('a table in doubt', () => {
  it('is one whose energy never falls: it may be a register', async () => {
    const rows = day('29.03.2026', HOURS.slice(4), (index) => index)
    expect((await importing([NAMES, ...rows].join('\n'))).result.refused).toEqual({
      code: 'layout-doubtful',
      params: { doubts: 'kind' }
    })
  })

  const TABLE = 'When;Value\n01.05.2026 00:00;120\n01.05.2026 00:15;130\n01.05.2026 23:45;140\n'

  it('is refused with what is in doubt, and nothing is stored', async () => {
    const { home, result } = await importing(TABLE)
    expect(result.refused?.code).toBe('layout-doubtful')
    expect(home.store.spans()).toEqual([])
  })

  it('is imported as the person says, remembered, and known again', async () => {
    const home = readingHousehold()
    const token = home.documents.put('table', TABLE.replace('23:45', '00:30'))
    const preview = await home.procedures['readings.preview']({ file: token })
    expect(preview.doubts).toEqual(['unit', 'direction'])
    const layout = {
      ...preview.layout!,
      values: [{ column: 1, register: 'fed-in', kind: 'interval', unit: 'Wh' }]
    } as const
    const said = { ...layout, values: [...layout.values] }
    const shown = await home.procedures['readings.preview']({ file: token, layout: said })
    expect(shown).toMatchObject({ doubts: [], intervals: 3, fedIn: 390_000, refused: null })
    expect(home.store.spans()).toEqual([])
    await home.procedures['readings.keep-layout']({ layout: said })
    const [result] = await home.procedures['readings.import']({ files: [token], meterId: 'roof' })
    expect(result).toMatchObject({ refused: null, meters: [{ meterId: 'roof', fedIn: 390_000 }] })
  })

  it('can be shared as rules, without a number of the household', async () => {
    const home = readingHousehold()
    const table =
      'When;AT0010000000000000001000000123456 Value\n01.05.2026 00:00;120\n01.05.2026 00:15;130\n01.05.2026 00:30;130\n'
    const preview = await home.procedures['readings.preview']({ file: home.documents.put('table', table) })
    await home.procedures['readings.save-layout']({ layout: preview.layout!, target: 'rules.json' })
    const text = new TextDecoder().decode(home.documents.files.get('rules.json'))
    expect(text).not.toContain('123456')
    expect((await home.procedures['readings.open-layout']({ file: 'rules.json' })).values).toEqual(
      preview.layout?.values
    )
    home.documents.put('bad.json', '{"format":"wattveil-layout/1"}')
    await expect(home.procedures['readings.open-layout']({ file: 'bad.json' })).rejects.toThrow('layout-malformed')
  })

  it('can be shown to others with its values and numbers covered', async () => {
    const home = readingHousehold()
    const table =
      'Kunde;Erika Muster\nBetreuer;W. Wolfram\nBetreuerin;Gerda W\nZählpunkt;AT0010000000000000001000000123456\nBeginn;Ende;Kundennummer;Verbrauch (kWh);Status\n01.05.2026 00:00;01.05.2026 00:15;4711088;0,137;gültig\n01.05.2026 00:15;01.05.2026 00:30;4711088;0,299;gültig\n'
    expect(
      await home.procedures['readings.share-sample']({ file: home.documents.put('table', table), target: 'out' })
    ).toEqual({ lines: 7 })
    const text = new TextDecoder().decode(home.documents.files.get('out'))
    for (const secret of ['Erika', 'Muster', 'Wolfram', 'Gerda', '123456', '4711088'])
      expect(text).not.toContain(secret)
    expect(text).toContain('Beginn;Ende;Kundennummer;Verbrauch (kWh);Status')
    expect(text).toMatch(/01\.05\.2026 00:00;01\.05\.2026 00:15;0000000;0,[1-9]{3};gültig/u)
  })
})
