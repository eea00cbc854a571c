/** Intervals of live groups: one column for each thing a state can hold, NULL where it holds none. */

import type { Migration } from './migration'

export const liveTables: Migration = {
  id: '0015-live',
  sql: `
    CREATE TABLE round_live (
      gid BLOB NOT NULL,
      t INTEGER NOT NULL,
      phase TEXT NOT NULL,
      reason TEXT,
      exchange BLOB,
      keys BLOB,
      keys_delivered INTEGER,
      attempt INTEGER,
      rho BLOB,
      members INTEGER,
      endorse BLOB,
      submit BLOB,
      submitted_at INTEGER,
      submit_delivered INTEGER,
      outcome TEXT,
      value TEXT,
      PRIMARY KEY (gid, t)
    ) STRICT;
    CREATE INDEX round_live_open ON round_live (gid, t)
      WHERE phase IN ('offered', 'endorsed', 'armed', 'submitted') OR exchange IS NOT NULL;
    CREATE INDEX round_live_submitted ON round_live (gid, submitted_at);
    CREATE TABLE round_endorsed (
      gid BLOB NOT NULL,
      rho BLOB NOT NULL,
      t INTEGER NOT NULL,
      delivered INTEGER NOT NULL,
      PRIMARY KEY (gid, rho)
    ) STRICT;
    CREATE TABLE round_leave_rule (
      gid BLOB PRIMARY KEY,
      above INTEGER NOT NULL
    ) STRICT;
  `
}
