import { describe, expect, it } from 'vitest'
import { dayOf, importing } from '../../support/day-table'

const doubtful = (doubts: string) => ({ refused: { code: 'layout-doubtful', params: { doubts } } })
const codesOf = ({ remarks }: Awaited<ReturnType<typeof importing>>) => remarks.map(({ code }) => code)

describe('a decimal comma between commas', () => {
  const NAMES = 'start,end,Consumption (kWh)'

  it('is not read as two numbers where every row has it', async () => {
    const text = dayOf(NAMES, (from, to) => `2023-01-16 ${from},2023-01-16 ${to},1,5`, 95)
    expect(await importing(text)).toMatchObject(doubtful('columns'))
  })

  it('is refused with its line where only some rows have it', async () => {
    const text = dayOf(NAMES, (from, to, at) => `2023-01-16 ${from},2023-01-16 ${to},${at === 40 ? '1,5' : '1'}`, 95)
    expect(await importing(text)).toMatchObject({ refused: { code: 'csv-row', params: { line: 42 } } })
  })
})

describe('columns of the same register', () => {
  const twoColumns = (names: string) => dayOf(names, (from) => `16.01.2023 ${from};0,1;0,2`)

  it('are not added up where they may be two meters', async () => {
    const text = twoColumns('Beginn;Verbrauch AT001 (kWh);Verbrauch AT002 (kWh)')
    expect(await importing(text)).toMatchObject(doubtful('columns'))
  })

  it.each(['Beginn;Verbrauch HT (kWh);Verbrauch NT (kWh)', 'Beginn;1-0:1.8.1 (kWh);1-0:1.8.2 (kWh)'])(
    'are added up where they are named as its tariffs: %s',
    async (names) => {
      expect(await importing(twoColumns(names))).toMatchObject({ refused: null })
    }
  )
})

describe('ends of rows', () => {
  it('that do not come after their beginnings are asked about', async () => {
    const swapped = dayOf(
      'Datum von;Datum bis;Verbrauch (kWh)',
      (from, to) => `16.01.2023 ${to};16.01.2023 ${from};0,1`,
      95
    )
    expect(await importing(swapped)).toMatchObject(doubtful('meaning'))
    const same = dayOf('Datum von;Datum bis;Verbrauch (kWh)', (from) => `16.01.2023 ${from};16.01.2023 ${from};0,1`, 95)
    expect(await importing(same)).toMatchObject(doubtful('meaning'))
  })

  it('may be the day of the beginning itself where rows are whole days', async () => {
    const days = Array.from({ length: 20 }, (_, day) => `${day + 10}.01.2023`).map((day) => `${day};${day};5,5`)
    expect(await importing(['Datum von;Datum bis;Verbrauch (kWh)', ...days].join('\n'))).toMatchObject({
      refused: null,
      meters: [{ intervals: 20, drawn: 110_000_000 }]
    })
  })
})

describe('a file that was cut in its last number', () => {
  it('is refused with the line', async () => {
    const text = `${dayOf('Beginn;Verbrauch (kWh)', (from) => `16.01.2023 ${from};0,1`, 95)}\n16.01.2023 23:45;0,`
    expect(await importing(text)).toMatchObject({ refused: { code: 'csv-number', params: { line: 97 } } })
  })
})

describe('a day and a time in two columns', () => {
  it('is the end of the row where the name of the time says so', async () => {
    const text = dayOf('Datum;Uhrzeit bis;Verbrauch (kWh)', (_, to) => `16.01.2023;${to};0,1`, 95)
    expect(await importing(text)).toMatchObject({
      refused: null,
      meters: [{ first: Date.UTC(2023, 0, 15, 23) / 1000 }]
    })
  })

  it('is the end of the row in a file that goes from 00:15 to 24:00', async () => {
    const text = dayOf('Datum;Uhrzeit;Verbrauch (kWh)', (_, to) => `16.01.2023;${to};0,1`)
    expect(await importing(text)).toMatchObject({
      refused: null,
      meters: [{ first: Date.UTC(2023, 0, 15, 23) / 1000 }]
    })
  })

  it('is asked for where nothing tells', async () => {
    const text = dayOf('Datum;Uhrzeit;Verbrauch (kWh)', (_, to) => `16.01.2023;${to};0,1`, 95)
    expect(await importing(text)).toMatchObject(doubtful('meaning'))
  })

  it('is named where the time of some rows is none', async () => {
    const text = dayOf('Datum;Zeit;Verbrauch (kWh)', (from) => `29.01.2023;${from.replace('02:', '2B:')};0,1`)
    const result = await importing(text)
    expect(result.refused).toBeNull()
    expect(result.remarks).toContainEqual({ code: 'lines-left-out', params: { count: 4, line: 10 } })
  })
})

