/** What a ZIP archive holds, by its own directory (PKWARE APPNOTE 4.3); every entry is checked when it is unpacked. */

import { AppError } from '../../app-error'
import { inflatePieces, storedPieces } from './inflate-pieces'

export type ZipEntry = {
  readonly name: string
  /** Unpacked bytes. */
  readonly size: number
  /** @throws AppError archive-damaged. */
  readonly pieces: () => Generator<Uint8Array, void>
}

/** More than any archive of readings, and little enough to look through at once. */
const MOST_ENTRIES = 2000
const END_RECORD = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_LENGTH = 22
const LONGEST_COMMENT = 65_535

/** @throws AppError archive-damaged, archive-encrypted, archive-too-many { most }. */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endRecord(view)
  const count = view.getUint16(end + 10, true)
  if (count > MOST_ENTRIES) throw new AppError('archive-too-many', { most: MOST_ENTRIES })
  let at = view.getUint32(end + 16, true)
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new AppError('archive-damaged')
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
    const next = at + 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0)
    if (next > end) throw new AppError('archive-damaged')
    if (view.getUint16(at + 8, true) & 1) throw new AppError('archive-encrypted')
    entries.push(entryAt(bytes, view, at, nameLength ?? 0))
    at = next
  }
  return entries
}

function endRecord(view: DataView): number {
  const last = view.byteLength - END_LENGTH
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END_RECORD) return at
  }
  throw new AppError('archive-damaged')
}

function entryAt(bytes: Uint8Array, view: DataView, at: number, nameLength: number): ZipEntry {
  // Names are outside text: one with a NUL could not be kept, and no program packs a file called so.
  const name = new TextDecoder('utf-8').decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\0', '\ufffd')
  const [crc = 0, packed = 0, size = 0, header = 0] = [16, 20, 24, 42].map((offset) =>
    view.getUint32(at + offset, true)
  )
  const method = view.getUint16(at + 10, true)
  return {
    name,
    size,
    pieces: () => {
      if (header + 30 > bytes.length || view.getUint32(header, true) !== LOCAL_HEADER)
        throw new AppError('archive-damaged')
      const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
      if (start + packed > bytes.length) throw new AppError('archive-damaged')
      const content = bytes.subarray(start, start + packed)
      if (method === 0) return storedPieces(content, { size, crc })
      if (method === 8) return inflatePieces(content, { size, crc })
      throw new AppError('archive-method')
    }
  }
}
