/** Files in memory behind the Documents port. */

import { AppError } from '../../app/app-error'
import type { Documents } from '../../app/ports'

export type MemoryDocuments = Documents & {
  readonly files: Map<string, Uint8Array>
  put(token: string, content: string | Uint8Array): string
}

/** @param pieceBytes size of the pieces in which a file is read. */
export function memoryDocuments(pieceBytes = 64 * 1024): MemoryDocuments {
  const files = new Map<string, Uint8Array>()
  return {
    files,
    put: (token, content) => {
      files.set(token, typeof content === 'string' ? new TextEncoder().encode(content) : content)
      return token
    },
    open: (token) => {
      const bytes = files.get(token)
      if (!bytes) return Promise.reject(new AppError('file-gone'))
      return Promise.resolve({ name: token, bytes: bytes.length, chunks: pieces(bytes, pieceBytes) })
    },
    replace: async (token, chunks) => {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      files.set(token, Buffer.concat(parts))
    }
  }
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
}
