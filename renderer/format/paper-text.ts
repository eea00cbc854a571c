/** A paper as plain text, for an e-mail or a file: the same blocks, columns set with spaces. */

import type { Paper, PaperBlock } from '../../app/contract'

const WIDTH = 76
const GAP = '  '

export function paperText({ blocks }: Paper): string {
  return `${blocks.map(blockText).join('\n\n')}\n`
}

function blockText(block: PaperBlock): string {
  switch (block.kind) {
    case 'heading':
      return block.text
    case 'lines':
      return block.lines.join('\n')
    case 'facts':
      return columns(block.rows, 2)
    case 'table':
      return columns([block.head, ...block.rows], block.figuresFrom)
    case 'bytes':
      return block.text
    default:
      return wrapped(block.text)
  }
}

function columns(rows: readonly (readonly string[])[], figuresFrom: number): string {
  const count = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const cell = (text: string, column: number): string =>
    column >= figuresFrom ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)
  return rows.map((row) => row.map(cell).join(GAP).trimEnd()).join('\n')
}

function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = []
      for (const word of line.split(' ')) {
        const last = lines.at(-1)
        if (last === undefined || last.length + 1 + word.length > WIDTH) lines.push(word)
        else lines[lines.length - 1] = `${last} ${word}`
      }
      return lines.join('\n')
    })
    .join('\n')
}
