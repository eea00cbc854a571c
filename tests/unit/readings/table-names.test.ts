/** What names of columns, and lines above them, say of a table's energy: and what only looks as if they did. */

import { describe, expect, it } from 'vitest'
import { decimalMarkOf, parseAmount } from '../../../app/readings/formats/table/parse-amount'
import { dayOf, importing } from '../../support/day-table'

const doubtful = (doubts: string) => ({ refused: { code: 'layout-doubtful', params: { doubts } } })
const codesOf = ({ remarks }: Awaited<ReturnType<typeof importing>>) => remarks.map(({ code }) => code)
/** A column of a tenth each quarter hour. */
const tenths = (name: string) => dayOf(`Beginn;${name}`, (from) => `16.01.2023 ${from};0,1`)

describe('a unit', () => {
  it.each(['Verbrauch Wärmepumpe (kWh)', 'Verbrauch Wohnung W 1 (kWh)', 'verbrauch_kwh'])(
    'is not the first letter of a word: %s',
    async (name) => {
      expect(await importing(tenths(name))).toMatchObject({ refused: null, meters: [{ drawn: 9_600_000 }] })
    }
  )

  it('is the one behind the numbers', async () => {
    const text = dayOf('Beginn;Bezug', (from) => `16.01.2023 ${from};0,2 kWh`)
    expect(await importing(text)).toMatchObject({ refused: null, meters: [{ drawn: 19_200_000 }] })
  })

  it('is asked for where names, numbers and a column of units say different ones', async () => {
    const behind = dayOf('Beginn;Bezug (kWh)', (from) => `16.01.2023 ${from};200 Wh`)
    const beside = dayOf('Beginn;Bezug (kWh);Einheit', (from) => `16.01.2023 ${from};200;Wh`)
    for (const text of [behind, beside]) expect(await importing(text)).toMatchObject(doubtful('unit'))
  })

  it('is the same in all of a column: a row with another is refused by its line', async () => {
    const text = dayOf('Beginn;Bezug', (from, _, at) => `16.01.2023 ${from};${at === 40 ? '200 Wh' : '0,2 kWh'}`)
    expect(await importing(text)).toMatchObject({ refused: { code: 'csv-number', params: { line: 42 } } })
  })

  it('is power where it is energy per hour', async () => {
    expect(await importing(tenths('Bezug [kWh/h]'))).toMatchObject({ meters: [{ drawn: 2_400_000 }] })
  })

  it('is not a letter of a name above the table', async () => {
    expect(await importing(`Kunde;W. Huber\nStand;Huber W\n\n${tenths('Verbrauch')}`)).toMatchObject(doubtful('unit'))
  })

  it.each(['Vertragsleistung;10 kW', 'Vereinbarte Leistung (kW);4', 'Leistung;4;kW', 'Anschlusswert in kW;'])(
    'is not that of the connection, named above the table: %s',
    async (above) => {
      expect(await importing(`${above}\n\n${tenths('Verbrauch')}`)).toMatchObject(doubtful('unit'))
    }
  )

  it.each(['Einheit;kW', 'Lastgang [kW];', 'Alle Werte in kW;'])(
    'is power where a line above says it of the table: %s',
    async (above) => {
      expect(await importing(`${above}\n\n${tenths('Verbrauch')}`)).toMatchObject({ meters: [{ drawn: 2_400_000 }] })
    }
  )
})

