/** CSV files of a made-up home: quarter hours up to now with solar power, an older meter, what the roof makes, minutes. */

import { writeFileSync } from 'node:fs'

const QUARTER = 900

export type HomeFile = {
  readonly meterId: string
  /** Seconds UTC, whole intervals. */
  readonly from: number
  readonly to: number
  /** Length of an interval, or 'day' for days of this PC's zone. */
  readonly every?: number | 'day'
  /** Watt-hours of an interval at an hour of the day, 0 to 24, and its number. */
  readonly drawn: (hour: number, index: number) => number
  readonly fedIn?: (hour: number, index: number) => number
  readonly quality?: (index: number) => 'measured' | 'estimated'
  /** True for an interval that is not there. */
  readonly isMissing?: (index: number) => boolean
}

/** Begin of the day that many days ago in this PC's zone, which is the program's: its days are those of the household. */
export function daysAgo(days: number): number {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime() / 1000
}

/** The day of this PC's zone in which an instant lies, as 2026-11-23. */
export function dateOf(seconds: number): string {
  const at = new Date(seconds * 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

export function thisQuarter(): number {
  return Math.floor(Date.now() / 1000 / QUARTER) * QUARTER
}

/** A home at its busiest in the morning and in the evening; its load never falls below 80 W. */
export function homeLoad(hour: number, index: number): number {
  const noise = ((index * 7919) % 97) / 97
  return 20 + 110 * bump(hour, 7.3, 0.9) + 210 * bump(hour, 18.7, 1.5) * (0.6 + noise) + noise * 12
}

/** What the roof feeds in: more in summer, less on some days. */
export function solarFeedIn(hour: number, index: number): number {
  const day = Math.floor(index / 96)
  const season = 0.55 + 0.4 * Math.cos((2 * Math.PI * (day - 200)) / 365)
  const sky = 0.25 + (((day * 37) % 23) / 23) * 0.75
  return 420 * season * sky * bump(hour, 12.8, 2.6)
}

export function writeHomeFile(file: string, home: HomeFile): void {
  const endOf = (start: number): number => (home.every === 'day' ? nextDay(start) : start + (home.every ?? QUARTER))
  const lines = ['# wattveil-readings 1', `# meter: ${home.meterId}`, '# zone: Etc/UTC', '# unit: kWh']
  lines.push('start,end,drawn,fed-in,quality')
  let rows = 0
  for (
    let start = home.from, index = 0, end = endOf(start);
    start < home.to;
    start = end, end = endOf(start), index++
  ) {
    if (home.isMissing?.(index)) continue
    const hour = hourOf(start)
    const [fedIn, drawn] = [home.fedIn?.(hour, index) ?? 0, home.drawn(hour, index)]
    // What is made is used first; only the rest crosses the border of the house, one way or the other.
    const [out, into] = [Math.max(0, fedIn - drawn), Math.max(0, drawn - fedIn)]
    const cells = [kwh(into), home.fedIn ? kwh(out) : '', home.quality?.(index) ?? 'measured']
    lines.push([stamp(start), stamp(end), ...cells].join(','))
    rows++
  }
  writeFileSync(file, [...lines, `# end: ${rows} rows`, ''].join('\r\n'))
}

function nextDay(start: number): number {
  const at = new Date(start * 1000)
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1).getTime() / 1000
}

/** By the clock on the wall: people cook and the sun shines by it. */
function hourOf(seconds: number): number {
  const at = new Date(seconds * 1000)
  return at.getHours() + at.getMinutes() / 60
}

function kwh(wattHours: number): string {
  return (Math.round(wattHours) / 1000).toFixed(3)
}

function stamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00')
}

function bump(at: number, centre: number, width: number): number {
  return Math.exp(-(((at - centre) / width) ** 2))
}
