/** One line of docs/performance.md. */

export type Measurement = {
  /** What was measured, with its size: "bill of 2,976 intervals, verified". */
  readonly what: string
  readonly value: number
  readonly unit: 's' | 'ms' | 'MB'
  /** What it may be at most, in the same unit; null where nothing was promised. */
  readonly limit: number | null
}

export type BenchRow = {
  /** Chosen on the command line: `npm run bench -- NAME`. */
  readonly name: string
  readonly measure: () => Promise<readonly Measurement[]>
}

/** @returns the middle one; the lower of the two where the count is even */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new RangeError('no values')
  return middle
}