describe('tariffs of one register', () => {
  const columns = (...names: string[]) =>
    dayOf(`Beginn;${names.join(';')}`, (from) => `16.01.2023 ${from}${';0,1'.repeat(names.length)}`)

  it.each([
    ['Verbrauch AT001 1.8.1 (kWh)', 'Verbrauch AT002 1.8.1 (kWh)'],
    ['Bezug Haus HT (kWh)', 'Bezug Haus NT (kWh)', 'Bezug Heizung HT (kWh)', 'Bezug Heizung NT (kWh)']
  ])('are not added up where one of them stands there twice: %s, %s', async (...names) => {
    expect(await importing(columns(...names))).toMatchObject(doubtful('columns'))
  })

  it.each([
    ['bezug_ht_kwh', 'bezug_nt_kwh'],
    ['Bezug Tagstrom (kWh)', 'Bezug Nachtstrom (kWh)'],
    ['Verbrauch Tarif 1 (kWh)', 'Verbrauch Tarif 2 (kWh)']
  ])('are known by %s and %s', async (...names) => {
    expect(await importing(columns(...names))).toMatchObject({ refused: null, meters: [{ drawn: 19_200_000 }] })
  })
})

describe('a total beside its tariffs', () => {
  const table = (total: (index: number) => string) =>
    dayOf('Beginn;Verbrauch gesamt (kWh);Verbrauch HT (kWh);Verbrauch NT (kWh)', (from, _, at) =>
      [`16.01.2023 ${from}`, total(at), '0,101', '0,201'].join(';')
    )
  const contradiction = (count: number, line: number) => ({
    ...{ code: 'total-contradicts-parts', params: { name: 'Verbrauch gesamt (kWh)', count, line } }
  })

  it('is taken, and named where it is not their sum', async () => {
    const result = await importing(table((at) => (at === 5 || at === 9 ? '0,9' : '0,302')))
    expect(result).toMatchObject({ refused: null, meters: [{ drawn: 94 * 302_000 + 2 * 900_000 }] })
    expect(result.remarks).toContainEqual(contradiction(2, 7))
  })

  it('may differ from it by what is rounded, and be missing', async () => {
    const result = await importing(table((at) => (at === 5 ? '' : at % 2 === 0 ? '0,301' : '0,303')))
    expect(codesOf(result)).not.toContain('total-contradicts-parts')
  })

  it('may be more than the one part that stands beside it', async () => {
    const text = dayOf('Beginn;Verbrauch gesamt (kWh);Verbrauch NT (kWh)', (from) => `16.01.2023 ${from};0,3;0,2`)
    expect(codesOf(await importing(text))).toEqual(['meter-unnamed', 'columns-left-out'])
  })
})

describe('what an inverter tells', () => {
  /** Columns of a tenth, two tenths and so on. */
  const columns = (...names: string[]) =>
    dayOf(`Zeit;${names.join(';')}`, (from) => `16.01.2023 ${from};${names.map((_, at) => `0,${at + 1}`).join(';')}`)

  it.each([
    [['Gesamtverbrauch [kWh]', 'Netzbezug [kWh]'], 2],
    [['Verbrauch [kWh]', 'Bezug [kWh]', 'Eigenverbrauch [kWh]'], 2],
    [['Direkt verbraucht [kWh]', 'Energie aus Batterie bezogen [kWh]', 'Energie vom Netz bezogen [kWh]'], 3]
  ])('is what came over the grid, whatever the home used: %s', async (names, taken) => {
    expect(await importing(columns(...names))).toMatchObject({
      ...{ refused: null, meters: [{ drawn: taken * 9_600_000 }] },
      remarks: [{ code: 'meter-unnamed' }, { code: 'columns-left-out' }]
    })
  })

  it('is asked about where it may be another meter, or none at the grid', async () => {
    const other = columns('Netzbezug [kWh]', 'Verbrauch Wärmepumpe [kWh]')
    expect(await importing(other)).toMatchObject(doubtful('columns'))
    expect(await importing(columns('Verbrauch [kWh]', 'Eigenverbrauch [kWh]'))).toMatchObject(
      doubtful('columns direction')
    )
    expect(await importing(columns('Eigenverbrauch [kWh]'))).toMatchObject(doubtful('direction'))
  })

  it('has its units below the names', async () => {
    const text = columns('Verbrauch', 'Energie ins Netz eingespeist', 'Energie vom Netz bezogen')
    const [names, ...rows] = text.split('\n')
    const table = [names, '[dd.MM.yyyy HH:mm];[Wh];[Wh];[Wh]', ...rows].join('\n')
    expect(await importing(table)).toMatchObject({ refused: null, meters: [{ drawn: 28_800, fedIn: 19_200 }] })
  })

  it.each(['1-1:1.29.0 [kWh]', '1.29.0 [kWh]'])('may be a load profile by OBIS: %s', async (name) => {
    expect(await importing(columns(name, name.replace('1.29', '2.29')))).toMatchObject({
      ...{ refused: null, meters: [{ drawn: 9_600_000, fedIn: 19_200_000 }] }
    })
  })
})

