/** What a household keeps to answer for its pads, and the hash of a day's SUM for the history code. */

import type { Migration } from './migration'

export const blameTables: Migration = {
  id: '0015-blame',
  sql: `
    CREATE TABLE round_dlist (
      gid BLOB NOT NULL,
      rho BLOB NOT NULL,
      t INTEGER NOT NULL,
      wire BLOB NOT NULL,
      delivered INTEGER NOT NULL,
      PRIMARY KEY (gid, rho, t)
    ) STRICT;
    ALTER TABLE round_day ADD COLUMN sum_hash BLOB;
  `
}
