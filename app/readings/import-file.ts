/**
 * Imports one file of readings, or every file in an archive: each is understood whole or refused whole. What is new is
 * put aside as it is read, where nobody sees it, and kept at the end (docs/adr/0047-imports-are-streams.md).
 */

import { AppError, fileNameIn } from '../app-error'
import type { ImportedFile } from '../contract/readings'
import type { Remark } from '../contract/common'
import type { TimeZone } from '../domain/calendar'
import { type CancelSignal, type Clock, type Documents, WorkCancelled } from '../ports'
import { gatherPart, importedMeters, keepGathering, newGathering, remarksOf } from './gather-parts'
import { type FileMember, gzipMember, isGzip, isZip, zipMembers } from './archives/file-members'
import { detectFormat } from './formats/detect-format'
import type { FileHead, ReadContext } from './formats/format-reader'
import { beginningOf } from './formats/file-beginning'
import { xlsx } from './formats/spreadsheet/xlsx'
import { type TableLayout, fingerprintOf } from './formats/table/table-layout'
import type { OpenImport, ReadingStore } from './reading-store'

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

export type ImportProgress = {
  readonly file: string
  readonly done: number
  readonly total: number
  readonly rows: number
}

export type ImportHooks = {
  /** Bytes read of bytes in the file, and what was found in them so far: readings and register totals. */
  readonly onProgress?: (progress: ImportProgress) => void
  readonly cancel?: CancelSignal
}

/** Larger than any year of minute values; what is larger is not a file of readings. */
const MAX_BYTES = 256 * 1024 * 1024
/** For files that name no meter, where nobody chose another name. */
export const UNNAMED_METER = 'home'
/** After so many pieces of a file other work gets its turn. */
const PIECES_PER_TURN = 8
const LONGEST_NAME = 200

type Source = {
  readonly name: string
  readonly head: FileHead
  readonly bytes: AsyncIterable<Uint8Array>
  readonly progress: Progress
}

type Progress = { readonly read: (bytes: number) => void; readonly found: (rows: number) => void }

function progressOf(file: string, total: number, { onProgress }: ImportHooks): Progress {
  let [done, rows] = [0, 0]
  return {
    read: (bytes) => onProgress?.({ file, done: (done = bytes), total, rows }),
    found: (some) => {
      if (some !== rows) onProgress?.({ file, done, total, rows: (rows = some) })
    }
  }
}

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
    const progress = progressOf(name, document.bytes, hooks)
    const { head, all } = await beginningOf(watched(deps, document.chunks, hooks, progress))
    const members = await membersOf(name, head, all)
    if (!members) return [await importSource(deps, { name, head, bytes: all, progress }, hooks, choices)]
    const imported: ImportedFile[] = []
    for (const member of members) imported.push(await importMember(deps, name, member, hooks, choices))
    return imported
  } catch (error) {
    return [{ name: name || fileNameIn(error), format: null, meters: [], remarks: [], refused: refusalOf(error) }]
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
    const progress = progressOf(name, member.size, hooks)
    const { head, all } = await beginningOf(watched(deps, member.bytes, hooks, progress))
    if (head.bytes.length === 0) throw new AppError('file-empty')
    if (isGzip(head.bytes) || (isZip(head.bytes) && !xlsx.detect(head))) throw new AppError('archive-nested')
    return await importSource(deps, { name, head, bytes: all, progress }, hooks, choices)
  } catch (error) {
    return { name, format: null, meters: [], remarks: [], refused: refusalOf(error) }
  }
}

async function importSource(
  deps: ImportDeps,
  { name, head, bytes, progress }: Source,
  hooks: ImportHooks,
  choices: ImportChoices
): Promise<ImportedFile> {
  let format: string | null = null
  const gathering = newGathering()
  const aside = deps.readings.beginImport({ at: deps.clock.now(), origin: 'file', name })
  try {
    const reader = detectFormat(head)
    format = reader.format
    for await (const part of reader.read(bytes, contextOf(deps, head, choices))) {
      gatherPart(deps.readings, aside, gathering, part)
      if (part.kind === 'remark') continue
      progress.found(gathering.rows)
      await deps.nextTurn()
      if (hooks.cancel?.aborted) throw new WorkCancelled()
    }
    keepGathering(aside, gathering)
    return { name, format, meters: importedMeters(gathering), remarks: remarksOf(gathering), refused: null }
  } catch (error) {
    await discard(deps, aside)
    return { name, format, meters: [], remarks: [...gathering.remarks], refused: refusalOf(error) }
  }
}

/** Whatever cannot be taken out now is seen by nobody, and taken out before the next import. */
async function discard({ nextTurn }: ImportDeps, aside: OpenImport): Promise<void> {
  try {
    while (aside.discardSome()) await nextTurn()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
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
    },
    isChosen: (one) => one === layout
  }
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
  { read: onRead }: Progress
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