describe('a direction', () => {
  const kilowattHours = tenths('kWh')

  it('is not that of a file that was exported', async () => {
    expect(await importing(`Exportiert am;17.01.2023\nGeneration date;17.01.2023\n\n${kilowattHours}`)).toMatchObject(
      doubtful('direction')
    )
  })

  it('is asked for where lines above the table name both', async () => {
    const above = 'Verbrauch gesamt;312\nEnergierichtung;Einspeisung'
    expect(await importing(`${above}\n\n${kilowattHours}`)).toMatchObject(doubtful('direction'))
  })

  it.each(['Zeitraum;1.8.2023 - 31.8.2023', 'Zeitraum;2.8.23 - 31.8.23', 'Verbrauchsstelle;Musterweg 1'])(
    'is not that of a day in August, nor of a place: %s',
    async (above) => {
      expect(await importing(`${above}\n\n${kilowattHours}`)).toMatchObject(doubtful('direction'))
    }
  )

  it.each(['2.8.0;', 'OBIS 2.8.1;'])('is that of a short number of the register: %s', async (above) => {
    expect(await importing(`${above}\n\n${kilowattHours}`)).toMatchObject({ meters: [{ fedIn: 9_600_000 }] })
  })

  it.each(['Energy delivered to grid (kWh)', 'delivered_by_client_kwh', 'Verbruik teruggeleverd (kWh)'])(
    'is never drawn where energy goes to the grid: %s',
    async (name) => {
      const { refused, meters } = await importing(tenths(name))
      expect([refused?.code ?? null, meters[0]?.drawn ?? null]).not.toEqual([null, 9_600_000])
    }
  )

  it('is asked for where a name is of what a roof made: that is not what was fed in', async () => {
    expect(await importing(tenths('PV generation (kWh)'))).toMatchObject(doubtful('direction'))
    const both = dayOf('Start;Usage (kWh);Generation (kWh)', (from) => `2023-01-16 ${from};0,1;0,2`)
    expect(await importing(both)).toMatchObject(doubtful('direction'))
  })

  it.each(['Saldo (kWh)', 'Bezug minus Einspeisung (kWh)', 'Net usage (kWh)'])(
    'is asked for where a number may be either: %s',
    async (name) => {
      expect(await importing(tenths(name))).toMatchObject(doubtful('direction'))
    }
  )

  it('is that of each row where a column names both, whatever it is called', async () => {
    const rows = dayOf('Beginn;Art;Wert (kWh)', (from, _, at) =>
      [`16.01.2023 ${from}`, at < 40 ? 'Bezug' : 'Einspeisung', '0,1'].join(';')
    )
    expect(await importing(rows)).toMatchObject({ meters: [{ drawn: 4_000_000, fedIn: 5_600_000 }] })
  })
})

