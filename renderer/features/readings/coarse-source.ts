/** Days are an hour shorter or longer where the clock changes. */
const SHORTEST_DAY = 82_800
const LONGEST_DAY = 90_000

/** A source whose readings are longer than a day, such as a register that is read once a month. */
export function isCoarse(seconds: number): boolean {
  return seconds > LONGEST_DAY
}

/** A source of one reading a day. */
export function isDaily(seconds: number): boolean {
  return seconds >= SHORTEST_DAY && seconds <= LONGEST_DAY
}
