/** Periods that the person does not open, and whether the supplier has been told. */

import type { Migration } from './migration'

export const refusalTable: Migration = {
  id: '0043-refusals',
  sql: `
    CREATE TABLE bill_refusal (
      contract_hash TEXT NOT NULL,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL,
      body BLOB NOT NULL,
      signature BLOB NOT NULL,
      sent_at INTEGER,
      PRIMARY KEY (contract_hash, start)
    ) STRICT;
  `
}
