/** Why a home left a live group by itself: its limit in percent, and what it counted. */

import type { Migration } from './migration'

export const departureColumns: Migration = {
  id: '0029-departure',
  sql: `
    ALTER TABLE round_group ADD COLUMN left_above INTEGER;
    ALTER TABLE round_group ADD COLUMN left_submitted INTEGER;
    ALTER TABLE round_group ADD COLUMN left_without INTEGER;
  `
}
