/** One local day of one meter, as finely as its source tells it. */

import type { LocalDate, TimeZone } from '../../domain/calendar'
import { addDays } from '../../domain/calendar'
import type { Direction } from '../../domain/energy'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import type { Raster } from '../profile-store'
import { wallOffsets } from './local-days'
import { meterAt } from './meter-at'
import { type LoadProfile, type RegisterProfile, readProfile, withRegisterSums } from './read-profile'
import type { ViewContext } from './view-context'

/** Shortest slot that a page can show; what is finer is summed. */
const SHORTEST = 60
const HOUR = 3600
const QUARTER = 900
/** How far back the slot length is looked for when the day itself has no readings. */
const LOOK_BACK_DAYS = 14

/** @param detail 'finest': down to a minute where the source tells it; else a quarter hour at the finest */
export function readDay(
  context: ViewContext,
  meterId: string,
  date: LocalDate,
  detail: 'finest' | 'quarters'
): LoadProfile {
  const day = readProfile(context, meterId, date, date)
  const known = day.usual === null ? readProfile(context, meterId, addDays(date, -LOOK_BACK_DAYS), date) : day
  const { usual, raster } = known
  if (detail === 'finest' && usual !== null && usual < QUARTER) {
    return fineDay(context, meterId, day, usual > SHORTEST && HOUR % usual === 0 ? usual : SHORTEST)
  }
  return known === day ? day : readProfile(context, meterId, date, date, { raster: raster as Raster })
}

/** The same day once more in slots of a given length. */
export function readDayBy(context: ViewContext, meterId: string, date: LocalDate, seconds: number): LoadProfile {
  if (seconds >= QUARTER) return readProfile(context, meterId, date, date, { raster: seconds as Raster })
  return fineDay(context, meterId, readProfile(context, meterId, date, date), seconds)
}

/** First instants of the slots, and the instant after the last: the last slot of a day may be shorter. */
export function slotEdges({ days, raster }: LoadProfile): readonly UtcSeconds[] {
  const [start, end] = [days.starts[0] ?? 0, days.starts.at(-1) ?? 0]
  const edges = Array.from({ length: Math.ceil((end - start) / raster) }, (_, index) =>
    toUtcSeconds(start + index * raster)
  )
  return [...edges, toUtcSeconds(end)]
}

/** Minute of each slot by the clock on the wall; repeats when clocks go back. */
export function wallMinutes(edges: readonly UtcSeconds[], timeZone: TimeZone): readonly number[] {
  const offsetAt = wallOffsets(timeZone)
  return edges.slice(0, -1).map((start) => Math.floor(((start + offsetAt(start)) % 86_400) / 60))
}

function fineDay(
  context: ViewContext,
  meterId: string,
  { days, usual, start }: LoadProfile,
  raster: number
): LoadProfile {
  const period = { start: days.starts[0] ?? start, end: days.starts.at(-1) ?? start }
  const meter = meterAt(context, meterId, period.start)
  const withSums = (direction: Direction): RegisterProfile => {
    const fine = context.profiles.fine(meter, direction, period, raster)
    return withRegisterSums(
      context.profiles,
      direction,
      [{ meterId: meter, period, used: period }],
      { start, raster },
      fine
    )
  }
  return {
    ...{ days, raster, usual, start },
    drawn: withSums('drawn'),
    fedIn: withSums('fed-in')
  }
}
