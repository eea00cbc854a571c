/** The procedures that show readings. */

import type { CoreProcedures } from '../contract'
import { type LocalDate, daysBetween, toLocalDate } from '../domain/calendar'
import { AppError } from '../app-error'
import type { ReadingsDeps } from './create-readings'
import { type MeterPart, partsOf } from './meter-notes'
import type { Preparation } from './prepare-views'
import { dayView } from './views/day-view'
import { localDays } from './views/local-days'
import { meterAt } from './views/meter-at'
import { overviewView } from './views/overview-view'
import { patternView } from './views/pattern-view'
import { type PriceBook, createPriceBook } from './views/price-book'
import { newestMeter, rangesView, spanOf } from './views/ranges-view'
import { spanView } from './views/span-view'
import type { ViewContext } from './views/view-context'

export type ViewProcedures = Pick<
  CoreProcedures,
  'readings.ranges' | 'readings.day' | 'readings.span' | 'readings.pattern' | 'readings.overview'
>

/** Eleven years of days, eight days of hours. */
const MOST_DAYS = { day: 4018, hour: 8 } as const
const PATTERN_DAYS = 4018
/** Days whose prices are worked out in one turn. */
const DAYS_AT_ONCE = 8

/** @param preparation where prices of many days are worked out, so that nobody waits for all of them */
export function viewProcedures(deps: ReadingsDeps, preparation: Preparation): ViewProcedures {
  const book = deps.prices && createPriceBook(deps.prices)
  const context = (): ViewContext => {
    const exchanges = deps.notes.exchanges()
    const notes = deps.notes.notes()
    // A view of years asks for each of its days.
    const parts = new Map<string, readonly MeterPart[]>()
    return {
      readings: deps.readings,
      profiles: deps.profiles,
      prices: book,
      timeZone: deps.timeZone(),
      now: deps.clock.now(),
      partsOf: (meterId) => {
        const known = parts.get(meterId) ?? partsOf(exchanges, meterId)
        parts.set(meterId, known)
        return known
      },
      productionMeters: notes.flatMap(({ meterId, isProduction }) => (isProduction ? [meterId] : []))
    }
  }
  return {
    'readings.ranges': async () => Promise.resolve(rangesView(deps, deps.timeZone())),
    'readings.day': async ({ meterId, date }) =>
      Promise.resolve(dayView(context(), meterId, toLocalDate(date), spanOf(deps, meterId))),
    'readings.span': async ({ meterId, by, compare, ...days }) => {
      const shown = daysOf(days, MOST_DAYS[by])
      const request = { meterId, by, ...shown, compare: compare && daysOf(compare, MOST_DAYS[by]) }
      const view = spanView(context(), request, spanOf(deps, meterId))
      if (view.costPending && book) {
        const more = remainingPrices(context(), book, meterId, shown)
        preparation.soon(more, () => {
          deps.emit('readings.changed', {})
        })
      }
      return Promise.resolve(view)
    },
    'readings.pattern': async ({ meterId, direction, ...days }) => {
      spanOf(deps, meterId)
      return Promise.resolve(patternView(context(), { meterId, direction, ...daysOf(days, PATTERN_DAYS) }))
    },
    'readings.overview': async () => {
      const meterId = newestMeter(deps)
      if (meterId === null) return Promise.resolve({ day: null, againstUsual: null, lastPower: null, month: null })
      return Promise.resolve(overviewView(context(), meterId, spanOf(deps, meterId)))
    }
  }
}

/** Works a few days out with each call; false when all are. */
function remainingPrices(context: ViewContext, book: PriceBook, meterId: string, { first, last }: Days): () => boolean {
  const { starts } = localDays(first, last, context.timeZone)
  let day = 0
  return () => {
    const days = starts.length - 1
    for (const stop = Math.min(days, day + DAYS_AT_ONCE); day < stop; day++) {
      const [start, end] = [starts[day], starts[day + 1]]
      if (start !== undefined && end !== undefined) book.of(meterAt(context, meterId, start), { start, end })
    }
    return day < days
  }
}

type Days = { readonly first: LocalDate; readonly last: LocalDate }

/** @throws AppError range-backwards, range-too-long { limit }. */
function daysOf({ first, last }: { readonly first: string; readonly last: string }, limit: number): Days {
  const days = { first: toLocalDate(first), last: toLocalDate(last) }
  if (days.last < days.first) throw new AppError('range-backwards')
  if (daysBetween(days.first, days.last) > limit) throw new AppError('range-too-long', { limit })
  return days
}
