/** The rows of a span that a plot shows, and how finely: zoomed and pushed along by keys, buttons, wheel and drag. */

import { type Ref, computed, ref, watch } from 'vue'
import type { ReadingsSpan } from '../../../app/contract'
import { type SpanBar, levelFor, spanBars } from './span-bars'

/** Rows that are never zoomed below. */
const FEWEST = { hour: 12, day: 7 } as const

export function useSpanWindow(span: () => ReadingsSpan, focused: Ref<number | null>) {
  const rows = computed(() => Math.max(0, span().starts.length - 1))
  const from = ref(0)
  const width = ref(rows.value)
  const level = computed(() => levelFor(span().by, width.value))
  const all = computed(() => spanBars(span(), level.value))
  const bars = computed<readonly SpanBar[]>(() =>
    all.value.filter((bar) => bar.to > from.value && bar.from < from.value + width.value)
  )

  function place(start: number, wide: number): void {
    const held = Math.min(rows.value, Math.max(Math.min(rows.value, FEWEST[span().by]), Math.round(wide)))
    width.value = held
    from.value = Math.min(rows.value - held, Math.max(0, Math.round(start)))
  }

  /** @param at place in the plot that stays where it is, 0 left to 1 right */
  function zoomAt(factor: number, at: number): void {
    const point = from.value + at * width.value
    const wide = width.value / factor
    focused.value = null
    place(point - at * wide, wide)
  }

  /** Halves or doubles around the chosen bar, which stays chosen. */
  function zoom(direction: 1 | -1): void {
    const chosen = focused.value === null ? null : bars.value[focused.value]
    const middle = chosen ? (chosen.from + chosen.to) / 2 : from.value + width.value / 2
    const wide = direction === 1 ? width.value / 2 : width.value * 2
    place(middle - wide / 2, wide)
    if (!chosen) return
    const at = bars.value.findIndex((bar) => bar.to > chosen.from)
    focused.value = at < 0 ? null : at
  }

  /** By so many bars as they are drawn now. */
  function pan(by: number): void {
    const perBar = width.value / Math.max(1, bars.value.length)
    place(from.value + Math.sign(by) * Math.max(1, Math.round(Math.abs(by) * perBar)), width.value)
  }

  function reset(): void {
    focused.value = null
    from.value = 0
    width.value = rows.value
  }

  watch(() => [span().first, span().last, span().meterId, rows.value].join(), reset)
  return { bars, level, zoom, zoomAt, pan, push: pan, reset, isWhole: computed(() => width.value >= rows.value) }
}
