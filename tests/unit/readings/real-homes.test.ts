import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { OBIS_DRAWN } from '../../../app/domain/meter/meter'
import { METER_ID, METER_PASSWORD, METER_START, meterProcess } from '../../support/meter-process'
import { readingHousehold } from '../../support/reading-household'
import { describeWithData } from '../../support/shared-data'

const DAY = 86_400
const DAYS = 31

/** The first home of a file, by the plainest of means: tenths of a watt-hour per interval. */
function plainHome(file: string, perKwh: boolean): (number | null)[] {
  const [, ...rows] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n')
  return rows.map((row) => {
    const cell = row.split(',')[1]
    return cell === undefined || cell === '' ? null : Math.round(Number(cell) * (perKwh ? 10_000 : 10))
  })
}

describeWithData('a real home, replayed by a virtual meter', (folder) => {
  it.each([
    ['edrp_scotland_30min_2009-03-01_05-31_30homes.csv.gz', 1800, 0, true],
    ['refit_house20_15min_wh_labelled.csv.gz', 900, 1, false]
  ] as const)(
    'arrives whole, is exported, and is the same when imported: %s',
    { timeout: 60_000 },
    async (name, seconds, unitExp, perKwh) => {
      const file = join(folder, 'readings', name)
      const plain = plainHome(file, perKwh)
      const count = (DAYS * DAY) / seconds
      const meter = await meterProcess({ file, seconds, unitExp, intervals: count })
      const home = readingHousehold({ now: METER_START })
      await home.procedures['meter.connect']({ address: meter.url, password: METER_PASSWORD })
      for (const day of [1, 2, 10, DAYS]) {
        await meter.setTime(METER_START + day * DAY)
        home.setTime(METER_START + day * DAY)
        await home.followMeters()
      }
      const id = { meterId: METER_ID, obis: OBIS_DRAWN } as const
      const entries = home.deps.chains.entriesByCounter(id, 0, count)
      expect(entries).toHaveLength(count)
      const tenths = entries.map(({ opening }) => Number(opening!.value) * (unitExp === 0 ? 10 : 1))
      // Where the file has a blank the replay took another week's value; everywhere else the home's own.
      expect(tenths.filter((value, index) => plain[index] !== null && plain[index] !== value)).toEqual([])

      const request = {
        meterId: METER_ID,
        first: '2026-03-01',
        last: '2026-03-31',
        style: 'en',
        target: 'out.csv'
      } as const
      const { intervals } = await home.procedures['readings.export'](request)
      const other = readingHousehold({ now: METER_START + DAYS * DAY })
      other.documents.put('out.csv', home.documents.files.get('out.csv')!)
      const [result] = await other.procedures['readings.import']({ files: ['out.csv'] })
      const total = tenths.slice(0, intervals).reduce((sum, value) => sum + value, 0)
      expect(result?.meters[0]).toMatchObject({ intervals, added: intervals, contradictions: 0, drawn: total * 100 })
      const month = { meterId: METER_ID, first: '2026-03-01', last: '2026-03-31', by: 'day', compare: null } as const
      expect(await other.procedures['readings.span'](month)).toEqual(await home.procedures['readings.span'](month))
    }
  )
})
