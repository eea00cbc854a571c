/** The result of a run: as a table for people, as JSON for programs, and as the table of docs/performance.md. */

import { type Measurement, isBelowLeast, isOverLimit, ratioOf } from './bench-row'
import { type Machine, describeMachine } from './machine'

const DIGITS = 4
const HEAD = ['id', 'what', 'value', 'limit', 'baseline', 'which is', 'ratio', 'at least']
const RIGHT = new Set([2, 3, 4, 6, 7, 8])
const BEGIN = '<!-- bench: written by npm run bench -- --write -->'
const END = '<!-- bench: end -->'

export function asJson(machine: Machine, measurements: readonly Measurement[]): string {
  const rows = measurements.map((measurement) => ({
    id: measurement.id,
    value: rounded(measurement.value),
    unit: measurement.unit,
    baseline: rounded(measurement.baseline),
    ratio: rounded(ratioOf(measurement)),
    ...(measurement.atLeast === undefined ? {} : { atLeast: measurement.atLeast })
  }))
  return JSON.stringify({ machine, rows })
}

/** @param before ratios of an earlier run by id; a column of their own where there are any */
export function asTable(measurements: readonly Measurement[], before: Readonly<Record<string, number>> = {}): string {
  const hasBefore = Object.keys(before).length > 0
  const then = (id: string): string[] => (hasBefore ? [id in before ? shown(before[id] ?? 0) : ''] : [])
  const names = [...HEAD, ...(hasBefore ? ['before'] : [])]
  const cells = [names, ...measurements.map((measurement) => [...cellsOf(measurement), ...then(measurement.id)])]
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (RIGHT.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join(' | ')} |`
  const rule = `| ${widths.map((width, at) => (RIGHT.has(at) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`
  const [head = names, ...rows] = cells
  return [line(head), rule, ...rows.map(line)].join('\n')
}

/**
 * The document with a new table between its two marks.
 * @param warning what disturbed the run, if anything
 * @throws RangeError where the marks are missing.
 */
export function withTable(
  document: string,
  machine: Machine,
  measurements: readonly Measurement[],
  warning: string | null
): string {
  const from = document.indexOf(BEGIN)
  const to = document.indexOf(END)
  if (from < 0 || to < from) throw new RangeError('the document has lost its marks')
  const today = new Date().toISOString().slice(0, 10)
  const measured = `Measured ${today} on ${describeMachine(machine)}.${warning ? ` ${warning}` : ''}`
  return `${document.slice(0, from + BEGIN.length)}\n\n${measured}\n\n${asTable(measurements)}\n\n${document.slice(to)}`
}

function cellsOf(measurement: Measurement): string[] {
  const { id, what, value, unit, limit, baseline, against, atLeast } = measurement
  const under = isBelowLeast(measurement) ? ' (below)' : ''
  const over = isOverLimit(measurement) ? ' (over)' : ''
  return [
    `\`${id}\``,
    what,
    `${shown(value)} ${unit}${over}`,
    limit === null ? '' : `${shown(limit)} ${unit}`,
    `${shown(baseline)} ${unit}`,
    against,
    `${shown(ratioOf(measurement))}${under}`,
    atLeast === undefined ? '' : shown(atLeast)
  ]
}

/** Three digits say all that a repeated run says again. */
function shown(value: number): string {
  return new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value)
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS))
}
