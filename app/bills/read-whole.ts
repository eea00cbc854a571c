/** A granted file read whole, because a signature needs all of its bytes; its size is known before one is read. */

import { FormatError } from '../../crypto'
import type { OpenDocument } from '../ports'

/** @throws AppError of Documents; FormatError too-large. */
export async function readWhole(document: OpenDocument, maxBytes: number): Promise<Uint8Array> {
  if (document.bytes > maxBytes) throw new FormatError('too-large', 'file')
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of document.chunks) {
    length += chunk.length
    // The file may have grown since it was opened.
    if (length > maxBytes) throw new FormatError('too-large', 'file')
    parts.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
