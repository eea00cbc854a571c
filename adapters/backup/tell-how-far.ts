/** How far a file has been read, for who waits: nobody knows how many rows it holds before its end. */

import type { WorkHooks } from '../../app/ports'

/** @param file as Documents gives it. @returns its chunks. */
export async function* tellHowFar(
  { chunks, bytes }: { readonly chunks: AsyncIterable<Uint8Array>; readonly bytes: number },
  { onProgress }: Pick<WorkHooks, 'onProgress'>
): AsyncGenerator<Uint8Array, void, undefined> {
  let done = 0
  for await (const chunk of chunks) {
    yield chunk
    done += chunk.length
    onProgress?.(done, bytes)
  }
}
