/** Tables of a day, and what an import of one says. */

import { readingHousehold } from './reading-household'

export async function importing(content: string | Uint8Array) {
  const home = readingHousehold()
  const [result] = await home.procedures['readings.import']({ files: [home.documents.put('table', content)] })
  return result!
}

/** Quarter hours of a winter's day; `row` gets the clock of the beginning and of the end. */
export function dayOf(names: string, row: (from: string, to: string, index: number) => string, count = 96): string {
  const clock = (index: number) =>
    `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`
  const rows = Array.from({ length: count }, (_, index) => row(clock(index), clock(index + 1), index))
  return [names, ...rows].join('\n')
}
