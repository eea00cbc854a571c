/** The opened records of a verified run as readings for the pages. */

import { toUtcSeconds } from '../domain/interval'
import { directionOf } from '../domain/meter/meter'
import { STATUS } from '../domain/meter/record'
import type { HeldChain, VerifiedRun } from './chain-store'
import type { Reading, ReadingStore } from './reading-store'

/**
 * Adds what is not there yet. A reading that a file brought before stays as it is, also where the meter says
 * otherwise: nothing is overwritten silently (docs/readings.md 1); bills read the chain and not these rows.
 */
export function addChainReadings(readings: ReadingStore, chain: HeldChain, run: VerifiedRun, address: string): void {
  const direction = directionOf(run.id.obis)
  const offered = run.entries.flatMap(({ record, opening }): readonly Reading[] =>
    opening
      ? [
          {
            start: record.intervalStart,
            seconds: record.seconds,
            amount: opening.value,
            exponent: chain.genesis.genesis.unitExp,
            quality: (record.status & STATUS.estimated) === 0 ? 'measured' : 'estimated'
          }
        ]
      : []
  )
  const first = offered[0]
  const last = offered.at(-1)
  if (!first || !last) return
  const period = { start: first.start, end: toUtcSeconds(last.start + last.seconds) }
  const stored = readings.overlapping(run.id.meterId, direction, period)
  const free = offered.filter(
    (one) => !stored.some(({ start, seconds }) => start < one.start + one.seconds && one.start < start + seconds)
  )
  readings.add(run.id.meterId, direction, free, { at: run.position.end, origin: 'meter', name: address })
}
