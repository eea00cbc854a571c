/**
 * Imports one file of readings, or every file in an archive: each is understood whole or refused whole, compared first,
 * stored in one transaction.
 */

import { AppError } from '../app-error'
import type { ImportedFile } from '../contract/readings'
import type { Remark } from '../contract/common'
import type { TimeZone } from '../domain/calendar'
import { type CancelSignal, type Clock, type Documents, WorkCancelled } from '../ports'
import { type Gathering, gatherPart, importedMeters, newGathering, remarksOf, storeGathering } from './gather-parts'
import { type FileMember, gzipMember, isGzip, isZip, zipMembers } from './archives/file-members'
import { detectFormat } from './formats/detect-format'
import type { FileHead, ReadContext } from './formats/format-reader'
import { beginningOf } from './formats/file-beginning'
import { xlsx } from './formats/spreadsheet/xlsx'
import { type TableLayout, fingerprintOf } from './formats/table/table-layout'
import type { ReadingStore } from './reading-store'

export type ImportDeps = {
  readonly documents: Documents
  readonly readings: ReadingStore
  readonly clock: Clock
  /** Zone of the household's days. */
  readonly timeZone: () => TimeZone
  /** Lets other work have its turn, such as hearing that the person cancels. */
  readonly nextTurn: () => Promise<void>
}

export type ImportChoices = {
  /** What a person said of tables with these columns; for this import, whatever was remembered. */
  readonly layout?: TableLayout | undefined
  /** Where readings go whose file names no meter. */
  readonly meterId?: string | undefined
}

export type ImportHooks = {
  /** Bytes read of bytes in the file. */
  readonly onProgress?: (file: string, done: number, total: number) => void
  readonly cancel?: CancelSignal
}

/** Larger than any year of minute values; what is larger is not a file of readings. */
const MAX_BYTES = 256 * 1024 * 1024
/** For files that name no meter, where nobody chose another name. */
export const UNNAMED_METER = 'home'
/** After so many pieces of a file other work gets its turn. */
const PIECES_PER_TURN = 8
const LONGEST_NAME = 200

type Source = { readonly name: string; readonly head: FileHead; readonly bytes: AsyncIterable<Uint8Array> }

/**
 * One entry per file; an archive has one for each file in it. Never throws for what a file contains: `refused` then
 * says why, with the line where there is one.
 */
export async function importFile(
  deps: ImportDeps,
  token: string,
  hooks: ImportHooks,
  choices: ImportChoices = {}
): Promise<ImportedFile[]> {
  let name = ''
  try {
    const document = await deps.documents.open(token)
    name = document.name.slice(0, LONGEST_NAME)
    if (document.bytes === 0) throw new AppError('file-empty')
    if (document.bytes > MAX_BYTES) throw new AppError('file-too-large', { limit: MAX_BYTES })
    const bytes = watched(deps, document.chunks, hooks, (read) => hooks.onProgress?.(name, read, document.bytes))
    const { head, all } = await beginningOf(bytes)
    const members = await membersOf(name, head, all)
    if (!members) return [await importSource(deps, { name, head, bytes: all }, hooks, choices)]
    const imported: ImportedFile[] = []
    for (const member of members) imported.push(await importMember(deps, name, member, hooks, choices))
    return imported
  } catch (error) {
    return [{ name, format: null, meters: [], remarks: [], refused: refusalOf(error) }]
  }
}

/** Null where the file is no archive. A workbook is one, and is read as a whole. */
async function membersOf(
  name: string,
  head: FileHead,
  bytes: AsyncIterable<Uint8Array>
): Promise<readonly FileMember[] | null> {
  if (isGzip(head.bytes)) return [await gzipMember(name, bytes)]
  return isZip(head.bytes) && !xlsx.detect(head) ? zipMembers(bytes) : null
}

async function importMember(
  deps: ImportDeps,
  archive: string,
  member: FileMember,
  hooks: ImportHooks,
  choices: ImportChoices
): Promise<ImportedFile> {
  const name = (archive === member.name ? archive : `${archive} › ${member.name}`).slice(0, LONGEST_NAME)
  try {
    const bytes = watched(deps, member.bytes, hooks, (read) => hooks.onProgress?.(name, read, member.size))
    const { head, all } = await beginningOf(bytes)
    if (head.bytes.length === 0) throw new AppError('file-empty')
    if (isGzip(head.bytes) || (isZip(head.bytes) && !xlsx.detect(head))) throw new AppError('archive-nested')
    return await importSource(deps, { name, head, bytes: all }, hooks, choices)
  } catch (error) {
    return { name, format: null, meters: [], remarks: [], refused: refusalOf(error) }
  }
}

async function importSource(
  deps: ImportDeps,
  { name, head, bytes }: Source,
  hooks: ImportHooks,
  choices: ImportChoices
): Promise<ImportedFile> {
  let format: string | null = null
  const gathering = newGathering()
  try {
    const reader = detectFormat(head)
    format = reader.format
    let pieces = 0
    for await (const part of reader.read(bytes, contextOf(deps, head, choices))) {
      gatherPart(deps.readings, gathering, part)
      if (++pieces % PIECES_PER_TURN === 0) await deps.nextTurn()
      if (hooks.cancel?.aborted) throw new WorkCancelled()
    }
    return taken(deps, name, format, gathering)
  } catch (error) {
    return { name, format, meters: [], remarks: [...gathering.remarks], refused: refusalOf(error) }
  }
}

function contextOf(deps: ImportDeps, head: FileHead, { layout, meterId }: ImportChoices): ReadContext {
  return {
    head,
    timeZone: deps.timeZone(),
    meterId: meterId ?? UNNAMED_METER,
    layoutFor: (columns) => {
      const fingerprint = fingerprintOf(columns)
      if (layout && fingerprintOf(layout.columns) === fingerprint) return layout
      return deps.readings.layouts.find(fingerprint)
    }
  }
}

function taken(deps: ImportDeps, name: string, format: string, gathering: Gathering): ImportedFile {
  storeGathering(deps.readings, gathering, { at: deps.clock.now(), origin: 'file', name })
  return { name, format, meters: importedMeters(gathering), remarks: remarksOf(gathering), refused: null }
}

function refusalOf(error: unknown): Remark {
  if (error instanceof WorkCancelled) return { code: 'import-cancelled', params: {} }
  if (error instanceof AppError) return { code: error.code, params: { ...error.params } }
  throw error
}

/** Tells how far it is, and stops between two pieces where the person cancels. */
async function* watched(
  { nextTurn }: ImportDeps,
  chunks: AsyncIterable<Uint8Array>,
  { cancel }: ImportHooks,
  onRead: (bytes: number) => void
): AsyncGenerator<Uint8Array, void> {
  let [read, pieces] = [0, 0]
  for await (const chunk of chunks) {
    if (++pieces % PIECES_PER_TURN === 0) await nextTurn()
    if (cancel?.aborted) throw new WorkCancelled()
    yield chunk
    read += chunk.length
    onRead(read)
  }
}
