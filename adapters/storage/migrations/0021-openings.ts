/**
 * An interval may enter a second number with the person's word on exactly that: the log keeps both. A word given before
 * was about a period and not about numbers, so it does not count any longer. And contracts that a supplier offers.
 */

import type { Migration } from './migration'

export const openingTables: Migration = {
  id: '0021-openings',
  sql: `
    DROP TABLE bill_consent;
    CREATE TABLE bill_consent (question TEXT PRIMARY KEY) STRICT;
    CREATE TABLE bill_offer (
      hash TEXT PRIMARY KEY,
      contract_hash TEXT NOT NULL,
      file BLOB NOT NULL,
      declined INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE bill_opening RENAME TO bill_opening_before;
    CREATE TABLE bill_opening (
      meter_id TEXT NOT NULL,
      obis INTEGER NOT NULL,
      start INTEGER NOT NULL,
      response_hash TEXT NOT NULL,
      PRIMARY KEY (meter_id, obis, start, response_hash)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO bill_opening SELECT meter_id, obis, start, response_hash FROM bill_opening_before;
    DROP TABLE bill_opening_before;
  `
}
