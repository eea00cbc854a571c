/**
 * What the pages of readings need beside the readings: sums per UTC day (made from the readings and made again when
 * they change), names and exchanges of meters, batches taken out, and contradictions (docs/readings.md 5).
 */

import type { Migration } from './migration'

export const readingViewTables: Migration = {
  id: '0012-reading-views',
  sql: `
    CREATE TABLE reading_day (
      series INTEGER NOT NULL REFERENCES reading_series (id),
      day INTEGER NOT NULL,
      raster INTEGER NOT NULL CHECK (raster IN (900, 1800, 3600)),
      usual INTEGER,
      slots BLOB,
      long TEXT,
      PRIMARY KEY (series, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE meter_note (
      meter_id TEXT PRIMARY KEY,
      name TEXT,
      is_production INTEGER NOT NULL DEFAULT 0 CHECK (is_production IN (0, 1))
    ) STRICT;
    CREATE TABLE meter_exchange (
      old_meter TEXT PRIMARY KEY,
      new_meter TEXT NOT NULL UNIQUE,
      at INTEGER NOT NULL,
      CHECK (old_meter <> new_meter)
    ) STRICT;

    CREATE TABLE removed_batch (
      batch INTEGER PRIMARY KEY REFERENCES reading_batch (id),
      at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE removed_reading (
      batch INTEGER NOT NULL REFERENCES removed_batch (batch),
      series INTEGER NOT NULL REFERENCES reading_series (id),
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      exponent INTEGER NOT NULL,
      quality TEXT NOT NULL,
      PRIMARY KEY (batch, series, start)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE removed_register (
      batch INTEGER NOT NULL REFERENCES removed_batch (batch),
      series INTEGER NOT NULL REFERENCES reading_series (id),
      at INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      exponent INTEGER NOT NULL,
      PRIMARY KEY (batch, series, at)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reading_contradiction (
      series INTEGER NOT NULL REFERENCES reading_series (id),
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      exponent INTEGER NOT NULL,
      source TEXT NOT NULL,
      PRIMARY KEY (series, start, seconds, amount, exponent)
    ) STRICT, WITHOUT ROWID;
  `
}
