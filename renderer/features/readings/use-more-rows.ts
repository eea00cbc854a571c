/**
 * Long tables begin with some rows and grow on request. Even those come a few at a time, a frame apart: a thousand cells at
 * once would hold the window up for longer than 50 ms.
 */

import { computed, onScopeDispose, ref, watch } from 'vue'
import { afterFrame } from '../../composables/after-frame'

/** More than fill the table's frame, and some 10 ms of making, styling and laying out. */
const CELLS_AT_ONCE = 250

export type TableRows = {
  /** How many there are. */
  readonly rows: () => number
  /** Cells of a row. */
  readonly columns: () => number
  /** How many rows without being asked for more, and how many more at a time. */
  readonly few: number
  /** What the table is of; another thing begins from the top. */
  readonly of: () => unknown
}

export function useMoreRows({ rows, columns, few, of }: TableRows) {
  const wanted = ref(few)
  const made = ref(0)
  const goal = computed(() => Math.min(rows(), wanted.value))
  const shown = computed(() => Math.min(goal.value, made.value))
  const next = computed(() => Math.min(few, rows() - goal.value))
  const step = (): number => Math.ceil(CELLS_AT_ONCE / columns())
  let isWaiting = false
  let isGone = false

  watch(
    of,
    () => {
      wanted.value = few
      made.value = step()
    },
    { immediate: true }
  )
  watch(
    [goal, made],
    () => {
      if (isWaiting || made.value >= goal.value) return
      isWaiting = true
      afterFrame(() => {
        isWaiting = false
        if (!isGone) made.value += step()
      })
    },
    { immediate: true }
  )
  onScopeDispose(() => (isGone = true))
  return { shown, next, more: () => (wanted.value += few) }
}
