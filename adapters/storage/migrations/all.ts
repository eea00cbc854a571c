/** Every step in the order in which it runs; new ones are appended to their job's lines, never changed. */

import { programTables } from './0001-program'
import { readingTables } from './0002-readings'
import { roundTables } from './0003-rounds'
import { billTables } from './0004-bills'
import { importTables } from './0010-import'
import { readingViewTables } from './0012-reading-views'
import { ownTariffTables } from './0013-own-tariffs'
import { billPaperTables } from './0014-bill-papers'
import { blameTables } from './0015-blame'
import { liveTables } from './0015-live'
import { membershipColumns } from './0016-membership'
import { blindingIndex } from './0017-blinding-index'
import { transferTables } from './0018-transfer'
import { boardMemoryTables } from './0019-board'
import { openImportTables } from './0023-open-import'
import { openingTables } from './0021-openings'
import { openedSpans } from './0033-opened-spans'
import { ownPriceTables } from './0021-own-prices'
import { privacyHost } from './0025-privacy-host'
import { departureColumns } from './0029-departure'
import { neighbourTable } from './0029-neighbours'
import { keptNumbers } from './0032-kept-numbers'
import { openingMarkTable } from './0037-opening-marks'
import { refusalTable } from './0043-refusals'
import { readingWeeks } from './0048-reading-weeks'
import type { Migration } from './migration'

export const allMigrations: readonly Migration[] = [
  programTables,
  readingTables,
  roundTables,
  billTables,
  importTables,
  readingViewTables,
  ownTariffTables,
  billPaperTables,
  blameTables,
  liveTables,
  membershipColumns,
  blindingIndex,
  transferTables,
  boardMemoryTables,
  openImportTables,
  ownPriceTables,
  openingTables,
  privacyHost,
  departureColumns,
  neighbourTable,
  keptNumbers,
  openedSpans,
  openingMarkTable,
  refusalTable,
  readingWeeks
]
