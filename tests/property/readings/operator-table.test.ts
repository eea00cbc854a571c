import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toUtcSeconds } from '../../../app/domain/interval'
import { readingHousehold } from '../../support/reading-household'

const EVER = { start: toUtcSeconds(0), end: toUtcSeconds(4_102_444_800) }
/** Local midnights before the two changes of 2026 in Berlin. */
const BEFORE = { spring: Date.parse('2026-03-27T23:00Z') / 1000, autumn: Date.parse('2026-10-23T22:00Z') / 1000 }

const clock = new Intl.DateTimeFormat('de-DE', {
  ...{ timeZone: 'Europe/Berlin', year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
})
const stampOf = (time: number) => clock.format(time * 1000).replace(',', '')

/** How operators write: both ends of an interval, its beginning, or its end. */
const FORMS = {
  both: { names: 'Von;Bis;Verbrauch (kWh)', row: (start: number, end: number) => `${stampOf(start)};${stampOf(end)}` },
  start: { names: 'Beginn;Verbrauch (kWh)', row: (start: number) => stampOf(start) },
  end: { names: 'Messzeitpunkt;Verbrauch (kWh)', row: (_: number, end: number) => stampOf(end) }
}

describe('a table with the clock of the wall', { timeout: 30_000 }, () => {
  it('gives back every profile over both clock changes, however it names its times', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('spring' as const, 'autumn' as const),
        fc.constantFrom('both' as const, 'start' as const, 'end' as const),
        fc.constantFrom(900, 1800, 3600),
        fc.array(fc.nat({ max: 9999 }), { minLength: 4 * 96, maxLength: 4 * 96 }),
        async (season, form, seconds, values) => {
          // Two ends of the range keep the column from never falling, which could be a register.
          const profile = [5000, 0, ...values.slice(0, Math.floor((72 * 3600) / seconds))]
          const { names, row } = FORMS[form]
          const rows = profile.map((wattHours, index) => {
            const start = BEFORE[season] + index * seconds
            return `${row(start, start + seconds)};${(wattHours / 1000).toFixed(3).replace('.', ',')}`
          })
          const home = readingHousehold()
          const token = home.documents.put('table', [names, ...rows, ''].join('\r\n'))
          const [result] = await home.procedures['readings.import']({ files: [token] })
          expect(result?.refused).toBeNull()
          const stored = home.store.overlapping('home', 'drawn', EVER)
          expect(stored.map(({ start, amount, exponent }) => [start, Number(amount) / 10 ** exponent])).toEqual(
            profile.map((wattHours, index) => [BEFORE[season] + index * seconds, wattHours])
          )
        }
      ),
      { numRuns: 20 }
    )
  })
})
