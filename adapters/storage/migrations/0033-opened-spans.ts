/** The log of openings by span: a RESPONSE opens all intervals of a meter from the first to the last of a period. */

import type { Migration } from './migration'

export const openedSpans: Migration = {
  id: '0033-opened-spans',
  sql: `
    ALTER TABLE bill_opening RENAME TO bill_opening_before;
    CREATE TABLE bill_opening (
      meter_id TEXT NOT NULL,
      obis INTEGER NOT NULL,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL,
      response_hash TEXT NOT NULL,
      PRIMARY KEY (meter_id, obis, start, response_hash)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO bill_opening
      SELECT meter_id, obis, min(start), max(start) + 1, response_hash
      FROM bill_opening_before GROUP BY meter_id, obis, response_hash;
    DROP TABLE bill_opening_before;
  `
}
