/** Prices that the person has loaded for a tariff of their own. */

import type { Migration } from './migration'

export const ownPriceTables: Migration = {
  id: '0021-own-prices',
  sql: `
    CREATE TABLE own_prices (
      id TEXT NOT NULL UNIQUE,
      tariff_id TEXT NOT NULL,
      name TEXT NOT NULL,
      start INTEGER NOT NULL,
      seconds INTEGER NOT NULL,
      steps INTEGER NOT NULL,
      prices BLOB NOT NULL,
      saved_at INTEGER NOT NULL
    ) STRICT;
  `
}
