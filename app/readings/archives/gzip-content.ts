/** The file inside a gzip file (RFC 1952): one member or several, each checked against its checksum. */

import { Gunzip } from 'fflate'
import { AppError } from '../../app-error'
import { MOST_SILENT_STEPS, STEP, crc32 } from './inflate-pieces'

const HEAD = 10
const TAIL = 8
/** Members of one file: logs that are packed day by day have hundreds. */
const MOST_MEMBERS = 5000
/** Deflate makes at most so many bytes of one (RFC 1951). */
const MOST_OF_ONE = 1032

/**
 * @param most bytes that may be unpacked, whatever the members announce
 * @returns size of what is unpacked; of several members as they announce it themselves, for the progress only.
 * @throws AppError archive-damaged; so do the pieces, and archive-too-large { limit }, archive-too-many { most }.
 */
export function gzipContent(
  bytes: Uint8Array,
  most: number
): {
  readonly size: number
  readonly pieces: () => Generator<Uint8Array, void>
} {
  if (bytes.length < HEAD + TAIL || !isMember(bytes, 0)) throw damaged()
  return { size: announcedSize(bytes), pieces: () => memberPieces(bytes, most) }
}

function* memberPieces(bytes: Uint8Array, most: number): Generator<Uint8Array, void> {
  const out: (Uint8Array | { readonly end: number })[] = []
  const gunzip = new Gunzip((chunk) => {
    if (chunk.length > 0) out.push(chunk)
  })
  gunzip.onmember = (start) => {
    if (start > 0) out.push({ end: start })
  }
  let [all, length, check, silent, members] = [0, 0, 0xffffffff, 0, 1]
  const assertEnd = (end: number): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + end - TAIL, TAIL)
    if ((check ^ 0xffffffff) >>> 0 !== view.getUint32(0, true) || length % 2 ** 32 !== view.getUint32(4, true))
      throw damaged()
    ;[length, check] = [0, 0xffffffff]
  }
  for (let at = 0; at < bytes.length; at += STEP) {
    push(gunzip, bytes.subarray(at, at + STEP), at + STEP >= bytes.length)
    silent = out.length > 0 ? 0 : silent + 1
    if (silent > MOST_SILENT_STEPS) throw damaged()
    for (const found of out.splice(0)) {
      if ('end' in found) {
        assertEnd(found.end)
        if (++members > MOST_MEMBERS) throw new AppError('archive-too-many', { most: MOST_MEMBERS })
        continue
      }
      length += found.length
      all += found.length
      if (all > most) throw new AppError('archive-too-large', { limit: most })
      check = crc32(check, found)
      yield found
    }
  }
  assertEnd(bytes.length)
}

function push(gunzip: Gunzip, bytes: Uint8Array, isLast: boolean): void {
  try {
    gunzip.push(bytes, isLast)
  } catch {
    throw damaged()
  }
}

/** Deflate, and no flag that nobody knows. */
function isMember(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && ((bytes[at + 3] ?? 0xff) & 0xe0) === 0
}

/**
 * Where another member could begin, the four bytes before tell the size of the one before it. The last four of a file that
 * is cut short tell anything: what its bytes cannot make is no size.
 */
function announcedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [sum, from] = [0, 0]
  for (let at = bytes.indexOf(0x1f, HEAD + TAIL); at > 0; at = bytes.indexOf(0x1f, at + 1)) {
    if (!isMember(bytes, at)) continue
    const size = view.getUint32(at - 4, true)
    if (size > (at - from) * MOST_OF_ONE) continue
    ;[sum, from] = [sum + size, at]
  }
  return sum + Math.min(view.getUint32(bytes.length - 4, true), (bytes.length - from) * MOST_OF_ONE)
}

function damaged(): AppError {
  return new AppError('archive-damaged')
}
