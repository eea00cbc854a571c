/** Tables of the import: finer resolution, register totals where a source gives them, layouts that a person confirmed. */

import type { Migration } from './migration'

export const importTables: Migration = {
  id: '0010-import',
  sql: `
    CREATE TABLE reading_finer (
      series INTEGER NOT NULL REFERENCES reading_series (id),
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL CHECK (seconds > 0),
      amount INTEGER NOT NULL CHECK (amount >= 0),
      exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 6),
      quality TEXT NOT NULL CHECK (quality IN ('measured', 'estimated', 'substituted')),
      batch INTEGER NOT NULL REFERENCES reading_batch (id),
      PRIMARY KEY (series, start)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO reading_finer (series, start, seconds, amount, exponent, quality, batch)
      SELECT series, start, seconds, amount, exponent, quality, batch FROM reading;
    DROP TABLE reading;
    ALTER TABLE reading_finer RENAME TO reading;

    CREATE TABLE reading_register (
      series INTEGER NOT NULL REFERENCES reading_series (id),
      at INTEGER NOT NULL,
      amount INTEGER NOT NULL CHECK (amount >= 0),
      exponent INTEGER NOT NULL CHECK (exponent BETWEEN 0 AND 6),
      batch INTEGER NOT NULL REFERENCES reading_batch (id) ON DELETE CASCADE,
      PRIMARY KEY (series, at)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE import_layout (
      fingerprint TEXT PRIMARY KEY,
      rules TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
  `
}
