import { describe, expect, it } from 'vitest'
import { type StoredDay, decodeWeek, encodeWeek, weekOf } from '../../../adapters/storage/profile-week-row'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../../app/domain/interval'
import type { Raster } from '../../../app/readings/profile-store'
import { codeOf } from '../../support/code-of'

const FIRST = 20_006

const slotted = (day: number, raster: Raster): StoredDay => {
  const count = SECONDS_PER_DAY / raster
  const energies = Float64Array.from({ length: count }, (_, slot) => day * 100 + slot)
  return { day, raster, usual: raster, slots: { energies, ranks: new Uint8Array(count).fill(day % 3) }, long: [] }
}
const empty = (day: number): StoredDay => ({ day, raster: 900, usual: null, slots: null, long: [] })
const longOn = (day: number) =>
  ({ start: toUtcSeconds(day * SECONDS_PER_DAY + 7), seconds: 90_000, energy: 41, rank: 2 }) as const

/** A week with days of every kind. */
const WEEK: readonly StoredDay[] = [
  empty(FIRST),
  slotted(FIRST + 1, 900),
  { ...slotted(FIRST + 2, 3600), long: [longOn(FIRST + 2)] },
  slotted(FIRST + 3, 1800),
  { ...empty(FIRST + 4), usual: 90_000, long: [longOn(FIRST + 4)] },
  empty(FIRST + 5),
  slotted(FIRST + 6, 900)
]

/** As the database gives it back. */
function stored(days: readonly StoredDay[] = WEEK) {
  const [week, bytes, long] = encodeWeek(days)
  if (!(bytes instanceof Uint8Array)) throw new TypeError('no blob')
  return { week: BigInt(week as number), days: bytes.slice().buffer, long: long ?? null }
}

describe('a week of summed days in a row', () => {
  it('comes back as it was, each day with what is its own', () => {
    expect(weekOf(FIRST)).toBe(FIRST / 7)
    expect(weekOf(FIRST + 6)).toBe(FIRST / 7)
    expect(decodeWeek(stored())).toEqual(WEEK)
  })

  it('has seven days, no more and no fewer', () => {
    expect(() => encodeWeek(WEEK.slice(1))).toThrow(RangeError)
    expect(() => encodeWeek([])).toThrow(RangeError)
  })

  it('is damaged where a byte is missing or one too many, or a head says what no day can be', () => {
    const { days } = stored()
    const changed = (head: number, value: number): ArrayBuffer => {
      const copy = days.slice(0)
      new Float64Array(copy, 0, 21)[head] = value
      return copy
    }
    const longer = new Uint8Array(days.byteLength + 1)
    longer.set(new Uint8Array(days))
    const broken = [
      ...[days.slice(0, -1), days.slice(0, 100), new ArrayBuffer(0), longer.buffer],
      ...[changed(0, 60), changed(0, Number.NaN), changed(1, 0), changed(1, 0.5), changed(4, Number.NaN)],
      ...[changed(2, 96), changed(5, 0), changed(5, 95), changed(5, -96), changed(5, Number.NaN), changed(5, 1e12)]
    ]
    for (const blob of broken) {
      expect(codeOf(() => decodeWeek({ ...stored(), days: blob }))).toBe('database-damaged')
    }
    for (const long of ['', '[', '[[1,2,3]]', '[[1,2,3,4]]', '{}']) {
      expect(codeOf(() => decodeWeek({ ...stored(), long }))).toBe('database-damaged')
    }
  })
})
