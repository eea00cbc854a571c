/**
 * What a household opens for a billing period under a tariff: time segments and cells (docs/bill-format.md 7). A pure
 * function of tariff and days; prices do not enter, so no choice of prices makes a cell small.
 */

import { type LocalDate, type TimeZone, addDays, daysBetween, periodOfDays } from '../../domain/calendar'
import type { Period, UtcSeconds } from '../../domain/interval'
import { OBIS_DRAWN, type Obis } from '../../domain/meter/meter'
import { type EnergyComponent, type Tariff, registerOf } from '../documents/tariff-document'
import { obisName } from '../documents/contract-document'
import { type LocalDay, type LocalDays, localDays } from './local-days'
import { rateChanges } from './vat-rates'
import { MINUTES_PER_DAY, type WeekCalendar, calendarOf } from './week-calendar'

export const MIN_SEGMENT_DAYS = 14
export const MIN_CELL_MINUTES = 16 * 60
export const MIN_CELL_DATES = 4
export const MAX_CELLS_PER_SEGMENT = 8

export type TimeSegment = { readonly first: LocalDate; readonly last: LocalDate }

export type Cell = {
  /** First day and window names, for instance 2026-03-01/Night. */
  readonly name: string
  /** Index of the window in each energy component, in tariff order. */
  readonly windows: readonly number[]
  /** Days of the segments that the cell covers. */
  readonly first: LocalDate
  readonly last: LocalDate
  /** How long and on how many days its windows occur, by wall clock. */
  readonly minutes: number
  readonly dates: number
}

export type Placement = {
  /** Index into the plan's cells. */
  readonly cell: number
  readonly date: LocalDate
  /** Minutes since local midnight by the clock on the wall. */
  readonly minute: number
}

export type PeriodPlan = {
  readonly obis: Obis
  readonly first: LocalDate
  readonly last: LocalDate
  readonly zone: TimeZone
  readonly period: Period
  readonly days: LocalDays
  readonly segments: readonly TimeSegment[]
  readonly cells: readonly Cell[]
  /** Cell of the interval that begins at `start`: by the wall clock then; null outside the period. */
  place(start: UtcSeconds): Placement | null
}

/** Cells that are shorter or rarer than what may be opened. */
export function smallCells(plan: PeriodPlan): readonly Cell[] {
  return plan.cells.filter(isSmall)
}

/** Whether some time segment has more cells than may be opened. */
export function hasTooManyCells(plan: PeriodPlan): boolean {
  return plan.segments.some(
    ({ first, last }) =>
      plan.cells.filter((cell) => cell.first <= last && cell.last >= first).length > MAX_CELLS_PER_SEGMENT
  )
}

/** @param obis the register whose energy is opened; energy drawn and energy fed in have plans of their own. */
export function planPeriod(
  tariff: Tariff,
  zone: TimeZone,
  first: LocalDate,
  last: LocalDate,
  obis: Obis = OBIS_DRAWN
): PeriodPlan {
  const components = energyComponentsOf(tariff, obis)
  const calendars = components.map(calendarOf)
  const asWeekday = weekdayRule(tariff)
  const days = localDays(first, last, zone)
  const segments = segmentsOf(tariff, obis, first, last)
  const cells = cellsOf(obis, components, segments, occurrences(calendars, days.days, segments, asWeekday))
  const byPlace = new Map<string, number>()
  cells.forEach((cell, index) => {
    segments.forEach((segment, number) => {
      if (cell.first <= segment.first && cell.last >= segment.last)
        byPlace.set(`${number}:${cell.windows.join()}`, index)
    })
  })
  return {
    obis,
    first,
    last,
    zone,
    period: periodOfDays(first, last, zone),
    days,
    segments,
    cells,
    place: (start) => {
      const moment = days.locate(start)
      if (!moment) return null
      const { date } = moment.day
      const minuteOfWeek = (asWeekday(moment.day) - 1) * MINUTES_PER_DAY + moment.minute
      const windows = calendars.map((calendar) => calendar(date).windows[minuteOfWeek])
      const cell = byPlace.get(`${segmentAt(segments, date)}:${windows.join()}`)
      return cell === undefined ? null : { cell, date, minute: moment.minute }
    }
  }
}

/** Components with windows that count a register. */
export function energyComponentsOf(tariff: Tariff, obis: Obis = OBIS_DRAWN): readonly EnergyComponent[] {
  return tariff.components.filter(
    (component): component is EnergyComponent => component.kind === 'energy' && registerOf(component) === obis
  )
}

/** Cuts at announced price changes; a rest shorter than 14 days stays with its neighbour. */
function segmentsOf(tariff: Tariff, obis: Obis, first: LocalDate, last: LocalDate): readonly TimeSegment[] {
  const starts = [first]
  for (const cut of cutsOf(tariff, obis, first, last)) {
    const before = starts.at(-1) ?? first
    if (daysBetween(before, cut) > MIN_SEGMENT_DAYS && daysBetween(cut, last) >= MIN_SEGMENT_DAYS) starts.push(cut)
  }
  return starts.map((start, index) => {
    const next = starts[index + 1]
    return { first: start, last: next ? addDays(next, -1) : last }
  })
}

/**
 * Days inside the period on which a price per kWh or its VAT changes. Fees are exact by days and need no cut; blocks
 * count the whole period, and a list's prices are opened as one amount, so no cut would tell more of them.
 */
