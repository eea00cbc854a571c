/** Port: what people said of the columns of tables, found again by the names of the columns. */

import type { UtcSeconds } from '../domain/interval'
import type { TableLayout } from './formats/table/table-layout'

export type LayoutStore = {
  /** By `fingerprintOf` the columns; null where nobody said anything of such a table. */
  find(fingerprint: string): TableLayout | null
  /** Keeps it in place of what was said before. */
  keep(layout: TableLayout, at: UtcSeconds): void
}
