/** Imports one file of readings: understood whole or refused whole, compared first, stored in one transaction. */

import { AppError } from '../app-error'
import type { ImportedFile } from '../contract/readings'
import type { Remark } from '../contract/common'
import type { TimeZone } from '../domain/calendar'
import { type CancelSignal, type Clock, type Documents, WorkCancelled } from '../ports'
import { type Gathering, gatherPart, importedMeters, newGathering, remarksOf, storeGathering } from './gather-parts'
import { detectFormat } from './formats/detect-format'
import type { ReadContext } from './formats/format-reader'
import { beginningOf } from './formats/file-beginning'
import type { ReadingStore } from './reading-store'

export type ImportDeps = {
  readonly documents: Documents
  readonly readings: ReadingStore
  readonly clock: Clock
  /** Zone of the household's days. */
  readonly timeZone: () => TimeZone
}

export type ImportHooks = {
  /** Bytes read of bytes in the file. */
  readonly onProgress?: (file: string, done: number, total: number) => void
  readonly cancel?: CancelSignal
}

/** Larger than any year of minute values; what is larger is not a file of readings. */
const MAX_BYTES = 256 * 1024 * 1024
/** Where readings go whose file names no meter. */
const UNNAMED_METER = 'home'

/** Never throws for what a file contains: `refused` then says why, with the line where there is one. */
export async function importFile(deps: ImportDeps, token: string, hooks: ImportHooks): Promise<ImportedFile> {
  let name = ''
  let format: string | null = null
  try {
    const document = await deps.documents.open(token)
    name = document.name.slice(0, 200)
    if (document.bytes === 0) throw new AppError('file-empty')
    if (document.bytes > MAX_BYTES) throw new AppError('file-too-large', { limit: MAX_BYTES })
    const bytes = watched(document.chunks, hooks, (read) => hooks.onProgress?.(name, read, document.bytes))
    const { head, all } = await beginningOf(bytes)
    const reader = detectFormat(head)
    format = reader.format
    const gathering = newGathering()
    const context: ReadContext = { head, timeZone: deps.timeZone(), meterId: UNNAMED_METER }
    for await (const part of reader.read(all, context)) gatherPart(deps.readings, gathering, part)
    return taken(deps, name, format, gathering)
  } catch (error) {
    return { name, format, meters: [], remarks: [], refused: refusalOf(error) }
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
  chunks: AsyncIterable<Uint8Array>,
  { cancel }: ImportHooks,
  onRead: (bytes: number) => void
): AsyncGenerator<Uint8Array, void> {
  let read = 0
  for await (const chunk of chunks) {
    if (cancel?.aborted) throw new WorkCancelled()
    yield chunk
    read += chunk.length
    onRead(read)
  }
}
