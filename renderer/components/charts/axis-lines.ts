/** Where the horizontal hairlines stand: at most four on either side of zero, on round values, the highest data just below the top. */

export type AxisLines = {
  readonly min: number
  readonly max: number
  /** Values of the lines, zero left out. */
  readonly lines: readonly number[]
  /** Digits after the point that tell the lines apart. */
  readonly digits: number
}

const MOST_LINES = 4
const HEADROOM = 1.06
const FOOTROOM = 1.35
const STEPS = [1, 2, 5, 10]

/**
 * @param up   highest value above zero
 * @param down highest value below zero, as a positive number; 0 where nothing is drawn downward
 */
export function axisLines(up: number, down: number): AxisLines {
  const max = Math.max(up * HEADROOM, down * 0.5, Number.MIN_VALUE)
  const min = -down * FOOTROOM
  const longer = Math.max(max, -min)
  const magnitude = 10 ** Math.floor(Math.log10(longer / MOST_LINES))
  const step = (STEPS.find((factor) => Math.floor(longer / (factor * magnitude)) <= MOST_LINES) ?? 10) * magnitude
  const lines: number[] = []
  for (let at = Math.ceil(min / step); at <= Math.floor(max / step); at++) if (at !== 0) lines.push(at * step)
  return { min, max, lines, digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)) }
}
