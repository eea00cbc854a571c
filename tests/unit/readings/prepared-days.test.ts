import { expect, it } from 'vitest'
import { nextTurn } from '../../../adapters/system/next-turn'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createReadings } from '../../../app/readings/create-readings'
import type { Reading } from '../../../app/readings/reading-store'
import { memoryDocuments } from '../../support/documents'
import { BERLIN, householdOf } from '../../support/meter-process'
import { testDatabase } from '../../support/test-database'

const NOW = toUtcSeconds(Date.parse('2026-03-31T12:00:00Z') / 1000)
/** A Thursday: weeks of rows are counted from 1970-01-01. */
const FIRST = Date.parse('2026-01-01T00:00:00Z') / 1000
const WEEKS = 9

const readings = Array.from({ length: WEEKS * 7 * 24 }, (_, hour): Reading => {
  return { start: toUtcSeconds(FIRST + hour * 3600), seconds: 3600, amount: 250n, exponent: 0, quality: 'measured' }
})

it('sums of days that an earlier run did not come to are made after the start, before any page asks', async () => {
  const database = testDatabase()
  const deps = householdOf(database)
  deps.readings.add('A', 'drawn', readings, { at: NOW, origin: 'file', name: 'test' })
  const kept = (): unknown => database.prepare('SELECT count(*) AS n FROM reading_day').get()?.['n']
  expect(kept()).toBe(0n)
  const start = (): unknown =>
    createReadings({
      ...{ ...deps, documents: memoryDocuments(), clock: { now: () => NOW }, prices: null, timeZone: () => BERLIN },
      ...{ simulated: false, emit: () => undefined, nextTurn }
    })
  start()
  await expect.poll(kept).toBe(BigInt(WEEKS))
  // A reading of an earlier week is one week more, and no other is made again.
  deps.readings.add('A', 'drawn', [{ ...readings[0]!, start: toUtcSeconds(FIRST - 3600) }], {
    ...{ at: NOW, origin: 'file', name: 'late' }
  })
  expect(kept()).toBe(BigInt(WEEKS))
  start()
  await expect.poll(kept).toBe(BigInt(WEEKS + 1))
})

it('readings that come late change every week that they reach into, and no day is told that was not asked for', () => {
  const deps = householdOf(testDatabase())
  const late = readings.filter((_, hour) => hour % (7 * 24) === 30)
  const source = { at: NOW, origin: 'file', name: 'test' } as const
  deps.readings.add(
    'A',
    'drawn',
    readings.filter((one) => !late.includes(one)),
    source
  )
  const first = FIRST / 86_400
  const slots = (): number =>
    deps.profiles
      .days('A', 'drawn', first, first + WEEKS * 7)
      .reduce((sum, day) => sum + (day.slots?.energies.filter((energy) => energy >= 0).length ?? 0), 0)
  expect(slots()).toBe(readings.length - WEEKS)
  deps.readings.add('A', 'drawn', late, source)
  expect(slots()).toBe(readings.length)
  const asked = [first + 5, first + 6, first + 7, first + 8]
  expect(deps.profiles.days('A', 'drawn', first + 5, first + 8).map(({ day }) => day)).toEqual(asked)
})
