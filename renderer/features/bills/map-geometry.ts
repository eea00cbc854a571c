/** The map of a bill: one row per local day, a stroke per interval, placed by the clock on the wall. */

import type { BillReport } from '../../../app/contract'
import { createWallClock } from '../../format/wall-clock'

type Row = BillReport['map'][number]

export const MAP = {
  left: 26,
  top: 20,
  width: 288,
  rowHeight: 6,
  strokeHeight: 4
} as const

export type Stroke = {
  readonly row: number
  readonly column: number
  readonly kind: string
  readonly start: number
  /** Left edge and width in px. */
  readonly x: number
  readonly width: number
  /** The hour that occurs twice shares its place: first pass in the upper half, second in the lower. */
  readonly half: 'upper' | 'lower' | null
}

/** Signs of app/bills/report/report-map.ts, as the locales name them. */
export const MAP_KINDS: Readonly<Record<string, string>> = {
  '.': 'checked',
  x: 'wrong',
  e: 'estimated',
  g: 'gap',
  '-': 'missing'
}

const DAY_MINUTES = 1440
const DAY_SECONDS = 86_400

export function strokesOf(report: BillReport): readonly (readonly Stroke[])[] {
  const clock = createWallClock(report.timeZone)
  return report.map.map((entry, row) => strokesOfRow(entry, row, report.seconds, clock))
}

function strokesOfRow(entry: Row, row: number, seconds: number, clock: (at: number) => number): readonly Stroke[] {
  const pitch = MAP.width / (DAY_SECONDS / seconds)
  const regular = entry.slots.length === DAY_SECONDS / seconds
  const minutes = [...entry.slots].map((_, index) =>
    regular ? (index * seconds) / 60 : clock(entry.start + index * seconds)
  )
  return [...entry.slots].map((kind, index) => {
    const minute = minutes[index] ?? 0
    const again = minutes.indexOf(minute) !== index
    const twice = minutes.lastIndexOf(minute) !== minutes.indexOf(minute)
    return {
      row,
      column: index,
      kind,
      start: entry.start + index * seconds,
      x: MAP.left + (minute / DAY_MINUTES) * MAP.width,
      width: pitch,
      half: twice ? (again ? 'lower' : 'upper') : null
    }
  })
}

/** Days whose numbers are written at the left: the first, every tenth, the last. */
export function rowLabels(report: BillReport): readonly { readonly row: number; readonly text: string }[] {
  const last = report.map.length - 1
  return report.map
    .map((entry, row) => ({ row, text: String(Number(entry.date.slice(8))), day: Number(entry.date.slice(8)) }))
    .filter(({ row, day }) => row === 0 || row === last || (day % 10 === 0 && last - row > 2 && row > 2))
}

export function firstWrongStart(report: BillReport): number | null {
  for (const entry of report.map) {
    const at = entry.slots.indexOf('x')
    if (at >= 0) return entry.start + at * report.seconds
  }
  return null
}

export function countOf(report: BillReport, kind: string): number {
  return report.map.reduce((sum, { slots }) => {
    let count = 0
    for (let at = slots.indexOf(kind); at >= 0; at = slots.indexOf(kind, at + 1)) count += 1
    return sum + count
  }, 0)
}
