/** A table whose rows are days and whose columns are times of the day, as one row per time. */

import type { TableHead, TableRow } from './find-table'

const TIMES = /^(\d{1,2}:\d{2}(?::\d{2})?)(?:\s*(?:-|–|bis|to)\s*(\d{1,2}:\d{2}(?::\d{2})?))?$/u

export type Unfolded = { readonly head: TableHead; readonly rowsOf: (row: TableRow) => readonly TableRow[] }

/** Columns of the unfolded table: day, beginning, end where the names tell it, energy. */
export function unfoldMatrix(head: TableHead): Unfolded {
  const columns = head.source.flatMap((name, column) => {
    const match = TIMES.exec(name)
    return match ? [{ column, from: match[1] ?? '', to: match[2] ?? '' }] : []
  })
  const hasEnds = columns.every(({ to }) => to !== '')
  const names = [head.source[head.primary] ?? '', hasEnds ? 'von' : '', ...(hasEnds ? ['bis'] : []), '']
  return {
    head: {
      ...head,
      names,
      kinds: ['date', 'time', ...(hasEnds ? (['time'] as const) : []), 'number'],
      primary: 0,
      samples: names.map(() => [])
    },
    rowsOf: ({ line, cells }) => {
      const day = cells[head.primary] ?? ''
      if (cells.length < 2) return [{ line, cells }]
      return columns.map(({ column, from, to }) => ({
        line,
        cells: [day, from, ...(hasEnds ? [to] : []), cells[column] ?? '']
      }))
    }
  }
}
