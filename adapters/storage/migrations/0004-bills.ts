/** Tables of the bills: key, contracts, documents, responses with the opening log, bills. */

import type { Migration } from './migration'

export const billTables: Migration = {
  id: '0004-bills',
  sql: `
    CREATE TABLE bill_key (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      seed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE bill_contract (
      hash TEXT PRIMARY KEY,
      file BLOB NOT NULL,
      address TEXT,
      delivered INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE bill_document (
      hash TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      file BLOB NOT NULL
    ) STRICT;
    CREATE TABLE bill_consent (
      contract_hash TEXT NOT NULL,
      start INTEGER NOT NULL,
      PRIMARY KEY (contract_hash, start)
    ) STRICT;
    CREATE TABLE bill_response (
      hash TEXT PRIMARY KEY,
      contract_hash TEXT NOT NULL,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL,
      body BLOB NOT NULL,
      signature BLOB NOT NULL,
      list_hash TEXT,
      sent_at INTEGER,
      UNIQUE (contract_hash, start)
    ) STRICT;
    CREATE TABLE bill_opening (
      meter_id TEXT NOT NULL,
      obis INTEGER NOT NULL,
      start INTEGER NOT NULL,
      response_hash TEXT NOT NULL,
      PRIMARY KEY (meter_id, obis, start)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE bill (
      hash TEXT PRIMARY KEY,
      file BLOB NOT NULL,
      contract_hash TEXT,
      number TEXT NOT NULL,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL,
      verdict TEXT NOT NULL,
      accepted INTEGER NOT NULL,
      replaced_by TEXT,
      seen_at INTEGER NOT NULL,
      report TEXT NOT NULL
    ) STRICT;
  `
}
