/** Bars of a span as a scene: energy up and down, stages, gaps, what it is compared with. */

import type { ReadingsSpan } from '../../../app/contract'
import { weekdayOf } from '../../format/local-date'
import { createWallClock } from '../../format/wall-clock'
import { type AxisLines, axisLines } from './axis-lines'
import type { BarScene, Values } from './bar-scene'
import type { BarLevel, SpanBar } from './span-bars'

const MILLI_WATT_HOURS_PER_KWH = 1_000_000
const NANO_EURO_PER_EURO = 1_000_000_000
const MONDAY = 1
/** More bars than these have no number each. */
const NUMBERED = 40
const HOURS_SHOWN = 60
const NIGHT_HOURS = 6

export type SpanWords = {
  /** '4' -> '4 kWh je Tag' */
  readonly unit: (value: string) => string
  readonly costUnit: (value: string) => string
  readonly number: (value: number, digits: number) => string
  readonly price: (nanoEuroPerKwh: number) => string
  readonly gap: (gap: ReadingsSpan['gaps'][number]) => readonly string[]
  /** Day of the month; weekday and day; name of a month, short; year. */
  readonly day: (date: string) => string
  readonly weekday: (date: string) => string
  readonly month: (date: string) => string
  readonly year: (date: string) => string
}

export type SpanView = {
  readonly span: ReadingsSpan
  readonly bars: readonly SpanBar[]
  readonly level: BarLevel
  readonly compare: boolean
  readonly words: SpanWords
}

export function spanScene(view: SpanView): BarScene {
  const { span, bars, level, words } = view
  const up = bars.map(({ drawn }) => kwh(drawn))
  const down = bars.map(({ fedIn }) => kwh(fedIn) || null)
  const compare = view.compare && span.compare ? bars.map((bar) => kwh(bar.compare)) : null
  const axis = axisLines(most([up, compare ?? []]) || (level === 'hour' ? 0.1 : 1), most([down]))
  const hasBands = level === 'hour' && span.bands.length > 0
  return {
    ...{ count: bars.length, up, down, compare, axis },
    upColour: 'drawn',
    // A bar with slots missing is smaller than it was: drawn like an estimate, said in the foot.
    estimated: bars.map((bar) => isUncertain(bar, level)),
    marked: bars.map(({ contradictions }) => contradictions > 0),
    // Stages stand where the unit would.
    ...(hasBands
      ? { axisText: textOf(axis, words, words.unit) }
      : { axisText: textOf(axis, words, (value) => value), unit: words.unit('').trim() }),
    ...sideOf(view),
    bands: hasBands ? bandsOf(view) : [],
    gaps: gapsOf(view),
    usual: null,
    ruler: rulerOf(view),
    ...{ now: null, jump: null, names: {} },
    inset: { top: hasBands ? 50 : 24, bottom: 32 }
  }
}

/** The same bars as cost, in a plot of its own. */
export function spanCostScene(view: SpanView): BarScene {
  const { bars, words } = view
  const up = bars.map(({ cost }) => (cost === null ? null : cost / NANO_EURO_PER_EURO))
  const axis = axisLines(most([up]) || 1, 0)
  const lines = axis.lines.length > 2 ? axis.lines.filter((_, index) => index % 2 === 1) : axis.lines
  return {
    ...{ count: bars.length, up, axis: { ...axis, lines } },
    upColour: 'cost',
    down: bars.map(() => null),
    estimated: bars.map(() => false),
    marked: [],
    // As above, so that both plots have the same bars below each other.
    ...sideOf(view),
    axisText: textOf(axis, words, (value) => value),
    unit: words.costUnit('').trim(),
    ...{ bands: [], gaps: [], compare: null, usual: null, ruler: null, now: null, jump: null, names: {} },
    inset: { top: 38, bottom: 1 }
  }
}

/** Fewer bars leave room for a number before the first. */
const FEW = 14

/** Of hours the first are those of the night; the first of many days are as high as the others. */
function sideOf({ bars, level }: SpanView): Pick<BarScene, 'axisSide'> {
  return level !== 'hour' && bars.length > FEW ? { axisSide: 'beside' } : {}
}

/** Of a week or a month, only where it shows: one slot of 2,976 makes no month an estimate. */
const NOTICEABLE = 0.02

function isUncertain({ measured, estimated, expected }: SpanBar, level: BarLevel): boolean {
  if (measured === 0) return false
  const doubtful = estimated + Math.max(0, expected - measured)
  return level === 'week' || level === 'month' ? doubtful > expected * NOTICEABLE : doubtful > 0
}

