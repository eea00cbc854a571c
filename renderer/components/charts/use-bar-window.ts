/** The stretch of a day that a plot shows: + and - halve and double it around the chosen bar, the arrows push it along. */

import { type Ref, computed, ref, watch } from 'vue'

const NARROWEST = 12

export function useBarWindow(count: () => number, focused: Ref<number | null>) {
  const from = ref(0)
  const span = ref(count())
  const to = computed(() => Math.min(count(), from.value + span.value))

  function place(start: number, width: number): void {
    span.value = Math.min(count(), Math.max(NARROWEST, width))
    from.value = Math.min(count() - span.value, Math.max(0, start))
  }

  function zoom(direction: 1 | -1): void {
    const absolute = from.value + (focused.value ?? Math.floor(span.value / 2))
    const width = direction === 1 ? Math.ceil(span.value / 2) : span.value * 2
    place(absolute - Math.floor(width / 2), width)
    if (focused.value !== null) focused.value = absolute - from.value
  }

  /** One bar further than the edge. */
  function push(direction: 1 | -1): void {
    place(from.value + direction, span.value)
  }

  watch(count, () => place(0, count()))
  return { from, to, zoom, push, isWhole: computed(() => span.value >= count()) }
}
