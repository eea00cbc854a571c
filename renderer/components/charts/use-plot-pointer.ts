/** What a pointer does in a plot: shows a bar, opens it, drags the plot along, zooms with Ctrl and wheel or two fingers. */

import type { Ref } from 'vue'

export type PlotPointer = {
  readonly root: Readonly<Ref<HTMLElement | null>>
  readonly count: () => number
  /** Width of a bar with its gap, px. */
  readonly pitch: () => number
  readonly onPoint: (index: number | null) => void
  readonly onChoose: () => void
  readonly onZoom: (factor: number, at: number) => void
  readonly onPan: (bars: number) => void
}

/** Less is a click. */
const DRAG_PX = 4
const STEP = 1.25

export function usePlotPointer(plot: PlotPointer) {
  let held: { x: number; moved: boolean } | null = null
  let rest = 0
  /** After a key: null until the pointer is heard of, then where it rests. Undefined while the pointer leads. */
  let resting: { x: number; y: number } | null | undefined

  const inside = (event: MouseEvent): number => event.clientX - (plot.root.value?.getBoundingClientRect().left ?? 0)

  /** A key leads now. A page that shifts under a pointer at rest sends moves too, and must not take the place away. */
  function keyed(): void {
    resting = null
  }

  function hasMoved({ clientX: x, clientY: y }: PointerEvent): boolean {
    if (resting === undefined) return true
    if (resting === null || (resting.x === x && resting.y === y)) {
      resting = { x, y }
      return false
    }
    resting = undefined
    return true
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0) return
    resting = undefined
    pointAt(event)
    held = { x: event.clientX, moved: false }
    rest = 0
  }

  function move(event: PointerEvent): void {
    if (!hasMoved(event)) return
    if (held) {
      drag(event, held)
      if (held.moved) return
    }
    pointAt(event)
  }

  function pointAt(event: PointerEvent): void {
    const at = Math.floor(inside(event) / plot.pitch())
    plot.onPoint(at >= 0 && at < plot.count() ? at : null)
  }

  function drag(event: PointerEvent, from: { x: number; moved: boolean }): void {
    const by = event.clientX - from.x
    if (!from.moved && Math.abs(by) < DRAG_PX) return
    if (!from.moved) {
      from.moved = true
      plot.onPoint(null)
      plot.root.value?.setPointerCapture(event.pointerId)
    }
    from.x = event.clientX
    panBy(-by)
  }

  /** What is less than a bar is kept for the next time. */
  function panBy(px: number): void {
    rest += px / plot.pitch()
    const bars = Math.trunc(rest)
    if (bars === 0) return
    rest -= bars
    plot.onPan(bars)
  }

  function up(): void {
    const wasClick = held !== null && !held.moved
    held = null
    if (wasClick) plot.onChoose()
  }

  function leave(): void {
    held = null
    if (resting === undefined) plot.onPoint(null)
  }

  function wheel(event: WheelEvent): void {
    const sideways = event.shiftKey ? event.deltaY : event.deltaX
    if (event.ctrlKey) {
      const width = plot.pitch() * plot.count()
      plot.onZoom(event.deltaY < 0 ? STEP : 1 / STEP, Math.min(1, Math.max(0, inside(event) / width)))
    } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) panBy(sideways)
    else return
    event.preventDefault()
  }

  return { keyed, down, move, up, leave, wheel }
}
