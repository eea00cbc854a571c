/** What a table would bring under a layout: shown to the person who says what its columns mean. Stores nothing. */

import { AppError } from '../../app-error'
import type { FilePreview } from '../../contract/layouts'
import type { Remark } from '../../contract/common'
import { toMilliwattHours } from '../../domain/energy'
import type { FilePart, ReadContext } from '../formats/format-reader'
import type { ProfileRow } from '../formats/load-profile-file'
import { guessLayout } from '../formats/table/guess-layout'
import { doubtsIn } from '../formats/table/operator-table'
import type { RawTable } from '../formats/table/raw-table'
import { tableParts } from '../formats/table/table-parts'
import type { Doubt, TableLayout } from '../formats/table/table-layout'
import { type TableFileDeps, type TableRequest, openTable } from './open-table'

const SHOWN_ROWS = 12
const SHOWN_REMARKS = 100
const SAMPLES = 3
const LONGEST_SAMPLE = 60

/** @throws AppError file-gone, table-none where the file holds no table, and what archives and texts throw. */
export async function previewFile(deps: TableFileDeps, request: TableRequest): Promise<FilePreview> {
  const { name, table, context } = await openTable(deps, request)
  const given = context.layoutFor?.(table.head.source) ?? null
  const guessed = given ? { layout: given, doubts: doubtsIn(table, given, context) } : guessLayout(table)
  const columns = columnsOf(table)
  const found = guessed ? rowsUnder(table, guessed.layout, context) : nothing('table-no-energy')
  return {
    name,
    columns,
    isMatrix: table.head.isMatrix,
    layout: guessed?.layout ?? null,
    doubts: [...new Set<Doubt>(guessed?.doubts ?? ['columns'])],
    meterId: context.meterId,
    ...found
  }
}

type Found = Omit<FilePreview, 'name' | 'columns' | 'isMatrix' | 'layout' | 'doubts' | 'meterId'>

function columnsOf({ head }: RawTable): FilePreview['columns'] {
  return head.kinds.map((kind, column) => ({
    name: head.names[column] ?? '',
    kind,
    samples: (head.samples[column] ?? []).slice(0, SAMPLES).map((cell) => cell.slice(0, LONGEST_SAMPLE))
  }))
}

function rowsUnder(table: RawTable, layout: TableLayout, context: ReadContext): Found {
  const rows: ProfileRow[] = []
  const remarks: Remark[] = []
  const sums = {
    intervals: 0,
    first: null as number | null,
    last: 0,
    drawn: null as bigint | null,
    fedIn: null as bigint | null
  }
  try {
    for (const part of tableParts(table, layout, context)) take(part, rows, remarks, sums)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return nothing(error.code, error.params, remarks)
  }
  const milli = (sum: bigint | null): number | null => (sum === null ? null : toMilliwattHours(sum, 3))
  return {
    rows: rows.map(shown),
    intervals: sums.intervals,
    first: sums.first,
    last: sums.first === null ? null : sums.last,
    drawn: milli(sums.drawn),
    fedIn: milli(sums.fedIn),
    remarks: remarks.slice(0, SHOWN_REMARKS),
    refused: null
  }
}

function take(
  part: FilePart,
  rows: ProfileRow[],
  remarks: Remark[],
  sums: { intervals: number; first: number | null; last: number; drawn: bigint | null; fedIn: bigint | null }
): void {
  if (part.kind === 'remark') remarks.push(part.remark)
  if (part.kind !== 'rows') return
  rows.push(...part.rows.slice(0, Math.max(0, SHOWN_ROWS - rows.length)))
  for (const { start, seconds, drawn, fedIn } of part.rows) {
    sums.intervals += 1
    sums.first = Math.min(sums.first ?? start, start)
    sums.last = Math.max(sums.last, start + seconds)
    if (drawn) sums.drawn = (sums.drawn ?? 0n) + BigInt(toMilliwattHours(drawn.amount, drawn.exponent))
    if (fedIn) sums.fedIn = (sums.fedIn ?? 0n) + BigInt(toMilliwattHours(fedIn.amount, fedIn.exponent))
  }
}

function shown({ start, seconds, drawn, fedIn }: ProfileRow): FilePreview['rows'][number] {
  return {
    start,
    end: start + seconds,
    drawn: drawn ? toMilliwattHours(drawn.amount, drawn.exponent) : null,
    fedIn: fedIn ? toMilliwattHours(fedIn.amount, fedIn.exponent) : null
  }
}

function nothing(code: string, params: Remark['params'] = {}, remarks: readonly Remark[] = []): Found {
  return {
    ...{ rows: [], intervals: 0, first: null, last: null, drawn: null, fedIn: null },
    remarks: remarks.slice(0, SHOWN_REMARKS),
    refused: { code, params: { ...params } }
  }
}
