/** Readings of one made-up home as the core would show them: a day with solar power, a gap and four estimated values. */

import type { KeptImport, Overview, ReadingsDay, ReadingsRange } from '../../../app/contract'
import { sampleSpan } from './sample-spans'
import { seeded } from '../../support/seeded'

export const TIME_ZONE = 'Europe/Berlin'
export const METER = '1WVL0012345678'
/** Tuesday, 19 May 2026, 17:30 in Berlin. */
export const NOW = Date.UTC(2026, 4, 19, 15, 30) / 1000
export const TODAY = '2026-05-19'

export const QUARTER = 900
const SLOTS = 96

type Slot = ReadingsDay['slots'][number]

/** Local midnight of a day in Berlin's summer time, or winter time before 29 March 2026. */
export function midnightOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 1000 - (date > '2026-03-29' ? 7200 : 3600)
}

function bump(at: number, centre: number, width: number, height: number): number {
  return height * Math.exp(-(((at - centre) / width) ** 2))
}

/** Wh of one quarter hour: base load, breakfast, lunch, evening. */
function typical(index: number): number {
  const hour = index / 4
  return (
    20 + bump(hour, 7.3, 0.9, 130) + bump(hour, 12.9, 0.8, 20) + bump(hour, 18.6, 1.3, 230) + bump(hour, 21, 1.8, 60)
  )
}

function solar(index: number): number {
  return bump(index / 4, 13, 2.3, 110)
}

export function slotsOf(date: string, until: number): Slot[] {
  const draw = seeded(Number(date.replaceAll('-', '')))
  const start = midnightOf(date)
  const kettle = 40 + Math.floor(draw() * 10)
  return Array.from({ length: SLOTS }, (_, index) => {
    const at = start + index * QUARTER
    const net =
      typical(index) * (0.7 + draw() * 0.7) +
      (index === kettle || index === kettle + 1 ? 380 : 0) -
      solar(index) * (0.5 + draw() * 0.6)
    if (at + QUARTER > until)
      return { start: at, seconds: QUARTER, drawn: null, fedIn: null, quality: 'missing' as const, cost: null }
    const drawn = Math.round(Math.max(0, net)) * 1000
    return {
      start: at,
      seconds: QUARTER,
      drawn,
      fedIn: Math.round(Math.max(0, -net)) * 1000,
      quality: 'measured' as const,
      cost: Math.round((drawn * priceAt(index)) / 1_000_000)
    }
  })
}

function priceAt(index: number): number {
  const hour = index / 4
  if (hour < 6 || hour >= 22) return 254_700_000
  return hour < 17 ? 311_800_000 : 393_900_000
}

export function bandsOf(date: string): ReadingsDay['bands'] {
  const start = midnightOf(date)
  const band = (from: number, to: number, name: string, rank: number) => ({
    start: start + from * 3600,
    end: start + to * 3600,
    name,
    price: priceAt(from * 4),
    rank
  })
  return [band(0, 6, 'Nacht', 1), band(6, 17, 'Tag', 2), band(17, 22, 'Abend', 3), band(22, 24, 'Nacht', 1)]
}

export function sum(slots: readonly Slot[], name: 'drawn' | 'fedIn' | 'cost'): number | null {
  const known = slots.map((slot) => slot[name]).filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}

export function totalsOf(slots: readonly Slot[]): ReadingsDay['totals'] {
  const known = slots.filter((slot) => slot.drawn !== null)
  const watts = known.map((slot) => Math.round((slot.drawn ?? 0) / 250)).sort((a, b) => a - b)
  const peak = known.reduce<Slot | null>((best, slot) => ((slot.drawn ?? 0) > (best?.drawn ?? -1) ? slot : best), null)
  return {
    drawn: sum(slots, 'drawn'),
    fedIn: sum(slots, 'fedIn'),
    cost: sum(slots, 'cost'),
    baseLoad: watts[Math.floor(watts.length * 0.2)] ?? null,
    peak: peak ? { start: peak.start, watts: Math.round((peak.drawn ?? 0) / 250) } : null,
    measured: known.filter((slot) => slot.quality === 'measured').length,
    expected: SLOTS
  }
}

export function sampleDay(date: string = TODAY, until = NOW): ReadingsDay {
  const slots = slotsOf(date, until)
  const withFaults = date === '2026-05-18' ? slots.map(faulty) : slots
  const before = slotsOf(previousDate(date), until)
  const start = midnightOf(date)
  return {
    meterId: METER,
    date,
    timeZone: TIME_ZONE,
    seconds: QUARTER,
    slots: withFaults,
    clockChange: null,
    bands: bandsOf(date),
    gaps: date === '2026-05-18' ? [{ start: start + 9000, end: start + 11_700, drawn: 70_000 }] : [],
    contradictions: [],
    totals: totalsOf(withFaults),
    previous: before.map((slot) => slot.drawn),
    previousDrawn: sum(before, 'drawn'),
    previousSlots: { known: before.filter(({ drawn }) => drawn !== null).length, all: before.length },
    usual: {
      low: slots.map((_, index) => Math.round(Math.max(0, typical(index) * 0.7 - solar(index)) * 1000)),
      median: slots.map((_, index) => Math.round(Math.max(0, typical(index) - solar(index)) * 1000)),
      high: slots.map((_, index) => Math.round(Math.max(20, typical(index) * 1.4 - solar(index) * 0.4) * 1000))
    }
  }
}

function faulty(slot: Slot, index: number): Slot {
  if (index >= 10 && index < 13) return { ...slot, drawn: null, fedIn: null, cost: null, quality: 'missing' }
  return index >= 33 && index < 37 ? { ...slot, quality: 'estimated' } : slot
}

function previousDate(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

export const sampleRanges: ReadingsRange[] = [
  {
    meterId: METER,
    first: '2026-03-01',
    last: TODAY,
    newest: TODAY,
    directions: ['drawn', 'fed-in'],
    name: null,
    isProduction: false,
    seconds: QUARTER,
    replaced: []
  }
]

export function sampleOverview(): Overview {
  const month = sampleSpan({ first: '2026-05-01', last: '2026-05-31', by: 'day' })
  return {
    day: sampleDay(),
    againstUsual: 812_000,
    lastPower: 360,
    month: {
      month: '2026-05-01',
      drawn: month.totals.drawn ?? 0,
      cost: month.totals.cost,
      days: 19,
      daysInMonth: 31,
      forecastLow: 84_000_000_000,
      forecastHigh: 90_000_000_000,
      drawnLow: 201_000_000,
      drawnHigh: 219_000_000,
      previousDrawn: 238_400_000,
      previousCost: 85_550_000_000
    }
  }
}

export const sampleImports: KeptImport[] = [
  {
    id: 7,
    at: NOW - 3600,
    name: 'may.csv',
    meterIds: [METER],
    directions: ['drawn', 'fed-in'],
    intervals: 3648,
    first: '2026-05-01',
    last: TODAY,
    removedAt: null
  },
  {
    id: 3,
    at: NOW - 86_400,
    name: 'march.csv',
    meterIds: [METER],
    directions: ['drawn'],
    intervals: 2972,
    first: '2026-03-01',
    last: '2026-03-31',
    removedAt: NOW - 1800
  }
]
