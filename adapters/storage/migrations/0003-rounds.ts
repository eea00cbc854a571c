/** Tables of the rounds: rule W's log, the groups joined, the days, the rosters seen, evidence. */

import type { Migration } from './migration'

export const roundTables: Migration = {
  id: '0003-rounds',
  sql: `
    CREATE TABLE pad_use (
      meter_id TEXT NOT NULL,
      obis INTEGER NOT NULL,
      interval_start INTEGER NOT NULL,
      rho BLOB NOT NULL,
      PRIMARY KEY (meter_id, obis, interval_start)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER pad_use_is_fixed BEFORE UPDATE ON pad_use
      BEGIN SELECT RAISE(ABORT, 'rule W: a roster is fixed once'); END;
    CREATE TRIGGER pad_use_is_kept BEFORE DELETE ON pad_use
      BEGIN SELECT RAISE(ABORT, 'rule W: the log is kept'); END;
    CREATE TABLE pad_floor (
      id INTEGER PRIMARY KEY CHECK (id = 0),
      before INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE round_group (
      gid BLOB PRIMARY KEY,
      parameters BLOB NOT NULL,
      address TEXT NOT NULL,
      operator TEXT NOT NULL,
      meter_id TEXT NOT NULL,
      obis INTEGER NOT NULL,
      identity BLOB NOT NULL,
      member_id BLOB NOT NULL,
      enrol BLOB NOT NULL,
      enrol_state TEXT NOT NULL,
      joined_at INTEGER NOT NULL,
      fewer_accepted INTEGER NOT NULL,
      paused INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE round_confirmed (
      member TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE round_day (
      gid BLOB NOT NULL,
      utc_day INTEGER NOT NULL,
      phase TEXT NOT NULL,
      reason TEXT,
      exchange BLOB,
      keys BLOB,
      keys_delivered INTEGER,
      rho BLOB,
      members INTEGER,
      submit BLOB,
      submitted_at INTEGER,
      submit_delivered INTEGER,
      outcome TEXT,
      findings BLOB,
      PRIMARY KEY (gid, utc_day)
    ) STRICT;
    CREATE INDEX round_day_open ON round_day (gid, utc_day) WHERE phase IN ('offered', 'refused', 'submitted')
      OR exchange IS NOT NULL;
    CREATE TABLE round_roster (
      gid BLOB NOT NULL,
      rho BLOB NOT NULL,
      utc_day INTEGER NOT NULL,
      attempt INTEGER NOT NULL,
      wire BLOB,
      signed BLOB NOT NULL,
      refusal TEXT,
      refuse_delivered INTEGER NOT NULL,
      PRIMARY KEY (gid, rho)
    ) STRICT;
    CREATE INDEX round_roster_day ON round_roster (gid, utc_day);
    CREATE TABLE round_end (
      gid BLOB NOT NULL,
      wire BLOB NOT NULL,
      PRIMARY KEY (gid, wire)
    ) STRICT;
    CREATE TABLE round_evidence (
      gid BLOB NOT NULL,
      utc_day INTEGER NOT NULL,
      kind TEXT NOT NULL,
      bytes BLOB NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
  `
}
