/** Safety numbers of neighbours that no list has named yet: they count from the first list that does. */

import type { Migration } from './migration'

export const keptNumbers: Migration = {
  id: '0032-kept-numbers',
  sql: `
    CREATE TABLE round_kept_number (
      number TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT;
  `
}
