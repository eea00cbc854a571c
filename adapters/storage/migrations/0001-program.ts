/** Tables of the program itself: settings and the privacy log. */

import type { Migration } from './migration'

export const programTables: Migration = {
  id: '0001-program',
  sql: `
    CREATE TABLE setting (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT;
    CREATE TABLE privacy_entry (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      recipient TEXT NOT NULL,
      purpose TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      about INTEGER
    ) STRICT;
    CREATE INDEX privacy_entry_at ON privacy_entry (at);
  `
}
