/** Which meters there are readings of, and for which days. */

import { AppError } from '../../app-error'
import type { ReadingsRange } from '../../contract/readings'
import { type TimeZone, localDateAt } from '../../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { type MeterNotes, partsOf } from '../meter-notes'
import type { ProfileStore } from '../profile-store'
import type { ReadingSpan, ReadingStore } from '../reading-store'

export type RangesDeps = {
  readonly readings: ReadingStore
  readonly profiles: ProfileStore
  readonly notes: MeterNotes
}

const MOST_REPLACED = 20

/** Meters that were exchanged are one row, under the name of the newest. */
export function rangesView({ readings, profiles, notes }: RangesDeps, timeZone: TimeZone): ReadingsRange[] {
  const spans = readings.spans()
  const exchanges = notes.exchanges()
  const known = notes.notes()
  const old = new Set(exchanges.map(({ oldMeter }) => oldMeter))
  return metersOf(spans)
    .filter((meterId) => !old.has(meterId))
    .map((meterId) => {
      const parts = partsOf(exchanges, meterId)
      const ids = parts.map((part) => part.meterId)
      const { start, end } = spanOver(spans, ids)
      const last = localDateAt(toUtcSeconds(end - 1), timeZone)
      const own = spans.filter((span) => ids.includes(span.meterId))
      const note = known.find((one) => one.meterId === meterId)
      return {
        meterId,
        first: localDateAt(start, timeZone),
        last,
        newest: localDateAt(toUtcSeconds(newestIn(own) - 1), timeZone),
        directions: [...new Set(own.map(({ direction }) => direction))].sort(),
        name: note?.name ?? null,
        isProduction: note?.isProduction ?? false,
        seconds: newestLength(profiles, own),
        replaced: parts
          .flatMap(({ meterId: id, until }) =>
            until === null ? [] : [{ meterId: id, on: localDateAt(until, timeZone) }]
          )
          .reverse()
          .slice(0, MOST_REPLACED)
      }
    })
}

/** First to last reading over both directions, exchanged meters included. @throws AppError meter-unknown. */
export function spanOf({ readings, notes }: Pick<RangesDeps, 'readings' | 'notes'>, meterId: string): Period {
  const ids = partsOf(notes.exchanges(), meterId).map((part) => part.meterId)
  return spanOver(readings.spans(), ids)
}

/** The meter with the newest reading that is not one of what is made here; null where there is none. */
export function newestMeter({ readings, notes }: Pick<RangesDeps, 'readings' | 'notes'>): string | null {
  const spans = readings.spans()
  const production = new Set(notes.notes().flatMap(({ meterId, isProduction }) => (isProduction ? [meterId] : [])))
  const exchanges = notes.exchanges()
  const newest = metersOf(spans)
    .map((meterId) => ({ meterId, end: spanOver(spans, [meterId]).end, isHome: !production.has(meterId) }))
    .sort((one, other) => Number(other.isHome) - Number(one.isHome) || other.end - one.end)[0]
  return newest ? newestInRow(exchanges, newest.meterId) : null
}

function newestInRow(exchanges: ReturnType<MeterNotes['exchanges']>, meterId: string): string {
  let at = meterId
  for (let steps = 0; steps <= exchanges.length; steps++) {
    const next = exchanges.find(({ oldMeter }) => oldMeter === at)
    if (!next) break
    at = next.newMeter
  }
  return at
}

function newestLength(profiles: ProfileStore, spans: readonly ReadingSpan[]): number | null {
  const [newest] = [...spans].sort((one, other) => other.newest - one.newest)
  if (!newest) return null
  const { meterId, direction } = newest
  const before = toUtcSeconds(newest.newest - 1)
  const last = profiles.across(meterId, direction, before)
  if (last) return last.seconds
  const [look] = profiles.around(meterId, direction, { start: before, end: newest.newest }).totals
  return look ? newest.newest - look.at : 1
}

/** End of the newest reading of all. */
export function newestIn(spans: readonly ReadingSpan[]): UtcSeconds {
  return toUtcSeconds(Math.max(...spans.map(({ newest }) => newest)))
}

function spanOver(spans: readonly ReadingSpan[], meterIds: readonly string[]): Period {
  const periods = spans.filter(({ meterId }) => meterIds.includes(meterId)).map(({ period }) => period)
  const [first] = periods
  if (!first) throw new AppError('meter-unknown')
  return periods.reduce(
    (all, { start, end }) => ({
      start: toUtcSeconds(Math.min(all.start, start)),
      end: toUtcSeconds(Math.max(all.end, end))
    }),
    first
  )
}

function metersOf(spans: readonly ReadingSpan[]): readonly string[] {
  return [...new Set(spans.map(({ meterId }) => meterId))]
}