function cutsOf(tariff: Tariff, obis: Obis, first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const days = tariff.components.flatMap((component) => {
    if ((component.kind !== 'levy' && component.kind !== 'energy') || registerOf(component) !== obis) return []
    const series = component.kind === 'levy' ? [component] : component.windows
    return [...series.flatMap(({ prices }) => prices.map(({ from }) => from)), ...rateChanges(component.vat)]
  })
  return [...new Set(days)].filter((day) => day > first && day <= last).sort()
}

/** A listed holiday takes the windows of the weekday the tariff names. */
function weekdayRule(tariff: Tariff): (day: LocalDay) => number {
  const named = new Map(tariff.holidays.map((holiday) => [holiday.date, holiday.as]))
  return (day) => named.get(day.date) ?? day.weekday
}

type Occurrence = { readonly windows: readonly number[]; minutes: number; dates: number }

/** Per time segment: the window tuples that occur in it, by their key. */
function occurrences(
  calendars: readonly WeekCalendar[],
  days: readonly LocalDay[],
  segments: readonly TimeSegment[],
  asWeekday: (day: LocalDay) => number
): readonly ReadonlyMap<string, Occurrence>[] {
  const known = new Map<string, ReadonlyMap<string, Occurrence>>()
  const tuplesOf = (day: LocalDay): ReadonlyMap<string, Occurrence> => {
    const weeks = calendars.map((calendar) => calendar(day.date))
    const weekday = asWeekday(day) - 1
    const key = [weekday, ...weeks.map(({ id }) => id)].join()
    const tuples =
      known.get(key) ??
      tuplesOfWeekday(
        weeks.map(({ windows }) => windows),
        weekday
      )
    known.set(key, tuples)
    return tuples
  }
  const found = segments.map(() => new Map<string, Occurrence>())
  for (const day of days) {
    const inSegment = found[segmentAt(segments, day.date)]
    for (const [key, { windows, minutes }] of tuplesOf(day)) {
      const occurrence = inSegment?.get(key) ?? { windows, minutes: 0, dates: 0 }
      occurrence.minutes += minutes
      occurrence.dates += 1
      inSegment?.set(key, occurrence)
    }
  }
  return found
}

function tuplesOfWeekday(weeks: readonly Uint8Array[], weekday: number): ReadonlyMap<string, Occurrence> {
  const found = new Map<string, Occurrence>()
  for (let minute = 0; minute < MINUTES_PER_DAY; minute++) {
    const windows = weeks.map((week) => week[weekday * MINUTES_PER_DAY + minute] ?? 0)
    const key = windows.join()
    const occurrence = found.get(key) ?? { windows, minutes: 0, dates: 1 }
    occurrence.minutes += 1
    found.set(key, occurrence)
  }
  return found
}

type Run = Occurrence & { readonly from: number; readonly to: number }

function cellsOf(
  obis: Obis,
  components: readonly EnergyComponent[],
  segments: readonly TimeSegment[],
  found: readonly ReadonlyMap<string, Occurrence>[]
): readonly Cell[] {
  const keys = [...new Set(found.flatMap((occurrences) => [...occurrences.keys()]))]
  const runs = keys.flatMap((key) =>
    mergeSmall(
      found.flatMap((occurrences, number) => {
        const occurrence = occurrences.get(key)
        return occurrence ? [{ ...occurrence, from: number, to: number }] : []
      })
    )
  )
  return runs
    .sort((a, b) => a.from - b.from || compareTuples(a.windows, b.windows))
    .flatMap((run) => {
      const first = segments[run.from]?.first
      const last = segments[run.to]?.last
      if (!first || !last) return []
      const names = run.windows.map((window, index) => components[index]?.windows[window]?.name ?? '')
      const { windows, minutes, dates } = run
      // Version 1 knows energy drawn alone, whose cells have no prefix.
      const prefix = obis === OBIS_DRAWN ? [] : [obisName(obis)]
      return [{ name: [...prefix, first, ...names].join('/'), windows, first, last, minutes, dates }]
    })
}

/** Joins a run that is too small with the run of the same windows in the segment before, else in the one after. */
function mergeSmall(runs: readonly Run[]): readonly Run[] {
  const merged = [...runs]
  for (;;) {
    const index = merged.findIndex((run, at) => isSmall(run) && neighbourOf(merged, at) !== undefined)
    const neighbour = neighbourOf(merged, index)
    if (index < 0 || neighbour === undefined) return merged
    const [a, b] = [merged[Math.min(index, neighbour)], merged[Math.max(index, neighbour)]]
    if (!a || !b) return merged
    const joined = { ...a, to: b.to, minutes: a.minutes + b.minutes, dates: a.dates + b.dates }
    merged.splice(Math.min(index, neighbour), 2, joined)
  }
}

function neighbourOf(runs: readonly Run[], index: number): number | undefined {
  const run = runs[index]
  if (!run) return undefined
  if (runs[index - 1]?.to === run.from - 1) return index - 1
  return runs[index + 1]?.from === run.to + 1 ? index + 1 : undefined
}

function isSmall({ minutes, dates }: Pick<Cell, 'minutes' | 'dates'>): boolean {
  return minutes < MIN_CELL_MINUTES || dates < MIN_CELL_DATES
}

function compareTuples(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((window, index) => window !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

function segmentAt(segments: readonly TimeSegment[], day: LocalDate): number {
  return segments.findIndex(({ first, last }) => first <= day && day <= last)
}
