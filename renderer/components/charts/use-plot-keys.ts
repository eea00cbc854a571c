/** The keys of a bar plot: arrows by bar, Page by hour, Home and End, Enter, + and -, T, Escape (docs/look.md 6). */

import type { Ref } from 'vue'

export type PlotKeys = {
  readonly count: () => number
  /** Bars that a Page key moves by. */
  readonly page: () => number
  readonly onEnter: (index: number) => void
  readonly onZoom: (direction: 1 | -1) => void
  readonly onTable: () => void
  /** Called when an arrow leads past the last or first bar. */
  readonly onEdge: (direction: 1 | -1) => void
}

export function usePlotKeys(focused: Ref<number | null>, keys: PlotKeys): (event: KeyboardEvent) => void {
  const moves: Readonly<Record<string, (at: number) => number>> = {
    ArrowLeft: (at) => at - 1,
    ArrowRight: (at) => at + 1,
    PageUp: (at) => at - keys.page(),
    PageDown: (at) => at + keys.page(),
    Home: () => 0,
    End: () => keys.count() - 1
  }

  function moveTo(at: number): void {
    const last = keys.count() - 1
    if (at < 0) keys.onEdge(-1)
    if (at > last) keys.onEdge(1)
    focused.value = Math.min(last, Math.max(0, at))
  }

  const firstFocus = (key: string): number => (key === 'End' || key === 'ArrowLeft' ? keys.count() - 1 : 0)

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = moves[event.key]
    if (move) moveTo(focused.value === null ? firstFocus(event.key) : move(focused.value))
    else if (event.key === 'Enter' && focused.value !== null) keys.onEnter(focused.value)
    else if (event.key === '+' || event.key === '-') keys.onZoom(event.key === '+' ? 1 : -1)
    else if (event.key.toLowerCase() === 't') keys.onTable()
    else if (event.key === 'Escape' && focused.value !== null) focused.value = null
    else return
    event.preventDefault()
  }
}
