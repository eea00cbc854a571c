/** Reads a period's records as a piece of long work: a year of quarter hours must not hold up whoever waits. */

import { type Period, SECONDS_PER_DAY, toUtcSeconds } from '../domain/interval'
import type { ChainId } from '../domain/meter/meter'
import type { ChainEntry, ChainStore } from '../readings/chain-store'
import type { Steps } from './pause'

/** Five days of quarter hours are read in some milliseconds. */
const READ_AT_ONCE = 5 * SECONDS_PER_DAY

export function* readRecords(
  chains: Pick<ChainStore, 'entriesBetween'>,
  chain: ChainId,
  period: Period
): Steps<readonly ChainEntry[]> {
  const entries: ChainEntry[] = []
  const length = period.end - period.start
  for (let from: number = period.start; from < period.end; from += READ_AT_ONCE) {
    if (from > period.start) yield [from - period.start, length]
    const to = toUtcSeconds(Math.min(from + READ_AT_ONCE, period.end))
    entries.push(...chains.entriesBetween(chain, toUtcSeconds(from), to))
  }
  return entries
}
