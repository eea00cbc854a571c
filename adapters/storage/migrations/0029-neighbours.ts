/** Meter numbers of the homes that were in a list with this one: by them a person knows which neighbour is meant. */

import type { Migration } from './migration'

export const neighbourTable: Migration = {
  id: '0029-neighbours',
  sql: `
    CREATE TABLE round_neighbour (
      gid BLOB NOT NULL,
      member TEXT NOT NULL,
      meter_id TEXT NOT NULL,
      PRIMARY KEY (gid, member)
    ) STRICT;
  `
}
