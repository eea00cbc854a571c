/** Long tables begin with some rows and grow on request: thousands of cells at once would hold the window up. */

import { computed, ref, watch } from 'vue'

/** @param rows how many there are @param few how many at first, and more at a time @param of what the table is of */
export function useMoreRows(rows: () => number, few: number, of: () => unknown) {
  const wanted = ref(few)
  watch(of, () => (wanted.value = few))
  const shown = computed(() => Math.min(rows(), wanted.value))
  const next = computed(() => Math.min(few, rows() - shown.value))
  return { shown, next, more: () => (wanted.value += few) }
}
