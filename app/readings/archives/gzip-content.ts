/** The file inside a gzip file (RFC 1952): one member, checked against its checksum. */

import { AppError } from '../../app-error'
import { inflatePieces } from './inflate-pieces'

const HEAD = 10
const TAIL = 8

/** @throws AppError archive-damaged. */
export function gzipContent(bytes: Uint8Array): {
  readonly size: number
  readonly pieces: () => Generator<Uint8Array, void>
} {
  const flags = bytes[3] ?? 0
  if (bytes.length < HEAD + TAIL || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || flags & 0xe0) {
    throw new AppError('archive-damaged')
  }
  let at = HEAD
  if (flags & 4) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0)
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1 || bytes.length
  if (flags & 2) at += 2
  if (at + TAIL > bytes.length) throw new AppError('archive-damaged')
  const view = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - TAIL, TAIL)
  const [crc, size] = [view.getUint32(0, true), view.getUint32(4, true)]
  return { size, pieces: () => inflatePieces(bytes.subarray(at, bytes.length - TAIL), { size, crc }) }
}
