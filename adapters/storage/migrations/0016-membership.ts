/** What joining by a pinned certificate and leaving keep of a group. */

import type { Migration } from './migration'

export const membershipColumns: Migration = {
  id: '0016-membership',
  sql: `
    ALTER TABLE round_group ADD COLUMN pin BLOB;
    ALTER TABLE round_group ADD COLUMN left_at INTEGER;
    ALTER TABLE round_group ADD COLUMN end_wire BLOB;
    ALTER TABLE round_group ADD COLUMN end_delivered INTEGER NOT NULL DEFAULT 0;
  `
}
