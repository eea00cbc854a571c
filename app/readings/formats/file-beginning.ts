/** The beginning of a file, looked at before anybody reads it; the file is then read from its first byte. */

import { type FileHead, HEAD_BYTES } from './format-reader'
import { detectEncoding, textOfHead } from './text-encoding'

export async function beginningOf(
  bytes: AsyncIterable<Uint8Array>
): Promise<{ readonly head: FileHead; readonly all: AsyncIterable<Uint8Array> }> {
  const source = bytes[Symbol.asyncIterator]()
  const seen: Uint8Array[] = []
  let length = 0
  while (length < HEAD_BYTES) {
    const next = await source.next()
    if (next.done) break
    seen.push(next.value)
    length += next.value.length
  }
  const head = joined(seen, HEAD_BYTES)
  return { head: { bytes: head, text: textOfHead(head), encoding: detectEncoding(head) }, all: replayed(seen, source) }
}

async function* replayed(
  seen: readonly Uint8Array[],
  source: AsyncIterator<Uint8Array>
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* seen
    for (;;) {
      const next = await source.next()
      if (next.done) return
      yield next.value
    }
  } finally {
    await source.return?.()
  }
}

function joined(chunks: readonly Uint8Array[], most: number): Uint8Array {
  const length = Math.min(
    chunks.reduce((sum, chunk) => sum + chunk.length, 0),
    most
  )
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - at)
    all.set(part, at)
    at += part.length
  }
  return all
}
