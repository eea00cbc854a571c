/** Every row, in the order of docs/performance.md. */

import type { BenchRow } from '../bench-row'
import { appStart } from './app-start'
import { batchDay } from './batch-day'
import { collectorDay } from './collector-day'
import { commitments } from './commitments'
import { decode } from './decode'
import { demo } from './demo'
import { fiveYears } from './five-years'
import { importYear } from './import'
import { importTable } from './import-table'
import { importXml } from './import-xml'
import { liveRound } from './live-round'
import { monthBill } from './month-bill'
import { openings } from './openings'
import { readingsRow } from './readings'
import { records } from './records'
import { windowRow } from './window'
import { yearBill } from './year-bill'

export const ALL_ROWS: readonly BenchRow[] = [
  demo,
  monthBill,
  yearBill,
  windowRow,
  appStart,
  fiveYears,
  openings,
  commitments,
  decode,
  records,
  batchDay,
  collectorDay,
  liveRound,
  importYear,
  importTable,
  importXml,
  readingsRow
]
