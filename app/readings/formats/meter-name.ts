/** Names of meters as the store and the program's own files take them, made of what foreign files call them. */

const LONGEST = 64

/** Undefined where nothing usable is left. Deterministic, so that the same meter is found again. */
export function meterNameOf(text: string): string | undefined {
  const name = text
    .trim()
    .replace(/[^0-9A-Za-z._-]+/gu, '-')
    .replace(/^[^0-9A-Za-z]+/u, '')
    .slice(-LONGEST)
    .replace(/^[^0-9A-Za-z]+/u, '')
  return name === '' ? undefined : name
}
