/** When a window is open, in figures: 22:00-06:00, or 1-5 06:00-22:00 where it depends on the weekday (Monday is 1). */

import type { EnergyComponent, Tariff } from '../documents/tariff-document'
import { MINUTES_PER_DAY } from '../tariff/week-calendar'

/** Null for what has no windows, or only one. */
export function windowTimes(tariff: Tariff | null, component: string, window: string | null): string | null {
  const found = tariff?.components.find(({ name }) => name === component)
  if (window === null || found?.kind !== 'energy' || found.windows.length < 2) return null
  const times = found.windows.find(({ name }) => name === window)?.times ?? []
  const byDays = new Map<string, Stretch[]>()
  for (const { days, from, to } of times) {
    const key = daysText(days)
    byDays.set(key, [...(byDays.get(key) ?? []), { from, to }])
  }
  const texts = [...byDays].map(([days, stretches]) => `${days} ${overMidnight(stretches)}`.trim())
  return texts.join('; ').slice(0, 200)
}

type Stretch = Pick<EnergyComponent['windows'][number]['times'][number], 'from' | 'to'>

/** Empty when the window is open every day. */
function daysText(days: readonly number[]): string {
  if (days.length === 7) return ''
  const first = days[0] ?? 1
  const last = days.at(-1) ?? first
  const isRun = days.length > 1 && last - first === days.length - 1
  return isRun ? `${first}-${last}` : days.join(', ')
}

/** Two stretches that meet at midnight are one, as people say it. */
function overMidnight(stretches: readonly Stretch[]): string {
  const sorted = [...stretches].sort((a, b) => a.from - b.from)
  const first = sorted[0]
  const last = sorted.at(-1)
  if (sorted.length > 1 && first?.from === 0 && last?.to === MINUTES_PER_DAY) {
    sorted.splice(0, 1)
    sorted.splice(-1, 1, { from: last.from, to: first.to })
  }
  return sorted.map(({ from, to }) => `${clockText(from)}-${clockText(to)}`).join(', ')
}

function clockText(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
