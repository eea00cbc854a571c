/** What registers showed, as states and as the energy between two of them. */

import type { Channel } from './channels'
import type { ItemList } from '../lists/item-list'
import { type Interval, type IntervalNotes, emptied, energyOf, sortedRows } from './interval-list'
import { createIntervalList } from './packed-intervals'

/** `energy`: what the register showed at `start`, whole milliwatt-hours. `seconds` is 0. */
export type TotalState = Interval

/**
 * Registers of several tariffs as one: only where every one of them was read. Ascending, one per instant.
 * @param atEnd rows name the beginning and the end of an interval, and the register is that of the end
 */
export function totalsOf(channels: readonly Channel[], atEnd: boolean, notes: IntervalNotes): ItemList<TotalState> {
  const [first, ...rest] = channels.map((channel) => {
    const rows = createIntervalList()
    for (const row of sortedRows(channel)) {
      const energy = energyOf(row.energy, channel.unit, 0, notes)
      rows.push({ ...row, start: atEnd ? row.start + row.seconds : row.start, seconds: 0, energy })
    }
    emptied(channel)
    return rows
  })
  if (!first) return []
  const others = rest.map(energyByStart)
  const states = createIntervalList()
  let last = NaN
  for (const row of first) {
    const energy = others.reduce((sum, at) => sum + (at.get(row.start) ?? NaN), row.energy)
    if (Number.isNaN(energy) || row.start === last) continue
    states.push({ ...row, energy })
    last = row.start
  }
  return states
}

function energyByStart(rows: Iterable<TotalState>): ReadonlyMap<number, number> {
  const energies = new Map<number, number>()
  for (const { start, energy } of rows) energies.set(start, energy)
  return energies
}

/** Energy from one state to the next; where a register goes back there is none, and `backwards` counts it. */
export function differencesOf(states: Iterable<TotalState>): {
  readonly intervals: ItemList<Interval>
  readonly backwards: number
  readonly line: number
} {
  const intervals = createIntervalList()
  let [backwards, line] = [0, 0]
  let from: TotalState | null = null
  for (const to of states) {
    const energy = from ? to.energy - from.energy : NaN
    if (from && energy >= 0) {
      const rank = Math.max(from.rank, to.rank) as Interval['rank']
      intervals.push({ start: from.start, seconds: to.start - from.start, energy, rank, line: to.line })
    } else if (from) {
      backwards += 1
      line ||= to.line
    }
    from = to
  }
  return { intervals, backwards, line }
}
