import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockSeconds, midnightOf } from '../../../app/readings/formats/civil-date'

/** What the platform says of a day; years below 100 need another way than `Date.UTC`. */
function byDate(year: number, month: number, day: number): number | undefined {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
  return isReal ? date.getTime() / 1000 : undefined
}

test('a day is where Date has it, and no day where Date has none', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 33 }),
      (year, month, day) => {
        expect(midnightOf(year, month, day)).toBe(byDate(year, month, day))
      }
    ),
    { numRuns: 2000 }
  )
})

test('the last days of February of every kind of year are told apart', () => {
  for (const year of [1900, 1999, 2000, 2023, 2024, 2100, 2400])
    for (const day of [28, 29, 30]) expect(midnightOf(year, 2, day)).toBe(byDate(year, 2, day))
})

test('a time of day ends at 23:59:59', () => {
  expect(clockSeconds(23, 59, 59)).toBe(86_399)
  for (const [hour, minute, second] of [
    [24, 0, 0],
    [0, 60, 0],
    [0, 0, 60]
  ] as const)
    expect(clockSeconds(hour, minute, second)).toBeUndefined()
})
