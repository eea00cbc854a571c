/** An import that is not complete yet: its rows stand in the tables and are seen by nobody (docs/adr/0047-imports-are-streams.md). */

import type { Migration } from './migration'

export const openImportTables: Migration = {
  id: '0023-open-import',
  sql: `
    CREATE TABLE open_import (
      batch INTEGER PRIMARY KEY REFERENCES reading_batch (id)
    ) STRICT;
    CREATE VIEW known_reading AS
      SELECT series, start, seconds, amount, exponent, quality, batch FROM reading
      WHERE batch NOT IN (SELECT batch FROM open_import);
    CREATE VIEW known_register AS
      SELECT series, at, amount, exponent, batch FROM reading_register
      WHERE batch NOT IN (SELECT batch FROM open_import);
  `
}
