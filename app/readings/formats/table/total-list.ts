/** What registers showed, as states and as the energy between two of them. */

import type { Channel } from './channels'
import { type Interval, type IntervalNotes, energyOf, sortedRows } from './interval-list'

/** `energy`: what the register showed at `start`, whole milliwatt-hours. `seconds` is 0. */
export type TotalState = Interval

/**
 * Registers of several tariffs as one: only where every one of them was read. Ascending, one per instant.
 * @param atEnd rows name the beginning and the end of an interval, and the register is that of the end
 */
export function totalsOf(channels: readonly Channel[], atEnd: boolean, notes: IntervalNotes): TotalState[] {
  const [first, ...rest] = channels.map((channel) =>
    sortedRows(channel).map((row) => ({
      ...row,
      start: atEnd ? row.start + row.seconds : row.start,
      seconds: 0,
      energy: energyOf(row.energy, channel.unit, 0, notes)
    }))
  )
  if (!first) return []
  const sums = rest.reduce((sum, other) => {
    const at = new Map(other.map((row) => [row.start, row.energy]))
    return sum.map((row) => ({ ...row, energy: row.energy + (at.get(row.start) ?? NaN) }))
  }, first)
  const read = sums.filter(({ energy }) => !Number.isNaN(energy))
  return read.filter((row, index) => index === 0 || row.start !== read[index - 1]?.start)
}

/** Energy from one state to the next; where a register goes back there is none, and `backwards` counts it. */
export function differencesOf(states: readonly TotalState[]): {
  readonly intervals: Interval[]
  readonly backwards: number
  readonly line: number
} {
  const intervals: Interval[] = []
  let [backwards, line] = [0, 0]
  for (let index = 1; index < states.length; index++) {
    const [from, to] = [states[index - 1], states[index]]
    if (!from || !to) continue
    const energy = to.energy - from.energy
    if (energy >= 0) {
      const rank = Math.max(from.rank, to.rank) as Interval['rank']
      intervals.push({ start: from.start, seconds: to.start - from.start, energy, rank, line: to.line })
    } else {
      backwards += 1
      line ||= to.line
    }
  }
  return { intervals, backwards, line }
}
