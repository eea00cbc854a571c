/** Whom the privacy log names goes by a name that somebody chose; where the bytes went is a fact of its own. */

import type { Migration } from './migration'

export const privacyHost: Migration = {
  id: '0025-privacy-host',
  sql: `
    ALTER TABLE privacy_entry ADD COLUMN host TEXT;
  `
}
