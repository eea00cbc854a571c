/** Tariffs that the person has entered. */

import type { Migration } from './migration'

export const ownTariffTables: Migration = {
  id: '0013-own-tariffs',
  sql: `
    CREATE TABLE own_tariff (
      id TEXT NOT NULL UNIQUE,
      body BLOB NOT NULL,
      saved_at INTEGER NOT NULL
    ) STRICT;
  `
}
