/** What no file may cost, whatever is in it: ten seconds of the processor, or 300 MB beyond what the program has before. */

import { expect } from 'vitest'
import { forgetMostMemory, mostMemory } from './most-memory'

const SLOWEST_MS = 10_000
const MOST_BYTES = 300 * 1024 * 1024

/**
 * Fails where `work` goes beyond either. The most memory is what the system saw meanwhile; where it does not tell, what there
 * is afterwards.
 */
export async function withinLimits<Value>(work: () => Promise<Value>): Promise<Value> {
  const before = process.memoryUsage.rss()
  forgetMostMemory()
  const started = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(started)
  expect((user + system) / 1000).toBeLessThan(SLOWEST_MS)
  expect((mostMemory() || process.memoryUsage.rss()) - before).toBeLessThan(MOST_BYTES)
  return value
}
