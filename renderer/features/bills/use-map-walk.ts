/** Walking a map of a bill: arrow keys in two directions, Enter or a pointer chooses. */

import { computed, shallowRef } from 'vue'
import type { MapInterval } from './use-map-words'

export type MapWalk<Interval extends MapInterval> = {
  /** Where a key leads: day and place within it; what lies beyond the map is taken back to its edge. */
  readonly moves: Readonly<Record<string, (from: Interval) => readonly [day: number, place: number]>>
  readonly days: () => number
  /** How many intervals a day has. */
  readonly lengthOf: (day: number) => number
  readonly at: (day: number, place: number) => Interval | null
  readonly find: (start: number) => Interval | null
  /** Start of the chosen interval, or null. */
  readonly chosen: () => number | null
  readonly choose: (start: number) => void
}

export function useMapWalk<Interval extends MapInterval>(walk: MapWalk<Interval>) {
  const walked = shallowRef<Interval | null>(null)
  const focused = computed(() => {
    if (walked.value) return walked.value
    const start = walk.chosen()
    return start === null ? null : walk.find(start)
  })

  function press(event: KeyboardEvent): void {
    const isChoice = event.key === 'Enter' || event.key === ' '
    const move = walk.moves[event.key]
    if (!isChoice && !move) return
    event.preventDefault()
    if (isChoice && focused.value) walk.choose(focused.value.start)
    if (!move) return
    const [day, place] = focused.value ? move(focused.value) : [0, 0]
    const target = within(day, walk.days())
    walked.value = walk.at(target, within(place, walk.lengthOf(target)))
  }

  function point(found: Interval | null | undefined): void {
    if (!found) return
    walked.value = found
    walk.choose(found.start)
  }

  return { walked, focused, press, point, leave: () => (walked.value = null) }
}

function within(wanted: number, count: number): number {
  return Math.min(count - 1, Math.max(0, wanted))
}