function textOf(axis: AxisLines, words: SpanWords, unit: SpanWords['unit']): BarScene['axisText'] {
  return (value, isTop) => {
    const text = words.number(value, axis.digits)
    return isTop ? unit(text) : text
  }
}

function bandsOf({ span, bars, words }: SpanView): BarScene['bands'] {
  return span.bands
    .map((band) => ({
      ...{ from: indexAt(bars, band.start), to: indexAt(bars, band.end) },
      ...{ name: band.name, price: words.price(band.price), rank: band.rank }
    }))
    .filter((band) => band.to > band.from)
}

/** Bars that are over and have no energy. Of hours the core tells what is known over a gap. */
function gapsOf({ span, bars, level, words }: SpanView): BarScene['gaps'] {
  if (level === 'hour') {
    return span.gaps
      .map((gap) => ({ from: indexAt(bars, gap.start), to: indexAt(bars, gap.end), text: words.gap(gap) }))
      .filter((gap) => gap.to > gap.from)
      .map((gap, _, all) => (all.length > 4 ? { ...gap, text: [] } : gap))
  }
  const newest = bars.reduce((last, { measured }, index) => (measured > 0 ? index : last), -1)
  return bars.flatMap(({ drawn, fedIn, expected }, index) =>
    drawn === null && fedIn === null && expected > 0 && index < newest ? [{ from: index, to: index + 1, text: [] }] : []
  )
}

function rulerOf({ span, bars, level, words }: SpanView): BarScene['ruler'] {
  if (level === 'hour') return hourRuler(span, bars, words)
  const count = bars.length
  const begins = (index: number): boolean => index === count || isBeginning(bars[index], level)
  const numbered = level === 'day' && count <= NUMBERED
  const marks = bars.flatMap((bar, at) => {
    if (numbered) return [{ at, text: words.day(bar.first) }]
    if (level === 'month' && count <= NUMBERED) return [{ at, text: monthText(bar, words, bars) }]
    if (level === 'month') return isJanuary(bar) ? [{ at, text: words.year(bar.first) }] : []
    return isFirstOfMonth(bar, bars[at - 1]) ? [{ at, text: words.month(bar.last) }] : []
  })
  return { marks, centred: numbered || (level === 'month' && count <= NUMBERED), isLong: begins }
}

/** With its year where a new one begins. */
function monthText(bar: SpanBar, words: SpanWords, bars: readonly SpanBar[]): string {
  const isOneYear = bars.every(({ first }) => first.slice(0, 4) === bar.first.slice(0, 4))
  return isOneYear || !isJanuary(bar) ? words.month(bar.first) : words.year(bar.first)
}

function hourRuler(span: ReadingsSpan, bars: readonly SpanBar[], words: SpanWords): BarScene['ruler'] {
  const clock = createWallClock(span.timeZone)
  const hours = bars.map(({ start }) => clock(start) / 60)
  const isNear = bars.length <= HOURS_SHOWN
  const marks = bars.flatMap((bar, at) => {
    if (hours[at] === 0) return [{ at, text: words.weekday(bar.first) }]
    return isNear && (hours[at] ?? 0) % NIGHT_HOURS === 0 ? [{ at, text: String(hours[at]) }] : []
  })
  return { marks, centred: false, isLong: (index) => index === bars.length || hours[index] === 0 }
}

function isBeginning(bar: SpanBar | undefined, level: BarLevel): boolean {
  if (!bar) return false
  if (level === 'day') return weekdayOf(bar.first) === MONDAY
  return level === 'week' ? isFirstOfMonth(bar, undefined) : isJanuary(bar)
}

/** A week belongs to the month in which it ends. */
function isFirstOfMonth(bar: SpanBar, before: SpanBar | undefined): boolean {
  if (before) return before.last.slice(0, 7) !== bar.last.slice(0, 7)
  return Number(bar.last.slice(8)) <= 7
}

function isJanuary({ first }: SpanBar): boolean {
  return first.slice(5, 7) === '01'
}

/** Bar that an instant falls into, held inside the plot. */
function indexAt(bars: readonly SpanBar[], seconds: number): number {
  const at = bars.findIndex(({ end }) => end > seconds)
  return at < 0 ? bars.length : at
}

function kwh(milliwattHours: number | null): number | null {
  return milliwattHours === null ? null : milliwattHours / MILLI_WATT_HOURS_PER_KWH
}

function most(series: readonly Values[]): number {
  return series.flat().reduce<number>((highest, value) => Math.max(highest, value ?? 0), 0)
}
