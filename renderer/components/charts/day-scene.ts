/** A day of readings as a bar scene: bars of energy, gaps, stages, the day that is compared with, the usual day. */

import type { ReadingsDay } from '../../../app/contract'
import { createWallClock } from '../../format/wall-clock'
import { axisLines } from './axis-lines'
import type { BarScene, Values } from './bar-scene'

const MILLI_WATT_HOURS_PER_KWH = 1_000_000

export type DayWords = {
  /** '0,4' -> '0,4 kWh je Viertelstunde' */
  readonly unit: (value: string) => string
  readonly number: (value: number, digits: number) => string
  readonly endOfDay: string
  readonly price: (nanoEuroPerKwh: number) => string
  readonly gap: (gap: ReadingsDay['gaps'][number]) => readonly string[]
  readonly clockChange: string
  readonly names: BarScene['names']
}

export type DayView = {
  readonly day: ReadingsDay
  /** Slots shown: from <= index < to. */
  readonly from: number
  readonly to: number
  readonly compare: boolean
  readonly usual: boolean
  readonly bands: boolean
  readonly now: { readonly seconds: number; readonly text: string } | null
  readonly words: DayWords
  readonly inset: BarScene['inset']
  /** Hours between two numbers of the ruler when the whole day is shown. */
  readonly hours: 2 | 3
}

export function dayScene(view: DayView): BarScene {
  const { day, from, to, words } = view
  const slots = day.slots.slice(from, to)
  const up = slots.map((slot) => kwh(slot.drawn))
  const down = slots.map((slot) => kwh(slot.fedIn))
  const compare = view.compare ? day.previous.slice(from, to).map(kwh) : null
  const usual = view.usual && day.usual ? usualOf(day.usual, from, to) : null
  const axis = axisLines(most([up, compare ?? [], usual?.high ?? []]) || 0.1, most([down]))
  const index = (seconds: number): number => indexAt(day, seconds, from, to)
  return {
    count: slots.length,
    up,
    down: down.map((value) => value || null),
    upColour: 'drawn',
    estimated: slots.map((slot) => slot.quality === 'estimated' || slot.quality === 'substituted'),
    marked: markedSlots(day, from, to),
    axis,
    axisText: (value, isTop) =>
      isTop ? words.unit(words.number(value, axis.digits)) : words.number(value, axis.digits),
    bands: view.bands
      ? day.bands
          .map((band) => ({
            from: index(band.start),
            to: index(band.end),
            name: band.name,
            price: words.price(band.price),
            rank: band.rank
          }))
          .filter((band) => band.to > band.from)
      : [],
    gaps: day.gaps
      .filter((gap) => view.now === null || gap.start < view.now.seconds)
      .map((gap) => ({ from: index(gap.start), to: index(gap.end), text: words.gap(gap) }))
      .filter((gap) => gap.to > gap.from),
    compare,
    usual,
    ruler: dayRuler(view),
    now: nowOf(view, index),
    jump: day.clockChange === null ? null : { at: index(day.clockChange), text: words.clockChange },
    names: words.names,
    inset: view.inset
  }
}

/** The same slots as cost, in a plot of its own. */
export function costScene(view: DayView, unit: (value: string) => string): BarScene {
  const slots = view.day.slots.slice(view.from, view.to)
  const up = slots.map((slot) => (slot.cost === null ? null : slot.cost / 10_000_000))
  const axis = axisLines(most([up]) || 1, 0)
  const few = axis.lines.length > 2 ? axis.lines.filter((_, index) => index % 2 === 1) : axis.lines
  return {
    count: slots.length,
    up,
    upColour: 'cost',
    down: slots.map(() => null),
    estimated: slots.map(() => false),
    marked: [],
    axis: { ...axis, lines: few },
    axisText: (value, isTop) => {
      const text = view.words.number(value, axis.digits)
      return isTop ? unit(text) : text
    },
    bands: [],
    gaps: [],
    compare: null,
    usual: null,
    ruler: null,
    now: null,
    jump: null,
    names: {},
    inset: { top: 38, bottom: 1 }
  }
}

function markedSlots(day: ReadingsDay, from: number, to: number): boolean[] {
  if (day.contradictions.length === 0) return []
  return day.slots
    .slice(from, to)
    .map(({ start, seconds }) => day.contradictions.some((one) => one.start < start + seconds && one.end > start))
}

function dayRuler({ day, from, to, words, hours }: DayView): BarScene['ruler'] {
  const clock = createWallClock(day.timeZone)
  const minutes = day.slots.slice(from, to).map((slot) => clock(slot.start))
  const every = ((to - from) * day.seconds) / 3600 > 13 ? hours : 1
  const marks: { at: number; text: string }[] = []
  const said = new Set<number>()
  for (const [at, minute] of minutes.entries()) {
    const hour = minute / 60
    if (!Number.isInteger(hour) || hour % every !== 0 || said.has(hour)) continue
    said.add(hour)
    marks.push({ at, text: String(hour) })
  }
  if (to === day.slots.length) marks.push({ at: to - from, text: words.endOfDay })
  return { marks, centred: false, isLong: (index) => index === minutes.length || (minutes[index] ?? 1) % 60 === 0 }
}

function nowOf(view: DayView, index: (seconds: number) => number): BarScene['now'] {
  if (!view.now) return null
  const last = view.day.slots.at(-1)
  if (!last || view.now.seconds < (view.day.slots[0]?.start ?? 0) || view.now.seconds >= last.start + last.seconds)
    return null
  return { at: index(view.now.seconds), text: view.now.text }
}

/** Slot that an instant falls into, relative to the view and held inside it. */
function indexAt(day: ReadingsDay, seconds: number, from: number, to: number): number {
  const start = day.slots[0]?.start ?? 0
  const at = Math.floor((seconds - start) / day.seconds)
  return Math.min(to - from, Math.max(0, at - from))
}

function usualOf(usual: NonNullable<ReadingsDay['usual']>, from: number, to: number): NonNullable<BarScene['usual']> {
  const cut = (values: Values): Values => values.slice(from, to).map(kwh)
  return { low: cut(usual.low), median: cut(usual.median), high: cut(usual.high) }
}

function kwh(milliwattHours: number | null): number | null {
  return milliwattHours === null ? null : milliwattHours / MILLI_WATT_HOURS_PER_KWH
}

function most(series: readonly Values[]): number {
  return series.flat().reduce<number>((highest, value) => Math.max(highest, value ?? 0), 0)
}