describe('a price, a forecast, a limit', () => {
  it.each([
    ...['Bezug (ct/kWh)', 'Import tariff (p/kWh)', 'Verbrauch Rp. pro kWh', 'Importo (kWh)'],
    ...['Verbrauchsprognose (kWh)', 'Consumption forecast (kWh)', 'Bezug Vorjahr (kWh)', 'Export limit (kW)']
  ])('is no energy of the meter: %s', async (name) => {
    expect(await importing(tenths(name))).toMatchObject({ refused: { code: 'table-no-energy' } })
    const beside = dayOf(`Beginn;Netzbezug (kWh);${name}`, (from) => `16.01.2023 ${from};0,1;0,2`)
    expect(await importing(beside)).toMatchObject({
      meters: [{ drawn: 9_600_000, fedIn: null }],
      remarks: [{ code: 'meter-unnamed' }, { code: 'columns-left-out', params: { names: name } }]
    })
  })

  it('is not a unit of energy behind its quantity', async () => {
    expect(await importing(tenths('Verbrauch/kWh'))).toMatchObject({ meters: [{ drawn: 9_600_000 }] })
  })
})

describe('a sum that only grows', () => {
  const days = (name: string) => {
    const rows = Array.from({ length: 21 }, (_, day) => `${day + 10}.01.2023;${day * 5 + 5},5`)
    return [`Datum;${name}`, ...rows].join('\n')
  }

  it('is a register where its name says so', async () => {
    expect(await importing(days('Verbrauch kumuliert (kWh)'))).toMatchObject({
      refused: null,
      meters: [{ intervals: 20, drawn: 100_000_000 }]
    })
  })

  it('is asked about where it begins at nothing and has grown for days', async () => {
    expect(await importing(days('Verbrauch (kWh)'))).toMatchObject(doubtful('kind'))
  })
})

describe('what the sun yields in a morning', () => {
  it('is no register, for all that it only grows', async () => {
    const text = dayOf(
      'Beginn;Einspeisung (kWh)',
      (from, _, at) => `16.01.2023 ${from};0,${String(at * 4).padStart(3, '0')}`
    )
    const morning = text.split('\n').slice(0, 49).join('\n')
    expect(await importing(morning)).toMatchObject({ refused: null, meters: [{ intervals: 48 }] })
  })
})

describe('a column of energy', () => {
  it('is named as left out where its cells are no numbers', async () => {
    const text = dayOf('Beginn;Verbrauch (kWh);Einspeisung (kWh)', (from) => `16.01.2023 ${from};0,1;0,1 (G)`)
    expect((await importing(text)).remarks).toContainEqual({
      code: 'columns-left-out',
      params: { names: 'Einspeisung (kWh)' }
    })
  })

  it('may have its minus behind the number', async () => {
    const text = dayOf('Beginn;Verbrauch (kWh);Einspeisung (kWh)', (from) => `16.01.2023 ${from};0,1;0,25-`)
    expect(await importing(text)).toMatchObject({ refused: null, meters: [{ drawn: 9_600_000, fedIn: 24_000_000 }] })
  })
})

