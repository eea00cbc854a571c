/** Bytes of a file as lines of text, piece by piece: never more than one piece and one line in memory. */

import { AppError } from '../../app-error'
import type { CancelSignal } from '../../ports'
import { WorkCancelled } from '../../ports'

/** The longest line any format needs; a file without line ends is no table. */
const MAX_LINE = 4096

export type LineHooks = {
  /** Called after each piece with the bytes read so far. */
  readonly onRead?: (bytes: number) => void
  readonly cancel?: CancelSignal
}

/**
 * Lines of UTF-8 text, without their ends (LF or CRLF); a byte order mark is skipped.
 * @throws AppError file-not-text { line }, file-line-too-long { line }. @throws WorkCancelled.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  hooks: LineHooks
): AsyncGenerator<readonly string[], void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let [rest, read, number] = ['', 0, 1]
  for await (const chunk of chunks) {
    if (hooks.cancel?.aborted) throw new WorkCancelled()
    const lines = (rest + textOf(decoder, chunk, number)).split('\n')
    rest = lines.pop() ?? ''
    assertLines([...lines, rest], number)
    number += lines.length
    read += chunk.length
    hooks.onRead?.(read)
    if (lines.length > 0) yield lines.map(withoutReturn)
  }
  rest += textOf(decoder, undefined, number)
  if (rest !== '') yield [withoutReturn(rest)]
}

function textOf(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined, line: number): string {
  try {
    const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    if (!text.includes('\0')) return text
  } catch {
    // Falls through: not UTF-8.
  }
  throw new AppError('file-not-text', { line })
}

function assertLines(lines: readonly string[], first: number): void {
  const long = lines.findIndex((line) => line.length > MAX_LINE)
  if (long >= 0) throw new AppError('file-line-too-long', { line: first + long })
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
