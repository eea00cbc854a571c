/** The files in a file: those of a ZIP archive, the one of a gzip file, or the file itself. */

import { AppError } from '../../app-error'
import { gzipContent } from './gzip-content'
import { type ZipEntry, zipEntries } from './zip-entries'

export type FileMember = {
  readonly name: string
  /** Unpacked. */
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

/** Packed bytes, which are held at once. */
const MAX_PACKED = 64 * 1024 * 1024
const MOST_MEMBERS = 50
/** Over all members, so that no archive keeps the program busy for long. */
export const MAX_UNPACKED = 256 * 1024 * 1024

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/** @throws AppError archive-damaged, -encrypted, -empty, -too-large { limit }, -too-many { most }. */
export async function zipMembers(bytes: AsyncIterable<Uint8Array>): Promise<FileMember[]> {
  const entries = zipEntries(await wholeOf(bytes)).filter(isFile)
  if (entries.length === 0) throw new AppError('archive-empty')
  if (entries.length > MOST_MEMBERS) throw new AppError('archive-too-many', { most: MOST_MEMBERS })
  if (entries.reduce((sum, { size }) => sum + size, 0) > MAX_UNPACKED) throw tooLarge()
  return entries.map((entry) => ({
    name: entry.name.split(/[/\\]/u).at(-1) ?? '',
    size: entry.size,
    bytes: inTurns(entry.pieces)
  }))
}

/** @throws AppError archive-damaged, archive-too-large { limit }. */
export async function gzipMember(name: string, bytes: AsyncIterable<Uint8Array>): Promise<FileMember> {
  const { size, pieces } = gzipContent(await wholeOf(bytes), MAX_UNPACKED)
  // What it announces may be the middle of a file that is cut short: only its bytes tell that it is too large.
  return { name: name.replace(/\.gz$/iu, ''), size: Math.min(size, MAX_UNPACKED), bytes: inTurns(pieces) }
}

/** All bytes of a packed file. @throws AppError archive-too-large { limit }. */
export async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += chunk.length
    if (length > MAX_PACKED) throw tooLarge()
    chunks.push(chunk)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

/** Folders, and what systems add on their own. */
function isFile({ name }: ZipEntry): boolean {
  return !name.endsWith('/') && !/(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/u.test(name)
}

async function* inTurns(pieces: () => Generator<Uint8Array, void>): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces()) yield await Promise.resolve(piece)
}

function tooLarge(): AppError {
  return new AppError('archive-too-large', { limit: MAX_UNPACKED })
}
