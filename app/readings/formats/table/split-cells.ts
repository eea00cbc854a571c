/** One line of a table as cells: quotes, `="..."` of spreadsheets, spans of time in one cell. */

export const DELIMITERS = [';', '\t', ',', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

const SPAN = /^(\d[\d./-]+[ T]\d{1,2}:\d{2}(?::\d{2})?) (?:to|bis|until|tot) (\d[\d./-]+[ T]\d{1,2}:\d{2}(?::\d{2})?)$/u

/**
 * Cells without quotes and outer blanks. A cell that holds a span of time (`A to B`) becomes two.
 * A quote that never closes takes the rest of the line: the table then has too few cells there, which is seen.
 */
export function splitCells(line: string, delimiter: Delimiter): string[] {
  const cells = line.includes('"') ? quotedCells(line, delimiter) : line.split(delimiter)
  const found: string[] = []
  for (const cell of cells) {
    const text = cell.trim()
    const span = text.length > 24 && text.includes(':') ? SPAN.exec(text) : null
    if (span) found.push(span[1] ?? '', span[2] ?? '')
    else found.push(text)
  }
  return found
}

/** The cells as they stand in the line, with quotes and blanks. */
export function rawCells(line: string, delimiter: Delimiter): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    const { end } = cellAt(line, at, delimiter)
    cells.push(line.slice(at, end))
    if (end >= line.length) return cells
    at = end + 1
  }
}

function quotedCells(line: string, delimiter: Delimiter): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    const { text, end } = cellAt(line, at, delimiter)
    cells.push(text)
    if (end >= line.length) return cells
    at = end + 1
  }
}

function cellAt(line: string, at: number, delimiter: Delimiter): { readonly text: string; readonly end: number } {
  let begin = at
  while (line[begin] === ' ') begin += 1
  if (line[begin] === '=' && line[begin + 1] === '"') begin += 1
  if (line[begin] !== '"') {
    const next = line.indexOf(delimiter, at)
    const end = next < 0 ? line.length : next
    return { text: line.slice(at, end), end }
  }
  let text = ''
  let from = begin + 1
  for (;;) {
    const quote = line.indexOf('"', from)
    if (quote < 0) return { text: text + line.slice(from), end: line.length }
    text += line.slice(from, quote)
    if (line[quote + 1] !== '"') {
      const next = line.indexOf(delimiter, quote + 1)
      return { text, end: next < 0 ? line.length : next }
    }
    text += '"'
    from = quote + 2
  }
}
