/** Whose readings a table holds, where it says so: a column, a line above the table, the name of a column. */

import { METER_NAME } from '../wattveil-csv-form'
import type { TableHead } from './find-table'
import { isMeterName } from './words'

/** Number of a metering point: country and 31 (Austria) or more characters. */
const POINT = /\b[A-Z]{2}[0-9A-Z]{20,31}\b/u

/** Null where nothing names a meter. */
export function meterOfHead({ names, preamble }: TableHead): string | null {
  for (const cells of preamble) {
    const at = cells.findIndex((cell) => isMeterName(cell) !== null && cell.length < 40)
    if (at < 0) continue
    // The value stands beside its name, or in the line below it.
    const below = preamble[preamble.indexOf(cells) + 1]?.[at]
    const beside = cells[at + 1]
    const value = [beside, below].find((text) => text !== undefined && /\d/u.test(text) && toMeterName(text) !== null)
    if (value !== undefined) return toMeterName(value)
  }
  const cells = [...names, ...preamble.flat()]
  const named = cells.map((cell) => POINT.exec(cell)?.[0]).find((name) => name !== undefined)
  return named === undefined ? null : toMeterName(named)
}

/** A name that files and pages can carry; null where nothing of it is left. */
export function toMeterName(text: string): string | null {
  const name = text
    .replace(/[^0-9A-Za-z._-]+/gu, '')
    .replace(/^[._-]+/u, '')
    .slice(0, 64)
  return METER_NAME.test(name) ? name : null
}
