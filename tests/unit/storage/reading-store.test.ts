import { describe, expect, it } from 'vitest'
import { createReadingStore } from '../../../adapters/storage/reading-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { Reading } from '../../../app/readings/reading-store'
import { testDatabase } from '../../support/test-database'

const BATCH = { at: toUtcSeconds(5), origin: 'file', name: 'readings.csv' } as const
const reading = (start: number, seconds = 900, amount = 10n): Reading => ({
  start: toUtcSeconds(start),
  seconds,
  amount,
  exponent: 1,
  quality: 'estimated'
})
const period = (start: number, end: number) => ({ start: toUtcSeconds(start), end: toUtcSeconds(end) })

describe('createReadingStore', () => {
  it('finds what shares time with a period, a long reading that reaches into it included', () => {
    const store = createReadingStore(testDatabase())
    store.add('AT001', 'drawn', [reading(0, 3600), reading(3600), reading(4500, 900, 2n ** 60n)], BATCH)
    expect(store.overlapping('AT001', 'drawn', period(1800, 4500))).toEqual([reading(0, 3600), reading(3600)])
    expect(store.overlapping('AT001', 'drawn', period(3600, 3601))).toEqual([reading(3600)])
    expect(store.overlapping('AT001', 'drawn', period(4500, 9000))[0]?.amount).toBe(2n ** 60n)
    expect(store.overlapping('AT001', 'fed-in', period(0, 9000))).toEqual([])
    expect(store.overlapping('AT002', 'drawn', period(0, 9000))).toEqual([])
  })

  it('tells the span of every meter and direction', () => {
    const store = createReadingStore(testDatabase())
    store.add('B', 'fed-in', [reading(900)], BATCH)
    store.add('A', 'drawn', [reading(1800), reading(2700, 1800)], BATCH)
    store.add('A', 'drawn', [], BATCH)
    expect(store.spans()).toEqual([
      { meterId: 'A', direction: 'drawn', period: period(1800, 4500), newest: 4500 },
      { meterId: 'B', direction: 'fed-in', period: period(900, 1800), newest: 1800 }
    ])
  })

  it('refuses an overlap, whole, in the batch or with what is stored', () => {
    const store = createReadingStore(testDatabase())
    store.add('A', 'drawn', [reading(3600)], BATCH)
    for (const batch of [
      [reading(0), reading(899)],
      [reading(0), reading(2701)],
      [reading(4499, 1)],
      [reading(900), reading(0)]
    ]) {
      expect(() => {
        store.add('A', 'drawn', batch, BATCH)
      }).toThrow(RangeError)
    }
    expect(store.overlapping('A', 'drawn', period(0, 9000))).toEqual([reading(3600)])
  })

  it('undoes everything of a transaction that fails', () => {
    const store = createReadingStore(testDatabase())
    expect(() =>
      store.transaction(() => {
        store.add('A', 'drawn', [reading(0)], BATCH)
        throw new RangeError('later')
      })
    ).toThrow('later')
    expect(store.spans()).toEqual([])
  })
})