describe('a clock', () => {
  const inRows = (word: (index: number) => string) =>
    dayOf('Beginn;Zeitzone;Verbrauch (kWh)', (from, _, at) => `16.01.2023 ${from};${word(at)};0,1`)
  const utc = { refused: null, meters: [{ first: Date.UTC(2023, 0, 16) / 1000 }] }

  it('is that of a column of its own, or of a line above', async () => {
    expect(await importing(inRows(() => 'UTC'))).toMatchObject(utc)
    expect(await importing(`Zeitzone;UTC\n\n${tenths('Verbrauch (kWh)')}`)).toMatchObject(utc)
  })

  it('is that of a sentence above about all times, and not that of an export', async () => {
    for (const above of ['Alle Zeiten in UTC', 'All timestamps are UTC'])
      expect(await importing(`${above};\n\n${tenths('Verbrauch (kWh)')}`)).toMatchObject(utc)
    expect(await importing(`Zeiten in MEZ;\n\n${tenths('Verbrauch (kWh)')}`)).toMatchObject(doubtful('zone'))
    expect(await importing(`Erstellt 17.01.2023 10:00 UTC;\n\n${tenths('Verbrauch (kWh)')}`)).toMatchObject({
      meters: [{ first: Date.UTC(2023, 0, 15, 23) / 1000 }]
    })
  })

  it('is asked for where it may be winter time all year', async () => {
    for (const word of ['MEZ', '+01:00']) expect(await importing(inRows(() => word))).toMatchObject(doubtful('zone'))
    const unnamed = inRows(() => 'GMT').replace('Zeitzone', 'Zusatz')
    expect(await importing(unnamed)).toMatchObject(doubtful('zone'))
  })

  it('is the one on the wall where winter and summer time are both named', async () => {
    expect(await importing(inRows((at) => (at < 50 ? 'MEZ' : 'MESZ')))).toMatchObject({
      refused: null,
      meters: [{ first: Date.UTC(2023, 0, 15, 23) / 1000 }]
    })
  })

  it('is the one on the wall where a name has both, too', async () => {
    const text = tenths('Verbrauch (kWh)').replace('Beginn', 'Beginn (MEZ/MESZ)')
    expect(await importing(text)).toMatchObject({
      refused: null,
      meters: [{ first: Date.UTC(2023, 0, 15, 23) / 1000 }]
    })
  })

  it('begins and ends rows by the names of programs, too', async () => {
    const text = dayOf('start_time;end_time;import_kwh', (from, to) => `2023-01-16 ${from};2023-01-16 ${to};0.1`, 1)
    const rows = `${text}\n2023-01-16 09:00;2023-01-16 09:15;0.1`
    expect(await importing(rows)).toMatchObject({ refused: null, meters: [{ intervals: 2, drawn: 200_000 }] })
    const ends = dayOf('end_time;import_kwh', (_, to) => `2023-01-16 ${to};0.1`, 95)
    expect(codesOf(await importing(ends))).toEqual(['meter-unnamed'])
  })
})

describe('a mark that comes late', () => {
  const FEW = 90
  const days = (last: string) => {
    const at = (index: number) => new Date(Date.UTC(2023, 0, 1) + index * 3_600_000).toISOString().slice(0, 16)
    const rows = Array.from({ length: 24 * 200 }, (_, index) => `${at(index)};${index < 24 * 200 - FEW ? '0' : last}`)
    return ['start;Feed-in (kWh)', ...rows].join('\n')
  }

  it('parts the decimals where it leaves no choice', async () => {
    expect(await importing(days('0.125'))).toMatchObject({ refused: null, meters: [{ fedIn: FEW * 125_000 }] })
    expect(await importing(days('0,125'))).toMatchObject({ refused: null, meters: [{ fedIn: FEW * 125_000 }] })
  })

  it('is asked about where it could as well part thousands', async () => {
    expect(await importing(days('1.125'))).toMatchObject(doubtful('decimal'))
  })
})

describe('a cell of blanks', () => {
  it('costs no time to be known as no number', () => {
    const cell = `1${' '.repeat(60_000)}x`
    const before = process.cpuUsage()
    for (let count = 0; count < 20; count++) {
      expect([parseAmount(cell, ',', () => undefined), decimalMarkOf([cell])]).toEqual([undefined, null])
    }
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2)
  })
})

describe('both marks in one table', () => {
  it('make no thousands of what begins with a zero', () => {
    const amountOf = (cell: string) => parseAmount(cell, ',', () => undefined)
    expect([amountOf('1.234'), amountOf('0.123')]).toEqual([1_234_000_000, undefined])
  })

  it('are asked about: no number is a thousand times what it says', async () => {
    const priced = Array.from({ length: 20 }, (_, day) => `${day + 10}.01.2023;12.${345 + ((day * 7) % 20)};28,53`)
    expect(await importing(['Datum;Verbrauch (kWh);Preis (ct)', ...priced].join('\n'))).toMatchObject(
      doubtful('decimal')
    )
  })
})
