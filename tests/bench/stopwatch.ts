/** Times of work, taken so that other programs on the machine disturb them as little as can be. */

export type Work = () => unknown

/** Milliseconds of one run. */
export async function timeOf(work: Work): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/**
 * Milliseconds of each work's fastest run. They take turns, so that all of them see the same machine; the first runs
 * warm up, and what the machine does beside only ever makes a run slower.
 */
export async function fastestOf(rounds: number, works: readonly Work[]): Promise<readonly number[]> {
  const fastest = works.map(() => Infinity)
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      fastest[index] = Math.min(fastest[index] ?? Infinity, await timeOf(work))
    }
  }
  return fastest
}

/**
 * As `fastestOf`, in milliseconds of the processor: what other programs take does not count. For arithmetic on one thread;
 * that of workers would be counted, too.
 */
export async function cheapestOf(rounds: number, works: readonly Work[]): Promise<readonly number[]> {
  const least = works.map(() => Infinity)
  for (let round = 0; round < rounds; round++) {
    for (const [index, work] of works.entries()) {
      const before = process.cpuUsage()
      await work()
      const { user, system } = process.cpuUsage(before)
      least[index] = Math.min(least[index] ?? Infinity, (user + system) / 1000)
    }
  }
  return least
}

/** @returns the middle one; the lower of the two where the count is even */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}
