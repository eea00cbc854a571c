/** What a household does with bills: readings shown with evidence, ordinary bills without seals. */

import type { Migration } from './migration'

export const billPaperTables: Migration = {
  id: '0014-bill-papers',
  sql: `
    CREATE TABLE bill_shown (
      bill_hash TEXT NOT NULL,
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      energy INTEGER NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (bill_hash, start)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE ordinary_bill (
      id TEXT PRIMARY KEY,
      first TEXT NOT NULL,
      bill TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
  `
}
