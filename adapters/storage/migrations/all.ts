/** Every step in the order in which it runs; new ones are appended to their job's lines, never changed. */

import { programTables } from './0001-program'
import { readingTables } from './0002-readings'
import { roundTables } from './0003-rounds'
import { billTables } from './0004-bills'
import type { Migration } from './migration'

export const allMigrations: readonly Migration[] = [programTables, readingTables, roundTables, billTables]
