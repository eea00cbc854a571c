/** The Readings page of one day. */

import type { ReadingsDay } from '../../contract/readings'
import { type LocalDate, addDays } from '../../domain/calendar'
import type { Period, UtcSeconds } from '../../domain/interval'
import { UNKNOWN } from '../profile-store'
import { clockChangeIn } from './clock-change'
import { contradictionsOf } from './contradictions'
import { gapsOf } from './gaps'
import { meterAt } from './meter-at'
import { profileTotals } from './profile-totals'
import { readDay, readDayBy, slotEdges, wallMinutes } from './read-day'
import type { LoadProfile, RegisterProfile } from './read-profile'
import { type SpanCosts, spanCosts } from './span-costs'
import { expectedSlots, knownSlots, sumRows } from './span-rows'
import { drawnByMinute, usualDay } from './usual-day'
import type { ViewContext } from './view-context'

const MOST_BANDS = 100

/** @param span first to last reading of the meter. @param detail as for readDay */
export function dayView(
  context: ViewContext,
  meterId: string,
  date: LocalDate,
  span: Period,
  detail: 'finest' | 'quarters' = 'finest'
): ReadingsDay {
  const day = readDay(context, meterId, date, detail)
  const edges = slotEdges(day)
  const period = { start: edges[0] as UtcSeconds, end: edges.at(-1) as UtcSeconds }
  const meterOf = (time: UtcSeconds): string => meterAt(context, meterId, time)
  const costs = spanCosts(context.prices, meterOf, day, edges)
  const [drawn, fedIn] = [sumRows(day, day.drawn, edges), sumRows(day, day.fedIn, edges)]
  const before = readDayBy(context, meterId, addDays(date, -1), day.raster)
  const byMinute = drawnByMinute(context, before)
  const edgesBefore = slotEdges(before)
  const previous = sumRows(before, before.drawn, edgesBefore)
  const expected = expectedSlots(day, edges, context.now, span)
  return {
    meterId,
    date,
    timeZone: context.timeZone,
    seconds: day.raster,
    slots: slotsOf(day, edges, costs),
    clockChange: clockChangeIn(period, context.timeZone),
    bands: (context.prices?.bands(meterOf(period.start), period, day.raster) ?? [])
      .slice(0, MOST_BANDS)
      .map((band) => ({ ...band })),
    gaps: gapsOf(edges, [bySlot(day.drawn), bySlot(day.fedIn)], span),
    contradictions: contradictionsOf(context, meterId, period),
    totals: profileTotals(day, { drawn: drawn.total, fedIn: fedIn.total, cost: costs.total, expected }),
    previous: wallMinutes(edges, context.timeZone).map((minute) => byMinute.get(minute) ?? null),
    previousDrawn: previous.total,
    previousSlots: knownSlots(before, previous, edgesBefore),
    usual: usualDay(context, meterId, date, day)
  }
}

function slotsOf({ drawn, fedIn }: LoadProfile, edges: readonly UtcSeconds[], costs: SpanCosts): ReadingsDay['slots'] {
  return edges.slice(0, -1).map((start, index) => {
    const [up, down] = [known(drawn.energies[index]), known(fedIn.energies[index])]
    const rank = Math.max(up === null ? 0 : (drawn.ranks[index] ?? 0), down === null ? 0 : (fedIn.ranks[index] ?? 0))
    return {
      start,
      seconds: (edges[index + 1] ?? start) - start,
      drawn: up,
      fedIn: down,
      quality: up === null && down === null ? 'missing' : (QUALITIES[rank] ?? 'measured'),
      cost: up === null ? null : (costs.rows[index] ?? null)
    }
  })
}

/** What fills a slot in part leaves a gap there. */
function bySlot({ energies, long }: RegisterProfile): Parameters<typeof gapsOf>[1][number] {
  return { energies: Array.from(energies, known), wider: long }
}

function known(energy: number | undefined): number | null {
  return energy === undefined || energy === UNKNOWN ? null : energy
}

const QUALITIES = ['measured', 'estimated', 'substituted'] as const
