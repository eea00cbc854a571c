/** Marks of openings that were computed and fit (app/readings/opening-marks.ts). */

import type { Migration } from './migration'

export const openingMarkTable: Migration = {
  id: '0037-opening-marks',
  sql: `
    CREATE TABLE opening_mark (
      chain INTEGER NOT NULL REFERENCES chain (id),
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      mark BLOB NOT NULL,
      PRIMARY KEY (chain, first)
    ) STRICT, WITHOUT ROWID;
  `
}
