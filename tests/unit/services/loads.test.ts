import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { readCsvLoads } from '../../../services/load-generator/csv-loads'
import { createGeneratedLoad } from '../../../services/load-generator/generated-load'
import { replayLoads } from '../../../services/load-generator/replayed-load'
import { describeWithData } from '../../support/shared-data'

const start = toUtcSeconds(Date.parse('2026-02-28T23:00:00Z') / 1000)
const generated = (seed: string, solar = false, seconds = 900) =>
  createGeneratedLoad({ seed, seconds, timeZone: toTimeZone('Europe/Berlin'), solar })

function written(text: string | Uint8Array): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'wattveil-')), 'loads.csv')
  writeFileSync(file, text)
  return file
}

const dayOf = (load: ReturnType<typeof generated>) =>
  Array.from({ length: 96 }, (_, index) => load.energyAt(toUtcSeconds(start + 3600 + index * 900)))

describe('a generated load', () => {
  it('is the same for the same seed and another for another', () => {
    expect(dayOf(generated('a'))).toEqual(dayOf(generated('a')))
    expect(dayOf(generated('a'))).not.toEqual(dayOf(generated('b')))
  })

  it('is plausible: between 2 and 25 kWh a day, never negative', () => {
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const day = dayOf(generated(seed))
      const total = day.reduce((sum, { drawn }) => sum + drawn, 0n)
      expect(total > 2000n && total < 25_000n).toBe(true)
      expect(day.every(({ drawn, fedIn }) => drawn >= 0n && fedIn === 0n)).toBe(true)
    }
  })

  it('feeds in by day and never draws and feeds in all day when the home has a roof', () => {
    const day = dayOf(generated('roof', true))
    expect(day.slice(0, 16).every(({ fedIn }) => fedIn === 0n)).toBe(true)
    expect(day.slice(36, 60).some(({ fedIn }) => fedIn > 0n)).toBe(true)
  })

  it('adds up alike in quarter and half hours', () => {
    const sum = (seconds: number, count: number) =>
      Array.from(
        { length: count },
        (_, index) => generated('x', false, seconds).energyAt(toUtcSeconds(start + 3600 + index * seconds)).drawn
      ).reduce((total, each) => total + each, 0n)
    expect(sum(900, 96)).toBe(sum(1800, 48))
  })

  it('refuses an instant off the raster', () => {
    expect(() => generated('a').energyAt(toUtcSeconds(start + 7))).toThrow(RangeError)
  })

  it('has nothing after its end', () => {
    const end = toUtcSeconds(start + 3600)
    const short = createGeneratedLoad({
      seed: 'a',
      seconds: 900,
      timeZone: toTimeZone('Europe/Berlin'),
      solar: false,
      end
    })
    expect(short.end).toBe(end)
    expect(short.energyAt(toUtcSeconds(end - 900))).toEqual(generated('a').energyAt(toUtcSeconds(end - 900)))
    expect(() => short.energyAt(end)).toThrow(RangeError)
  })
})

const CSV = [
  'time,H1,H2',
  '2009-03-01 00:00:00,0.070,1.5',
  '2009-03-01 00:30:00,,0',
  '2009-03-01 01:00:00,0.1,0.001',
  ''
].join('\n')

