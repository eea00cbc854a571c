/** A bill over a whole year of quarter hours under a tariff by the exchange: a household's database and the bill's file. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { systemRandom } from '../../../adapters/system/system-random'
import { periodOfDays, toLocalDate, toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { markerWith } from '../../../app/readings/opening-marks'
import { makeList } from '../../support/bills/bill-case'
import { keepChain } from '../../support/bills/keep-chain'
import { makeChain } from '../../support/bills/memory-chains'
import { yearlyTariff } from '../../support/bills/real-tariffs'
import { yearOfBills } from '../../support/bills/year-of-bills'
import { seededRandom } from '../../support/seeded-random'
import { databaseKeyOf, openCore } from './open-core'
import { primitives } from './platform'

export type YearBill = {
  /** With household.db and household.key. */
  readonly folder: string
  readonly file: string
}

export const YEAR_INTERVALS = 35_040
const QUARTER_HOUR = 900
const VIENNA = toTimeZone('Europe/Vienna')
const FIRST = toLocalDate('2026-01-01')
const LAST = toLocalDate('2026-12-31')
const MOST_WATT_HOURS = 1500
const PRICES_FROM = -50_000
const PRICES_RANGE = 350_000

export async function makeYearBill(folder: string): Promise<YearBill> {
  const { start, end } = periodOfDays(FIRST, LAST, VIENNA)
  const random = seededRandom('year bill')
  const count = (end - start) / QUARTER_HOUR
  const intervals = Array.from({ length: count }, () => ({ value: BigInt(random.below(MOST_WATT_HOURS)) }))
  const prices = Array.from({ length: count }, () => BigInt(PRICES_FROM + random.below(PRICES_RANGE)))
  const chain = makeChain({ seed: 'year bill', start, seconds: QUARTER_HOUR, intervals })
  const core = openCore(folder)
  try {
    keepChain(core.database, chain, undefined, markerWith(primitives, databaseKeyOf(folder)))
    const work = createInProcessWork(loadKernel(), systemRandom)
    const store = createBillStore(core.database)
    const list = makeList(prices, toUtcSeconds(start), QUARTER_HOUR)
    const tariff = yearlyTariff({ first: FIRST, last: LAST, start, end })
    const options = { chain, tariff, list, zone: VIENNA, first: FIRST, last: LAST, work, store }
    for await (const { file } of yearOfBills({ ...options, billing: 'calendar-year' })) {
      const name = path.join(folder, 'bill.json')
      writeFileSync(name, file)
      return { folder, file: name }
    }
    throw new Error('no bill came of the year')
  } finally {
    await core.close()
  }
}
