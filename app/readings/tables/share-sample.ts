/**
 * A copy of a table to show to others: the same form, other contents. Names of columns, times, units and words that
 * describe values stay; every digit of an energy is drawn anew, every other letter and digit is covered.
 */

import { AppError } from '../../app-error'
import type { Documents, Random } from '../../ports'
import { readLines } from '../formats/read-lines'
import { withStamps } from '../formats/table/numeric-stamps'
import { type FoundCsv, findCsv } from '../formats/table/operator-table'
import { createStampParser, parseTime } from '../formats/table/parse-stamp'
import { rawCells } from '../formats/table/split-cells'
import { isMeterName, labelWordIsPlain, unitOf } from '../formats/table/words'
import { openOne } from './open-table'

/** Rows of the beginning, enough to know the form; a year of times at home is nobody's business. */
const ROWS = 120

export type ShareDeps = { readonly documents: Documents; readonly random: Random }

/** @returns lines written. @throws AppError table-none, file-gone, file-unwritable, disk-full. */
export async function shareSample(
  deps: ShareDeps,
  { file, target }: { file: string; target: string }
): Promise<{ lines: number }> {
  const { head, bytes } = await openOne(deps.documents, file)
  const found = findCsv(head)
  if (!found) throw new AppError('table-none')
  const lines: string[] = []
  for await (const some of readLines(bytes, { encoding: head.encoding ?? 'utf-8', longest: 64 * 1024 })) {
    lines.push(...some.slice(0, ROWS - lines.length))
    if (lines.length >= ROWS) break
  }
  const text = lines.map((line) => coveredLine(line, found, deps.random)).join('\r\n')
  await deps.documents.replace(target, [new TextEncoder().encode(`${text}\r\n`)])
  return { lines: lines.length }
}

function coveredLine(line: string, { table: head, delimiter, stamps }: FoundCsv, random: Random): string {
  const cells = rawCells(line, delimiter)
  const times = withStamps({ line: 0, cells: cells.map(plain) }, stamps).cells
  const isRow = createStampParser(head.order)(times[head.primary] ?? '') !== undefined
  const isNames =
    head.source.some((name) => name !== '') && head.source.every((name, column) => plain(cells[column] ?? '') === name)
  const text = cells.map((cell, column) => {
    if (isNames) return cell.replace(/\b[A-Z]{2}[0-9A-Z]{14,}\b|\d{5,}/gu, covered)
    if (isRow && stamps?.columns.includes(column)) return cell
    if (!isRow) return isPlainWord(plain(cell)) ? cell : covered(cell)
    return head.kinds[column] === 'number' ? redrawn(cell, random) : keptOrCovered(cell, head.names[column] ?? '')
  })
  return text.join(delimiter)
}

function keptOrCovered(cell: string, name: string): string {
  const text = plain(cell)
  const isTime = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:\D|$)/u.test(text) || parseTime(text) !== undefined
  return isMeterName(name) === null && (isTime || isPlainWord(text)) ? cell : covered(cell)
}

/** Words that say what something is, and name nobody. */
function isPlainWord(text: string): boolean {
  const unit = unitOf(text)
  // A W behind other words may be the letter of a name.
  return text === '' || (unit === 'W' ? /^\W*W\W*$/u.test(text) : unit !== null) || labelWordIsPlain(text)
}

function covered(text: string): string {
  return text
    .replace(/\p{Lu}/gu, 'X')
    .replace(/\p{Ll}/gu, 'x')
    .replace(/\p{Nd}/gu, '0')
}

/** Same length, same marks, other digits; zeros stay, because a cell without energy is part of the form. */
function redrawn(text: string, random: Random): string {
  return text.replace(/[1-9]/gu, () => String(1 + ((random.bytes(1)[0] ?? 0) % 9)))
}

function plain(cell: string): string {
  return cell
    .trim()
    .replace(/^=?"|"$/gu, '')
    .trim()
}
