/** Imports one file of readings: understood whole or refused whole, compared first, stored in one transaction. */

import { AppError } from '../app-error'
import type { ImportedFile } from '../contract/readings'
import type { Remark } from '../contract/common'
import { toMilliwattHours } from '../domain/energy'
import { type CancelSignal, type Clock, type Documents, type OpenDocument, WorkCancelled } from '../ports'
import { type Contradiction, type RowComparison, compareRows } from './compare-rows'
import { assertNoOtherKind, detectFormat } from './formats/detect-format'
import type { Amount, ProfileDecoder, ProfileFormat, ProfileHead, ProfileRow } from './formats/load-profile-file'
import { readLines } from './formats/read-lines'
import type { Reading, ReadingStore } from './reading-store'

export type ImportDeps = {
  readonly documents: Documents
  readonly readings: ReadingStore
  readonly clock: Clock
}

export type ImportHooks = {
  /** Bytes read of bytes in the file. */
  readonly onProgress?: (file: string, done: number, total: number) => void
  readonly cancel?: CancelSignal
}

/** Larger than any year of minute values; what is larger is not a file of readings. */
const MAX_BYTES = 256 * 1024 * 1024
const MAX_ROWS = 2_000_000
/** Contradictions that are listed one by one; all are counted. */
const LISTED = 20

type Gathered = {
  readonly comparisons: RowComparison[]
  first: ProfileRow | null
  last: ProfileRow | null
  rows: number
  drawn: bigint | null
  fedIn: bigint | null
}

/** Never throws for what a file contains: `refused` then says why, with the line where there is one. */
export async function importFile(deps: ImportDeps, token: string, hooks: ImportHooks): Promise<ImportedFile> {
  let name = ''
  let format: string | null = null
  try {
    const document = await deps.documents.open(token)
    name = document.name.slice(0, 200)
    const decoded = await decodeAll(deps.readings, document, hooks, (found) => {
      format = found
    })
    return store(deps, name, format, decoded)
  } catch (error) {
    const refused = refusalOf(error)
    return { name, format, meters: [], remarks: [], refused }
  }
}

function refusalOf(error: unknown): Remark {
  if (error instanceof WorkCancelled) return { code: 'import-cancelled', params: {} }
  if (error instanceof AppError) return { code: error.code, params: { ...error.params } }
  throw error
}

type Decoded = { readonly head: ProfileHead; readonly gathered: Gathered; readonly missingRows: number }

async function decodeAll(
  readings: ReadingStore,
  document: OpenDocument,
  hooks: ImportHooks,
  onFormat: (code: string) => void
): Promise<Decoded> {
  if (document.bytes === 0) throw new AppError('file-empty')
  if (document.bytes > MAX_BYTES) throw new AppError('file-too-large', { limit: MAX_BYTES })
  const gathered: Gathered = { comparisons: [], first: null, last: null, rows: 0, drawn: null, fedIn: null }
  let decoder: ProfileDecoder | null = null
  let number = 0
  const lines = readLines(known(document.chunks), {
    onRead: (bytes) => hooks.onProgress?.(document.name, bytes, document.bytes),
    ...(hooks.cancel ? { cancel: hooks.cancel } : {})
  })
  for await (const some of lines) {
    decoder ??= decoderFor(some, onFormat)
    for (const line of some) decoder.line(line, ++number)
    gather(readings, gathered, decoder)
  }
  const head = decoder?.head()
  if (!decoder || !head) throw new AppError('file-unknown-format')
  return { head, gathered, ...decoder.end(number) }
}

/** Looks at the first bytes before anybody takes them for text. */
async function* known(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let isFirst = true
  for await (const chunk of chunks) {
    if (isFirst) assertNoOtherKind(chunk)
    isFirst = false
    yield chunk
  }
}

function decoderFor(lines: readonly string[], onFormat: (code: string) => void): ProfileDecoder {
  const format: ProfileFormat = detectFormat(lines.join('\n').slice(0, 4096))
  onFormat(format.code)
  return format.createDecoder()
}

/** Compares while the file is being read, so that nothing waits long at its end. */
function gather(readings: ReadingStore, gathered: Gathered, decoder: ProfileDecoder): void {
  const head = decoder.head()
  const rows = decoder.rows()
  if (!head || rows.length === 0) return
  gathered.rows += rows.length
  if (gathered.rows > MAX_ROWS) throw new AppError('file-too-many-rows', { limit: MAX_ROWS })
  gathered.comparisons.push(compareRows(readings, head.meterId, rows))
  gathered.first ??= rows[0] ?? null
  gathered.last = rows.at(-1) ?? gathered.last
  gathered.drawn = plus(
    gathered.drawn,
    rows.map(({ drawn }) => drawn)
  )
  gathered.fedIn = plus(
    gathered.fedIn,
    rows.map(({ fedIn }) => fedIn)
  )
}

/** Sum in milliwatt-hours; null as long as there was nothing to add. */
function plus(sum: bigint | null, amounts: readonly (Amount | null)[]): bigint | null {
  const known = amounts.filter((amount) => amount !== null)
  if (known.length === 0) return sum
  return known.reduce((total, { amount, exponent }) => total + amount * 10n ** BigInt(3 - exponent), sum ?? 0n)
}

function store(deps: ImportDeps, name: string, format: string | null, decoded: Decoded): ImportedFile {
  const { head, gathered } = decoded
  const fresh = (part: 'drawn' | 'fedIn'): readonly Reading[] => gathered.comparisons.flatMap((one) => one.fresh[part])
  const count = (part: 'added' | 'unchanged' | 'contradicting'): number =>
    gathered.comparisons.reduce((sum, one) => sum + one[part], 0)
  const meter = {
    meterId: head.meterId,
    intervals: gathered.rows,
    added: count('added'),
    unchanged: count('unchanged'),
    contradictions: count('contradicting'),
    first: gathered.first?.start ?? null,
    last: gathered.last ? gathered.last.start + gathered.last.seconds : null,
    drawn: gathered.drawn === null ? null : toMilliwattHours(gathered.drawn, 3),
    fedIn: gathered.fedIn === null ? null : toMilliwattHours(gathered.fedIn, 3)
  }
  const batch = { at: deps.clock.now(), origin: 'file', name } as const
  deps.readings.transaction(() => {
    deps.readings.add(head.meterId, 'drawn', fresh('drawn'), batch)
    deps.readings.add(head.meterId, 'fed-in', fresh('fedIn'), batch)
  })
  return { name, format, meters: [meter], remarks: remarksOf(decoded), refused: null }
}

function remarksOf({ gathered, missingRows }: Decoded): Remark[] {
  const contradictions = gathered.comparisons.flatMap((one) => one.contradictions)
  const missing = missingRows > 0 ? [{ code: 'rows-missing', params: { count: missingRows } }] : []
  return [...missing, ...contradictions.slice(0, LISTED).map(remarkOf)]
}

function remarkOf({ start, direction, stored, found }: Contradiction): Remark {
  const milli = ({ amount, exponent }: Amount): number => toMilliwattHours(amount, exponent)
  return stored
    ? { code: 'reading-contradicts', params: { start, direction, stored: milli(stored), found: milli(found) } }
    : { code: 'reading-overlaps', params: { start, direction, found: milli(found) } }
}
