/** Weeks, months and years of the same made-up home, as the core would show them. */

import type { ReadingsPattern, ReadingsSpan, RequestOf } from '../../../app/contract'
import { addDays, daysBetween } from '../../../renderer/format/local-date'
import { METER, NOW, QUARTER, TIME_ZONE, bandsOf, midnightOf, slotsOf, sum, totalsOf } from './sample-readings'

type Slots = ReturnType<typeof slotsOf>
type Asked = Pick<RequestOf<'readings.span'>, 'first' | 'last' | 'by'> & Partial<RequestOf<'readings.span'>>

const PER_HOUR = 4
const FIRST = '2026-03-01'

export function sampleSpan({ first, last, by, compare = null, meterId = METER }: Asked): ReadingsSpan {
  const rows = rowsOf(first, last, by)
  const all = rows.flatMap(({ slots }) => slots)
  const compared = compare && rowsOf(compare.first, compare.last, by)
  const [drawn, cost] = [sum(all, 'drawn') ?? 0, sum(all, 'cost') ?? 0]
  return {
    meterId,
    ...{ first, last, timeZone: TIME_ZONE, by, seconds: QUARTER },
    starts: edges(rows),
    drawn: rows.map(({ slots }) => sum(slots, 'drawn')),
    fedIn: rows.map(({ slots }) => sum(slots, 'fedIn')),
    cost: rows.map(({ slots }) => sum(slots, 'cost')),
    measured: rows.map(({ slots }) => slots.filter((slot) => slot.drawn !== null).length),
    estimated: rows.map(() => 0),
    expected: rows.map(({ slots }) => slots.filter(({ start }) => start + QUARTER <= NOW).length),
    contradictions: rows.map((_, row) => (row === 2 ? 1 : 0)),
    long: [],
    bands: by === 'hour' ? daysOf(first, last).flatMap(bandsOf) : [],
    gaps: [],
    totals: { ...totalsOf(all), expected: all.filter(({ start }) => start + QUARTER <= NOW).length },
    stages: [
      { name: 'Nacht', low: 254_700_000, high: 254_700_000, drawn: drawn / 2, cost: cost / 2 },
      { name: 'Abend', low: 393_900_000, high: 393_900_000, drawn: drawn / 2, cost: cost / 2 }
    ].map((stage) => ({ ...stage, drawn: Math.round(stage.drawn), cost: Math.round(stage.cost) })),
    costPending: false,
    compare:
      compare && compared
        ? { ...compare, starts: edges(compared), drawn: compared.map(({ slots }) => sum(slots, 'drawn')) }
        : null,
    compareDrawn:
      compared &&
      sum(
        compared.flatMap(({ slots }) => slots),
        'drawn'
      ),
    compareSlots: compared && knownOf(compared),
    ownPower: null
  }
}

export function samplePattern({ first, last, direction, meterId }: RequestOf<'readings.pattern'>): ReadingsPattern {
  const columns = daysOf(first, last)
  const cells = columns.flatMap((date) =>
    hoursOf(date).map(({ slots }) => sum(slots, direction === 'drawn' ? 'drawn' : 'fedIn'))
  )
  return {
    meterId,
    ...{ first, last, direction, by: 'day', columns, cells },
    duration: Array.from({ length: 101 }, (_, percent) => Math.round(2320 * (1 - percent / 100) ** 2 + 80)),
    slots: columns.length * 96,
    seconds: QUARTER
  }
}

type Row = { readonly start: number; readonly end: number; readonly slots: Slots }

function rowsOf(first: string, last: string, by: 'hour' | 'day'): Row[] {
  return daysOf(first, last).flatMap((date) => (by === 'hour' ? hoursOf(date) : [dayOf(date)]))
}

function dayOf(date: string): Row {
  const start = midnightOf(date)
  return { start, end: start + 96 * QUARTER, slots: knownSlots(date) }
}

function hoursOf(date: string): Row[] {
  const slots = knownSlots(date)
  return Array.from({ length: 24 }, (_, hour) => {
    const start = midnightOf(date) + hour * 3600
    return { start, end: start + 3600, slots: slots.slice(hour * PER_HOUR, (hour + 1) * PER_HOUR) }
  })
}

function knownOf(rows: readonly Row[]): NonNullable<ReadingsSpan['compareSlots']> {
  const slots = rows.flatMap((row) => row.slots)
  return { known: slots.filter(({ drawn }) => drawn !== null).length, all: slots.length }
}

/** Nothing is known of days before the first. */
function knownSlots(date: string): Slots {
  return slotsOf(date, date < FIRST ? 0 : NOW)
}

function daysOf(first: string, last: string): string[] {
  return Array.from({ length: daysBetween(first, last) }, (_, index) => addDays(first, index))
}

function edges(rows: readonly Row[]): number[] {
  const end = rows.at(-1)?.end
  return end === undefined ? [] : [...rows.map(({ start }) => start), end]
}
