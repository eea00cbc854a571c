/** From a reading each second to one a day: the pages show the same energy, as finely as can be seen. */

import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { BERLIN } from '../../support/meter-process'
import { readingHousehold } from '../../support/reading-household'

const DATE = '2026-03-24'
const START = Date.parse('2026-03-23T23:00:00Z') / 1000
const DAY = 86_400
const SLOWEST_MS = 10_000

/** Milliwatt-hours, in hundredths of a watt-hour. */
const energyAt = (index: number): bigint => BigInt((index * 37) % 100)

function* rowsOf(seconds: number): Generator<ProfileRow, void> {
  for (let index = 0; index * seconds < DAY; index++) {
    yield {
      ...{ start: toUtcSeconds(START + index * seconds), seconds, quality: 'measured' },
      ...{ drawn: { amount: energyAt(index), exponent: 2 }, fedIn: null }
    }
  }
}

describe('readings of any length', { timeout: 60_000 }, () => {
  it.each([
    [1, 60],
    [10, 60],
    [60, 60],
    [300, 300],
    [900, 900],
    [1800, 1800],
    [3600, 3600]
  ])('of %i s are imported and shown in slots of %i s', async (seconds, slot) => {
    const home = readingHousehold()
    const bytes = Buffer.concat([
      ...encodeWattveilCsv({ meterId: 'A', timeZone: BERLIN, style: 'en' }, rowsOf(seconds))
    ])
    const started = process.cpuUsage()
    const [result] = await home.procedures['readings.import']({ files: [home.documents.put('day.csv', bytes)] })
    const day = await home.procedures['readings.day']({ meterId: 'A', date: DATE })
    // Time of the processor: other programs must not decide.
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(SLOWEST_MS)
    expect(result?.meters[0]).toMatchObject({ intervals: DAY / seconds, added: DAY / seconds })
    expect([day.seconds, day.slots.length]).toEqual([slot, DAY / slot])
    const sum = (from: number, to: number): number =>
      Array.from({ length: to - from }, (_, index) => Number(energyAt(from + index)) * 10).reduce((a, b) => a + b, 0)
    expect(day.totals).toMatchObject({ drawn: sum(0, DAY / seconds), measured: DAY / slot, expected: DAY / slot })
    const perSlot = slot / seconds
    expect(day.slots[17]?.drawn).toBe(sum(17 * perSlot, 18 * perSlot))
  })

  it('of a day stand in the month, day by day', async () => {
    const home = readingHousehold()
    const bytes = Buffer.concat([...encodeWattveilCsv({ meterId: 'A', timeZone: BERLIN, style: 'en' }, rowsOf(DAY))])
    await home.procedures['readings.import']({ files: [home.documents.put('day.csv', bytes)] })
    home.put('A', 'drawn', START + DAY, [7000, 8000], DAY)
    const span = await home.procedures['readings.span']({
      ...{ meterId: 'A', first: '2026-03-01', last: '2026-03-31', by: 'day', compare: null }
    })
    expect(span.totals.drawn).toBe(15_000_000)
  })
})
