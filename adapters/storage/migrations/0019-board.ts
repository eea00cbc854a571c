/** What a household remembers of its collector's board. */

import type { Migration } from './migration'

export const boardMemoryTables: Migration = {
  id: '0019-board',
  sql: `
    CREATE TABLE round_board (
      gid BLOB PRIMARY KEY,
      wire BLOB NOT NULL,
      entries INTEGER NOT NULL,
      hash BLOB NOT NULL
    ) STRICT;
    CREATE TABLE round_board_entry (
      gid BLOB NOT NULL,
      position INTEGER NOT NULL,
      digest BLOB NOT NULL,
      hash BLOB NOT NULL,
      PRIMARY KEY (gid, position)
    ) STRICT;
    CREATE INDEX round_board_digest ON round_board_entry (gid, digest);
  `
}
