/**
 * The seam that every import format plugs into: one value of this type per format, listed in detect-format.ts.
 * A reader sees bytes and says what they mean; it never sees the store, the name of the file or a path.
 */

import type { Remark } from '../../contract/common'
import type { TimeZone } from '../../domain/calendar'
import type { Direction } from '../../domain/energy'
import type { UtcSeconds } from '../../domain/interval'
import type { Amount, ProfileRow } from './load-profile-file'
import type { TableLayout } from './table/table-layout'
import type { TextEncodingName } from './text-encoding'

/** The beginning of a file, at most `HEAD_BYTES`; all of it where it is shorter. */
export type FileHead = {
  readonly bytes: Uint8Array
  /** The same as text without byte order mark, in the encoding found; empty where the bytes are no text. */
  readonly text: string
  /** Null where the bytes are no text. */
  readonly encoding: TextEncodingName | null
}

/** What a reader may need to know beside the file. */
export type ReadContext = {
  /** The beginning that `detect` saw. */
  readonly head: FileHead
  /** The household's zone: for stamps without an offset where the file names none. */
  readonly timeZone: TimeZone
  /** Name for readings of a file that names no meter. */
  readonly meterId: string
  /** The layout that a person confirmed for a table with these columns; null where none did. */
  readonly layoutFor?: (columns: readonly string[]) => TableLayout | null
  /** Whether the person chose that layout for this very import, whatever the file says; else it is remembered of others. */
  readonly isChosen?: (layout: TableLayout) => boolean
}

/** What a register showed at an instant, in 10^-exponent Wh. */
export type RegisterState = Amount & { readonly at: UtcSeconds }

/**
 * Pieces of what a file says, in any number and order of meters.
 * - `rows`: energy of intervals. Per meter ascending by start, and no two of one direction overlap, over all pieces.
 * - `registers`: totals where the source gives them, ascending by `at` per meter and direction.
 * - `working`: nothing yet; others may have their turn, and the person may cancel.
 * - `remark`: something worth saying. Everything that was left out has one, with its count (docs/readings.md 1).
 */
export type FilePart =
  | { readonly kind: 'rows'; readonly meterId: string; readonly rows: readonly ProfileRow[] }
  | {
      readonly kind: 'registers'
      readonly meterId: string
      readonly direction: Direction
      readonly states: readonly RegisterState[]
    }
  | { readonly kind: 'working' }
  | { readonly kind: 'remark'; readonly remark: Remark }

export type FormatReader = {
  /** Code of the locales under `codes.format`. */
  readonly format: string
  /** Whether a file that begins like this is of this format: by content, never by name. Must not throw. */
  detect(head: FileHead): boolean
  /**
   * Reads the whole file, from its first byte. The bytes end early with an error where the person cancels.
   * @throws AppError with a code of the locales and the `line` where there is one: the file is then refused whole.
   */
  read(bytes: AsyncIterable<Uint8Array>, context: ReadContext): AsyncIterable<FilePart>
}

/** As much of a file as readers look at to know it. */
export const HEAD_BYTES = 64 * 1024
