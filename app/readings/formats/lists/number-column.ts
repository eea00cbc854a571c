/**
 * A column of numbers that may have a million cells. Typed arrays lie outside of the heap: the same in ordinary arrays makes
 * the engine let its heap grow to three times as much before it tidies up (docs/adr/0047-imports-are-streams.md).
 */

export type Column<Cell> = {
  readonly length: number
  /** Undefined where there is no such row; -1 is the last one. */
  at(row: number): Cell | undefined
  push(value: Cell): void
  clear(): void
}

export type NumberColumn = Column<number>

const FIRST = 256
const GROWTH = 1.5

/** @param kind whole: of 32 bits; real: as they are, NaN and Infinity too. */
export function createNumberColumn(kind: 'whole' | 'real'): NumberColumn {
  return kind === 'whole'
    ? createColumn<number, Int32Array>((size) => new Int32Array(size))
    : createColumn<number, Float64Array>((size) => new Float64Array(size))
}

/** Whole numbers of 64 bits. */
export function createBigColumn(): Column<bigint> {
  return createColumn<bigint, BigInt64Array>((size) => new BigInt64Array(size))
}

type Cells<Cell, Self> = { readonly length: number; [row: number]: Cell; set(from: Self): void }

function createColumn<Cell, Typed extends Cells<Cell, Typed>>(make: (size: number) => Typed): Column<Cell> {
  let [cells, length] = [make(FIRST), 0]
  return {
    get length() {
      return length
    },
    at: (row) => {
      const place = row < 0 ? length + row : row
      return place < length ? cells[place] : undefined
    },
    push: (value) => {
      if (length === cells.length) {
        const more = make(Math.ceil(length * GROWTH))
        more.set(cells)
        cells = more
      }
      cells[length] = value
      length += 1
    },
    clear: () => {
      cells = make(FIRST)
      length = 0
    }
  }
}
