/** Days are an hour longer where the clock goes back. */
const LONGEST_DAY = 90_000

/** A source whose readings are longer than a day, such as a register that is read once a month. */
export function isCoarse(seconds: number): boolean {
  return seconds > LONGEST_DAY
}
