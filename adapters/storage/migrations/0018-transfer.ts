/** A home that moves to another PC, and what a restored one still owes its neighbours. */

import type { Migration } from './migration'

export const transferTables: Migration = {
  id: '0018-transfer',
  sql: `
    ALTER TABLE round_group ADD COLUMN handed_over_at INTEGER;
    ALTER TABLE round_group ADD COLUMN pause_cause TEXT;
    CREATE TABLE round_owed (
      gid BLOB NOT NULL,
      utc_day INTEGER NOT NULL,
      PRIMARY KEY (gid, utc_day)
    ) STRICT;
  `
}
