/** Unpacks deflated bytes piece by piece, never more than announced, and checks them against their checksum. */

import { Inflate } from 'fflate'
import { AppError } from '../../app-error'

/** Deflate makes at most a thousand bytes of one: so many packed bytes at a time bound what is held unpacked. */
export const STEP = 8 * 1024
/**
 * Steps after which there must be something: the longest block that comes only as a whole has eight. What stands behind
 * the last block would otherwise be collected for ever, and looked at again with every step.
 */
export const MOST_SILENT_STEPS = 20

/**
 * @param size unpacked bytes as the archive says; `crc` its CRC-32.
 * @throws AppError archive-damaged where the bytes are no deflate stream, or not those announced.
 */
export function* inflatePieces(
  packed: Uint8Array,
  { size, crc }: { readonly size: number; readonly crc: number }
): Generator<Uint8Array, void> {
  const out: Uint8Array[] = []
  const inflate = new Inflate((chunk) => {
    if (chunk.length > 0) out.push(chunk)
  })
  let [length, check, silent] = [0, 0xffffffff, 0]
  for (let at = 0; at < packed.length || at === 0; at += STEP) {
    push(inflate, packed.subarray(at, at + STEP), at + STEP >= packed.length)
    silent = out.length > 0 ? 0 : silent + 1
    if (silent > MOST_SILENT_STEPS) throw new AppError('archive-damaged')
    for (const chunk of out.splice(0)) {
      length += chunk.length
      if (length > size) throw new AppError('archive-damaged')
      check = crc32(check, chunk)
      yield chunk
    }
  }
  if (length !== size || (check ^ 0xffffffff) >>> 0 !== crc) throw new AppError('archive-damaged')
}

/** The same check for bytes that are not packed. */
export function* storedPieces(
  bytes: Uint8Array,
  { size, crc }: { readonly size: number; readonly crc: number }
): Generator<Uint8Array, void> {
  if (bytes.length !== size || (crc32(0xffffffff, bytes) ^ 0xffffffff) >>> 0 !== crc)
    throw new AppError('archive-damaged')
  yield bytes
}

function push(inflate: Inflate, bytes: Uint8Array, isLast: boolean): void {
  try {
    inflate.push(bytes, isLast)
  } catch {
    throw new AppError('archive-damaged')
  }
}

const TABLE: readonly number[] = Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

/** Begins with 0xffffffff, and is turned over at the end. */
export function crc32(start: number, bytes: Uint8Array): number {
  let crc = start
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0)
  return crc
}
