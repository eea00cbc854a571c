/** What registers tell where no reading is: a sum, from whatever files its two ends came. */

import { describe, expect, it } from 'vitest'
import { type ReadingHousehold, readingHousehold } from '../../support/reading-household'

const METER = '1WVT0012345'

/** A file of quarter hours with a register beside each; 1 Wh more in each quarter hour than in the one before. */
function quarters(from: string, count: number, register: number): string {
  const start = Date.parse(from)
  let total = register
  const rows = Array.from({ length: count }, (_, index) => {
    const energy = (index % 40) * 10
    total += energy
    const [begin, end] = [index, index + 1].map((at) => new Date(start + at * 900_000).toISOString().slice(0, 16) + 'Z')
    return `${METER};${begin};${end};${kwh(energy)};${kwh(total)}`
  })
  return ['Zählernummer;Beginn;Ende;Verbrauch (kWh);Zählerstand Bezug (kWh)', ...rows].join('\n')
}

const kwh = (wattHours: number): string => (wattHours / 1000).toFixed(3).replace('.', ',')

async function take(home: ReadingHousehold, name: string, text: string) {
  const [result] = await home.procedures['readings.import']({ files: [home.documents.put(name, text)] })
  expect(result!.refused).toBeNull()
  return result!
}

const at = (time: string): number => Date.parse(time) / 1000

const month = (home: ReadingHousehold, meterId = METER) =>
  home.procedures['readings.span']({
    ...{ meterId, first: '2026-03-01', last: '2026-03-31', by: 'day', compare: null }
  })

describe('energy between two files', () => {
  async function twoFiles() {
    const home = readingHousehold()
    await take(home, 'early.csv', quarters('2026-03-02T23:00Z', 96, 1_000_000))
    await take(home, 'late.csv', quarters('2026-03-09T23:00Z', 96, 1_100_000))
    return home
  }
  const DAY_SUM = Array.from({ length: 96 }, (_, index) => (index % 40) * 10).reduce((sum, one) => sum + one, 0)

  it('is known as a sum where registers of both sides tell it, and belongs to no day', async () => {
    const view = await month(await twoFiles())
    // The first look of each file is after its first quarter hour, which had nothing.
    const gap = (100_000 - DAY_SUM) * 1000
    expect(view.long).toEqual([
      {
        start: Date.parse('2026-03-03T23:00Z') / 1000,
        end: Date.parse('2026-03-09T23:00Z') / 1000,
        drawn: gap,
        fedIn: null
      }
    ])
    expect(view.drawn.slice(3, 9)).toEqual([null, null, null, null, null, null])
    expect(view.totals.drawn).toBe(gap + 2 * DAY_SUM * 1000)
  })

  it('stands on the page of a day inside as a gap, without a figure for the day', async () => {
    const home = await twoFiles()
    const day = await home.procedures['readings.day']({ meterId: METER, date: '2026-03-06' })
    expect(day.gaps).toHaveLength(1)
    expect(day.totals.drawn).toBeNull()
    expect(day.slots.every(({ drawn }) => drawn === null)).toBe(true)
  })

  it('goes with either file, and gives way to readings that come later', async () => {
    const home = await twoFiles()
    const [late] = await home.procedures['readings.imports']({})
    await home.procedures['readings.remove-import']({ id: late!.id })
    expect((await month(home)).long).toEqual([])
    await home.procedures['readings.restore-import']({ id: late!.id })
    expect((await month(home)).long).toHaveLength(1)
    const result = await take(home, 'between.csv', quarters('2026-03-03T23:00Z', 6 * 96, 1_000_000 + DAY_SUM))
    expect(result.meters[0]).toMatchObject({ added: 6 * 96, contradictions: 0 })
    expect((await month(home)).long).toEqual([])
  })

  it('is not known where the register went back, or where two gaps share one step of it', async () => {
    const back = readingHousehold()
    await take(back, 'early.csv', quarters('2026-03-02T23:00Z', 96, 1_000_000))
    await take(back, 'late.csv', quarters('2026-03-09T23:00Z', 96, 5))
    expect((await month(back)).long).toEqual([])

    const shared = await twoFiles()
    shared.put(METER, 'drawn', Date.parse('2026-03-05T23:00Z') / 1000, [10, 20, 30])
    expect((await month(shared)).long).toEqual([])
  })

  const looks = (...rows: readonly string[]): string => ['Ablesezeitpunkt;Zählerstand Bezug (kWh)', ...rows].join('\n')

  it('takes off what was read between the register and the gap', async () => {
    const home = readingHousehold()
    home.put('home', 'drawn', Date.parse('2026-03-01T00:00Z') / 1000, Array<number>(192).fill(100))
    await take(home, 'winter.csv', looks('2026-02-27T00:00Z;990,000', '2026-03-01T00:00Z;1000,000'))
    await take(home, 'spring.csv', looks('2026-03-21T00:00Z;1100,000', '2026-03-23T00:00Z;1104,500'))
    const view = await month(home, 'home')
    const second = view.long[1]
    expect(second).toEqual({
      start: at('2026-03-03T00:00Z'),
      end: at('2026-03-21T00:00Z'),
      drawn: 80_800_000,
      fedIn: null
    })
  })

  it('lists in a month no sum that ends where the month begins', async () => {
    const home = readingHousehold()
    const rows = ['2026-01-31T23:00Z;1000,000', '2026-02-28T23:00Z;1100,000', '2026-03-31T22:00Z;1200,000']
    await take(home, 'looks.csv', looks(...rows))
    const { long, totals } = await month(home, 'home')
    expect(long).toEqual([
      { start: at('2026-02-28T23:00Z'), end: at('2026-03-31T22:00Z'), drawn: 100_000_000, fedIn: null }
    ])
    expect(totals.drawn).toBe(100_000_000)
  })

  it('makes a meter of two looks at a register, and of one none', async () => {
    const home = readingHousehold()
    const telegram = (day: string, kilowattHours: string): string =>
      [
        '/WVT5TEST',
        '',
        `0-0:1.0.0(${day}120000W)`,
        '0-0:96.1.1(3132333435)',
        `1-0:1.8.0(${kilowattHours}*kWh)`,
        '!',
        ''
      ].join('\r\n')
    await take(home, 'january.txt', telegram('260110', '001000.000'))
    expect(await home.procedures['readings.ranges']({})).toEqual([])
    await take(home, 'february.txt', telegram('260210', '001310.250'))
    const [range] = await home.procedures['readings.ranges']({})
    expect(range).toMatchObject({ first: '2026-01-10', last: '2026-02-10', newest: '2026-02-10', seconds: 31 * 86_400 })
    const view = await home.procedures['readings.span']({
      ...{ meterId: range!.meterId, first: '2026-01-01', last: '2026-03-31', by: 'day', compare: null }
    })
    expect(view.totals.drawn).toBe(310_250_000)
    // The average of a month is no power, and the newest day is not known.
    const overview = await home.procedures['readings.overview']({})
    expect(overview).toMatchObject({ lastPower: null, againstUsual: null, day: { totals: { drawn: null } } })
    expect(view.long).toHaveLength(1)
  })
})
