/** The stretch of a day that a plot shows: zoomed around the chosen bar or a point, and pushed along. */

import { type Ref, computed, ref, watch } from 'vue'

const NARROWEST = 12
/** More slots than these are put together: docs/look.md 6. */
const MOST_BARS = 400
const GROUPS = [1, 5, 10, 15, 30, 60]

/** @param count slots of the day @param focused bar, counted from the left edge of the plot */
export function useBarWindow(count: () => number, focused: Ref<number | null>) {
  const from = ref(0)
  const span = ref(count())
  /** Slots that one bar stands for. */
  const perBar = computed(() => GROUPS.find((group) => span.value / group <= MOST_BARS) ?? 60)
  const begin = computed(() => Math.floor(from.value / perBar.value) * perBar.value)
  const to = computed(() => Math.min(count(), begin.value + Math.ceil(span.value / perBar.value) * perBar.value))

  function place(start: number, width: number): void {
    span.value = Math.min(count(), Math.max(NARROWEST, Math.round(width)))
    from.value = Math.min(count() - span.value, Math.max(0, Math.round(start)))
  }

  function zoom(direction: 1 | -1): void {
    const chosen = focused.value === null ? null : begin.value + focused.value * perBar.value
    const absolute = chosen ?? begin.value + Math.floor(span.value / 2)
    const width = direction === 1 ? Math.ceil(span.value / 2) : span.value * 2
    place(absolute - Math.floor(width / 2), width)
    if (chosen !== null) focused.value = Math.floor((chosen - begin.value) / perBar.value)
  }

  /** @param at place in the plot that stays where it is, 0 left to 1 right */
  function zoomAt(factor: number, at: number): void {
    const point = from.value + at * span.value
    const width = span.value / factor
    focused.value = null
    place(point - at * width, width)
  }

  /** By so many bars. */
  function pan(bars: number): void {
    place(from.value + Math.round(bars * perBar.value), span.value)
  }

  function reset(): void {
    focused.value = null
    place(0, count())
  }

  watch(count, reset)
  return { from: begin, to, perBar, zoom, zoomAt, pan, reset, isWhole: computed(() => span.value >= count()) }
}
