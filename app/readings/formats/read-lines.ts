/** Bytes of a file as lines of text, piece by piece: never more than one piece and one line in memory. */

import { AppError } from '../../app-error'
import { type TextEncodingName, type TextPieces, createTextPieces } from './text-encoding'

/** The longest line a table needs; a file without line ends is no table. */
const MAX_LINE = 4096

export type LineOptions = {
  readonly encoding?: TextEncodingName
  /** Characters of the longest line taken. */
  readonly longest?: number
}

/**
 * Lines without their ends (LF, CRLF, or CR alone in all of the file); a byte order mark is skipped.
 * @throws AppError file-not-text { line }, file-line-too-long { line }.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  { encoding = 'utf-8', longest = MAX_LINE }: LineOptions = {}
): AsyncGenerator<readonly string[], void> {
  const pieces = createTextPieces(encoding, true)
  let [rest, number, isFirst] = ['', 1, true]
  let end: LineEnd | null = null
  for await (const chunk of chunks) {
    const text = textOf(pieces, chunk, number)
    const all = rest + (isFirst ? text.replace(/^\ufeff/u, '') : text)
    end ??= lineEndOf(all)
    const lines = all.split(end ?? '\n')
    isFirst &&= text === ''
    rest = lines.pop() ?? ''
    assertLines([...lines, rest], number, longest)
    number += lines.length
    if (lines.length > 0) yield lines.map(withoutReturn)
  }
  rest += textOf(pieces, undefined, number)
  if (rest !== '') yield [withoutReturn(rest)]
}

export type LineEnd = '\n' | '\r'

/** Old spreadsheets end lines by CR alone. Null where a beginning has no whole line: after a CR an LF may come. */
export function lineEndOf(text: string): LineEnd | null {
  if (text.includes('\n')) return '\n'
  return /\r./su.test(text) ? '\r' : null
}

function textOf(pieces: TextPieces, chunk: Uint8Array | undefined, line: number): string {
  try {
    const text = pieces(chunk)
    if (!text.includes('\0')) return text
  } catch {
    // Falls through: not of this encoding.
  }
  throw new AppError('file-not-text', { line })
}

function assertLines(lines: readonly string[], first: number, longest: number): void {
  const long = lines.findIndex((line) => line.length > longest)
  if (long >= 0) throw new AppError('file-line-too-long', { line: first + long })
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
