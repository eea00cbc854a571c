/** A household's readings with a real database, files in memory and a clock that the test sets. */

import { nextTurn } from '../../adapters/system/next-turn'
import type { CoreEventName } from '../../app/contract'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { type Readings, createReadings } from '../../app/readings/create-readings'
import type { PriceSource } from '../../app/readings/price-source'
import type { Reading, ReadingStore } from '../../app/readings/reading-store'
import type { Direction } from '../../app/domain/energy'
import { type MemoryDocuments, memoryDocuments } from './documents'
import { BERLIN, householdOf } from './meter-process'
import { testDatabase } from './test-database'

export type ReadingHousehold = Readings & {
  readonly documents: MemoryDocuments
  readonly store: ReadingStore
  readonly deps: ReturnType<typeof householdOf>
  readonly events: { readonly name: CoreEventName; readonly payload: unknown }[]
  setTime(now: number): void
  /** Adds readings of 900 s, one after the other; null leaves a hole. Amounts in Wh. */
  put(meterId: string, direction: Direction, start: number, amounts: readonly (number | null)[], seconds?: number): void
}

export function readingHousehold(
  options: { readonly now?: number; readonly prices?: PriceSource } = {}
): ReadingHousehold {
  const deps = householdOf(testDatabase())
  const documents = memoryDocuments()
  const events: ReadingHousehold['events'] = []
  let now: UtcSeconds = toUtcSeconds(options.now ?? Date.parse('2026-03-31T12:00:00Z') / 1000)
  const readings = createReadings({
    ...deps,
    documents,
    clock: { now: () => now },
    prices: options.prices ?? null,
    timeZone: () => BERLIN,
    simulated: false,
    emit: (name, payload) => events.push({ name, payload }),
    nextTurn
  })
  return {
    ...readings,
    documents,
    store: deps.readings,
    deps,
    events,
    setTime: (time) => {
      now = toUtcSeconds(time)
    },
    put: (meterId, direction, start, amounts, seconds = 900) => {
      const rows = amounts.flatMap((amount, index): Reading[] =>
        amount === null
          ? []
          : [
              {
                start: toUtcSeconds(start + index * seconds),
                seconds,
                amount: BigInt(amount),
                exponent: 0,
                quality: 'measured'
              }
            ]
      )
      deps.readings.add(meterId, direction, rows, { at: now, origin: 'file', name: 'test' })
    }
  }
}