describe('a zone in the name of a column', () => {
  it('holds where it is UTC', async () => {
    const text = dayOf('Start (UTC);Consumption (kWh)', (from) => `2023-01-16 ${from};0.1`)
    expect(await importing(text)).toMatchObject({ refused: null, meters: [{ first: Date.UTC(2023, 0, 16) / 1000 }] })
  })

  it('is asked for where it may be winter time or the clock on the wall', async () => {
    const text = dayOf('Beginn (MEZ);Verbrauch (kWh)', (from) => `16.07.2023 ${from};0,1`)
    expect(await importing(text)).toMatchObject(doubtful('zone'))
  })
})

describe('rows that are further apart than the others, without ends', () => {
  /** Quarter hours, but for `count` half hours from 06:00; the stamp is the beginning or the end. */
  const mixed = (count: number, name: 'Beginn' | 'Ende') => {
    const rows = dayOf('', (from, to) => `16.01.2023 ${name === 'Ende' ? to : from};0,1`, 95).split('\n')
    const wide = Array.from({ length: count }, (_, index) => 26 + 2 * index - (name === 'Ende' ? 1 : 0))
    return [`${name};Verbrauch (kWh)`, ...rows.slice(1).filter((_, index) => !wide.includes(index + 1))].join('\n')
  }
  const wider = (count: number, line: number) => ({ code: 'rows-wider-apart', params: { count, line } })

  it.each(['Beginn', 'Ende'] as const)('are named, for each may stand for the whole time: %s', async (name) => {
    const result = await importing(mixed(12, name))
    expect(result).toMatchObject({ refused: null, meters: [{ intervals: 83, drawn: 8_300_000 }] })
    expect(result.remarks).toContainEqual(wider(12, 26))
  })

  it('are gaps where they are few', async () => {
    expect(codesOf(await importing(mixed(4, 'Beginn')))).toEqual(['meter-unnamed'])
  })

  it('need no word where rows name their ends', async () => {
    const rows = dayOf('Beginn;Ende;Verbrauch (kWh)', (from, to) => `16.01.2023 ${from};16.01.2023 ${to};0,1`, 95)
    const some = rows.split('\n').filter((_, index) => index < 26 || index > 60 || index % 2 === 0)
    expect(codesOf(await importing(some.join('\n')))).toEqual(['meter-unnamed'])
  })
})

describe('a word that says that a value does not hold', () => {
  const withStatus = (word: string) =>
    dayOf('Beginn;Verbrauch (kWh);Status', (from, _, at) => `16.01.2023 ${from};0,1;${at === 5 ? word : 'gültig'}`)

  it.each(['ungültig', 'invalid', 'Wert nicht gültig', 'ongeldig'])('leaves the value out: %s', async (word) => {
    const result = await importing(withStatus(word))
    expect(result).toMatchObject({ refused: null, meters: [{ intervals: 95, drawn: 9_500_000 }] })
    expect(result.remarks).toContainEqual({ code: 'rows-missing', params: { count: 1 } })
    expect(codesOf(result)).not.toContain('quality-unknown')
  })

  it('is no word of the value that stands in for it', async () => {
    const result = await importing(withStatus('Ersatzwert für ungültigen Messwert'))
    expect(result).toMatchObject({ refused: null, meters: [{ intervals: 96, drawn: 9_600_000 }] })
  })

  it.each(['nicht gemessen', 'nicht validiert', 'not validated'])('is named where it may count: %s', async (word) => {
    const result = await importing(withStatus(word))
    expect(result).toMatchObject({ meters: [{ intervals: 96 }] })
    expect(codesOf(result)).toContain('quality-unknown')
  })
})

describe('a column of states with thousands of different words', () => {
  it('does not take the later ones for the first', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) => {
      const start = new Date(Date.UTC(2023, 0, 16) + index * 900_000).toISOString()
      return `${start};0,1;${index === 0 ? 'fehlt' : `gemessen ${String(index)}`}`
    })
    const result = await importing(['Beginn;Verbrauch (kWh);Status', ...rows].join('\n'))
    expect(result).toMatchObject({ refused: null, meters: [{ intervals: 2499 }] })
    expect(result.remarks).toContainEqual({ code: 'quality-unknown', params: { word: '…' } })
  })
})
