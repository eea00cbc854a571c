/** Walking the map of a bill: arrow keys by stroke and day, a pointer anywhere. */

import { type ComputedRef, computed, ref } from 'vue'
import { MAP, type Stroke } from './map-geometry'

type Rows = ComputedRef<readonly (readonly Stroke[])[]>

const MOVES: Readonly<Record<string, (row: number, column: number) => [number, number]>> = {
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  Home: (row) => [row, 0],
  End: (row) => [row, Number.MAX_SAFE_INTEGER]
}

export function useMapWalk(rows: Rows, chosen: () => number | null, choose: (start: number) => void) {
  const at = ref<{ readonly row: number; readonly column: number } | null>(null)
  const focused = computed(() => {
    if (at.value) return rows.value[at.value.row]?.[at.value.column] ?? null
    const start = chosen()
    return start === null ? null : (rows.value.flat().find((stroke) => stroke.start === start) ?? null)
  })

  function press(event: KeyboardEvent): void {
    const isChoice = event.key === 'Enter' || event.key === ' '
    const move = MOVES[event.key]
    if (!isChoice && !move) return
    event.preventDefault()
    if (isChoice && focused.value) choose(focused.value.start)
    if (move) step(move)
  }

  function step(move: (row: number, column: number) => [number, number]): void {
    const [row, column] = focused.value ? move(focused.value.row, focused.value.column) : [0, 0]
    const target = Math.min(rows.value.length - 1, Math.max(0, row))
    at.value = { row: target, column: Math.min((rows.value[target]?.length ?? 1) - 1, Math.max(0, column)) }
  }

  function point(event: MouseEvent): void {
    const box = (event.currentTarget as SVGElement).getBoundingClientRect()
    const scale = box.width / (MAP.left + MAP.width + 2)
    const row = Math.floor(((event.clientY - box.top) / scale - MAP.top) / MAP.rowHeight)
    const x = (event.clientX - box.left) / scale
    const stroke = rows.value[row]?.find((entry) => x >= entry.x && x < entry.x + entry.width)
    if (!stroke) return
    at.value = { row, column: stroke.column }
    choose(stroke.start)
  }

  return { at, focused, press, point, leave: () => (at.value = null) }
}
