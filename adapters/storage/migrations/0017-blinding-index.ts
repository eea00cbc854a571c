/** Finds a blinding that was used twice without reading every record there is (check V10 of a bill). */

import type { Migration } from './migration'

export const blindingIndex: Migration = {
  id: '0017-blinding-index',
  sql: `
    CREATE INDEX chain_record_blinding ON chain_record (blinding) WHERE blinding IS NOT NULL;
  `
}
