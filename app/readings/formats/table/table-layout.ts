/** Layouts of tables (app/contract/layouts.ts), and how one is found again. */

export { LAYOUT_FORMAT, tableLayout } from '../../../contract/layouts'
export type { Doubt, LayoutValue, Moment, TableLayout } from '../../../contract/layouts'

/** The same for all files of one source: its columns, without meter numbers, dates and sums in their names. */
export function fingerprintOf(names: readonly string[]): string {
  return names.map(withoutNumbers).join('|').slice(0, 4000)
}

/** Names of columns may hold the number of the meter or the first day; those are not part of the layout. */
export function withoutNumbers(name: string): string {
  return name
    .replace(/\b[A-Z]{2}[0-9A-Z]{14,}\b/gu, '#')
    .replace(/\([\d.,]+(?= kWh\))/gu, '(#')
    .replace(/\d[\d.,:/-]{6,}/gu, '#')
    .replace(/^.* - (?=#)/u, '')
    .slice(0, 200)
}
