/** Tables of the readings: the meters' signed chains, their openings, and energy per interval from any source. */

import type { Migration } from './migration'

export const readingTables: Migration = {
  id: '0002-readings',
  sql: `
    CREATE TABLE meter_connection (
      meter_id TEXT PRIMARY KEY,
      url TEXT NOT NULL,
      password TEXT NOT NULL,
      state TEXT NOT NULL,
      pairing_id BLOB,
      pending_day INTEGER,
      pending_key BLOB
    ) STRICT;

    CREATE TABLE chain (
      id INTEGER PRIMARY KEY,
      meter_id TEXT NOT NULL,
      obis INTEGER NOT NULL,
      genesis BLOB NOT NULL,
      genesis_signature BLOB NOT NULL,
      level INTEGER NOT NULL,
      counter INTEGER NOT NULL,
      hash BLOB NOT NULL,
      until INTEGER NOT NULL,
      UNIQUE (meter_id, obis)
    ) STRICT;
    CREATE TABLE chain_record (
      chain INTEGER NOT NULL REFERENCES chain (id),
      counter INTEGER NOT NULL,
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      status INTEGER NOT NULL,
      commitment BLOB NOT NULL,
      previous_hash BLOB NOT NULL,
      value INTEGER,
      blinding BLOB,
      head_signature BLOB,
      PRIMARY KEY (chain, counter)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX chain_record_start ON chain_record (chain, start);
    CREATE TABLE chain_register (
      chain INTEGER NOT NULL REFERENCES chain (id),
      at INTEGER NOT NULL,
      total INTEGER NOT NULL,
      PRIMARY KEY (chain, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE chain_key (
      chain INTEGER NOT NULL REFERENCES chain (id),
      from_counter INTEGER NOT NULL,
      day INTEGER NOT NULL,
      key BLOB NOT NULL,
      PRIMARY KEY (chain, from_counter)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reading_series (
      id INTEGER PRIMARY KEY,
      meter_id TEXT NOT NULL,
      direction TEXT NOT NULL CHECK (direction IN ('drawn', 'fed-in')),
      UNIQUE (meter_id, direction)
    ) STRICT;
    CREATE TABLE reading_batch (
      id INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      origin TEXT NOT NULL CHECK (origin IN ('file', 'meter')),
      name TEXT NOT NULL
    ) STRICT;
    CREATE TABLE reading (
      series INTEGER NOT NULL REFERENCES reading_series (id),
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL CHECK (seconds > 0),
      amount INTEGER NOT NULL CHECK (amount >= 0),
      exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 3),
      quality TEXT NOT NULL CHECK (quality IN ('measured', 'estimated', 'substituted')),
      batch INTEGER NOT NULL REFERENCES reading_batch (id),
      PRIMARY KEY (series, start)
    ) STRICT, WITHOUT ROWID;
  `
}