describe('loads from a file', () => {
  it('reads kWh columns exactly, gzipped or not', async () => {
    const expected = {
      seconds: 1800,
      unitExp: 0,
      firstStamp: Date.parse('2009-03-01T00:00:00Z') / 1000,
      series: [
        { name: 'H1', values: [70n, null, 100n] },
        { name: 'H2', values: [1500n, 0n, 1n] }
      ]
    }
    expect(await readCsvLoads(written(CSV))).toEqual(expected)
    expect(await readCsvLoads(written(gzipSync(CSV)))).toEqual(expected)
  })

  it('reads Wh columns with one decimal as tenths, and only the aggregate where appliances stand beside it', async () => {
    const file = written('time,aggregate_wh,kettle_wh\n2014-01-01 00:00:00,28.5,1\n2014-01-01 00:15:00,20,0\n')
    expect(await readCsvLoads(file)).toMatchObject({
      unitExp: 1,
      series: [{ name: 'aggregate_wh', values: [285n, 200n] }]
    })
  })

  it.each([
    ['a stamp that is none', 'time,H1\nx,1\n2009-03-01 00:30,1\n', 2, 'time'],
    ['a value that is none', 'time,H1\n2009-03-01 00:00,1\n2009-03-01 00:30,1e3\n', 3, 'value'],
    ['a negative value', 'time,H1\n2009-03-01 00:00,1\n2009-03-01 00:30,-1\n', 3, 'value'],
    ['time that goes back', 'time,H1\n2009-03-01 00:30,1\n2009-03-01 00:00,1\n', 3, 'time-step'],
    [
      'stamps a century apart',
      'time,H1\n2000-01-01 00:00:00,1\n2000-01-01 00:00:01,1\n2099-01-01 00:00:00,1\n',
      4,
      'too-long'
    ],
    ['nothing but a header', 'time,H1\n', 1, 'no-rows']
  ])('refuses %s and names the line', async (_, text, line, reason) => {
    await expect(readCsvLoads(written(text))).rejects.toMatchObject({
      code: 'load-file-malformed',
      params: { line, reason }
    })
  })

  it('refuses a binary file', async () => {
    await expect(readCsvLoads(written(new Uint8Array([0xff, 0xfe, 0, 1])))).rejects.toMatchObject({
      code: 'load-file-unreadable'
    })
  })
})

describe('a replay', () => {
  const weeks = (count: number, perDay = 48) => ({
    seconds: 1800,
    unitExp: 0 as const,
    firstStamp: 0,
    series: [{ name: 'one', values: Array.from({ length: count * 7 * perDay }, (_, index) => BigInt(index)) }]
  })

  it('puts the first value on the given instant and goes on by elapsed time', () => {
    const [load] = replayLoads(weeks(2), 1, start, 48)
    expect(load?.energyAt(start).drawn).toBe(0n)
    expect(load?.energyAt(toUtcSeconds(start + 10 * 1800)).drawn).toBe(10n)
    expect(load?.end).toBe(start + 14 * 86_400)
  })

  it('makes several homes of one series by starting whole weeks apart, else whole days', () => {
    const first = (households: number, count: number) =>
      replayLoads(weeks(count), households, start, 48).map((load) => Number(load.energyAt(start).drawn) / 48)
    expect(first(3, 4)).toEqual([0, 7, 14])
    expect(first(10, 2)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('takes a blank from the same time of another week and counts it', () => {
    const source = weeks(2)
    const values = source.series[0]?.values.map((value, index) => (index === 5 ? null : value)) ?? []
    const [load] = replayLoads({ ...source, series: [{ name: 'one', values }] }, 1, start, 48)
    expect(load?.energyAt(toUtcSeconds(start + 5 * 1800)).drawn).toBe(BigInt(5 + 7 * 48))
    expect(load?.filled).toBe(1)
  })

  it('refuses a series that is too short for the homes asked for', () => {
    expect(() => replayLoads(weeks(1), 30, start, 48)).toThrow(
      expect.objectContaining({ code: 'load-file-too-short' }) as Error
    )
  })
})

describeWithData('real loads', (folder) => {
  it.each([
    ['edrp_scotland_30min_2009-03-01_05-31_30homes.csv.gz', 1800, 0, 30, 4416],
    ['refit_house2_15min_wh_labelled.csv.gz', 900, 1, 1, 46_848],
    ['ukdale_house2_15min_wh_labelled.csv.gz', 900, 1, 1, 13_665]
  ])('reads %s', async (name, seconds, unitExp, homes, intervals) => {
    const loads = await readCsvLoads(path.join(folder, 'readings', name))
    expect(loads).toMatchObject({ seconds, unitExp })
    expect(loads.series).toHaveLength(homes)
    expect(loads.series[0]?.values).toHaveLength(intervals)
  })
})
