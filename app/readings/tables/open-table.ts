/** A file as one table: as it is, unpacked, or the first sheet of a workbook. */

import { AppError } from '../../app-error'
import type { TimeZone } from '../../domain/calendar'
import type { Documents } from '../../ports'
import { gzipMember, isGzip, isZip, wholeOf, zipMembers } from '../archives/file-members'
import { beginningOf } from '../formats/file-beginning'
import type { FileHead, ReadContext } from '../formats/format-reader'
import { readWorkbook, xlsx } from '../formats/spreadsheet/xlsx'
import { operatorTable, readCsv } from '../formats/table/operator-table'
import type { RawTable } from '../formats/table/raw-table'
import { type TableLayout, fingerprintOf } from '../formats/table/table-layout'
import { UNNAMED_METER } from '../import-file'
import type { ReadingStore } from '../reading-store'

export type TableFileDeps = {
  readonly documents: Documents
  readonly readings: ReadingStore
  readonly timeZone: () => TimeZone
  /** Lets other work have its turn while a workbook is read. */
  readonly nextTurn: () => Promise<void>
}

export type TableRequest = {
  readonly file: string
  readonly layout?: TableLayout | undefined
  /** Where readings go whose file names no meter. */
  readonly meterId?: string | undefined
}

export type OpenTable = { readonly name: string; readonly table: RawTable; readonly context: ReadContext }

/** @throws AppError table-none, file-gone, file-unreadable, archive-*, spreadsheet-damaged, csv-row, file-not-text. */
export async function openTable(
  deps: TableFileDeps,
  { file, layout, meterId = UNNAMED_METER }: TableRequest
): Promise<OpenTable> {
  const { name, head, bytes } = await openOne(deps.documents, file)
  const context: ReadContext = {
    head,
    timeZone: deps.timeZone(),
    meterId,
    layoutFor: (columns) => layout ?? deps.readings.layouts.find(fingerprintOf(columns)),
    isChosen: (one) => one === layout
  }
  if (xlsx.detect(head)) return { name, table: await workbookTable(deps, await wholeOf(bytes), context), context }
  if (!operatorTable.detect(head)) throw new AppError('table-none')
  return { name, table: await readCsv(bytes, context), context }
}

async function workbookTable({ nextTurn }: TableFileDeps, bytes: Uint8Array, context: ReadContext): Promise<RawTable> {
  const steps = readWorkbook(bytes, context)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await nextTurn()
  }
}

export type OpenFile = { readonly name: string; readonly head: FileHead; readonly bytes: AsyncIterable<Uint8Array> }

/** An archive with one file in it is that file. */
export async function openOne(documents: Documents, token: string): Promise<OpenFile> {
  const document = await documents.open(token)
  const name = document.name.slice(0, 200)
  const { head, all } = await beginningOf(document.chunks)
  if (isGzip(head.bytes)) return begun(name, (await gzipMember(name, all)).bytes)
  if (!isZip(head.bytes) || xlsx.detect(head)) return { name, head, bytes: all }
  const members = await zipMembers(all)
  const [member] = members
  if (!member || members.length > 1) throw new AppError('table-none')
  return begun(member.name, member.bytes)
}

async function begun(name: string, bytes: AsyncIterable<Uint8Array>): Promise<OpenFile> {
  const { head, all } = await beginningOf(bytes)
  return { name, head, bytes: all }
}
