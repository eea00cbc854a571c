/** A household's five years with its suppliers: a signed chain, a bill for each of 48 months, one for the fifth year. */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { createChainStore } from '../../../adapters/storage/chain-store'
import type { OpenHousehold } from '../../../adapters/household/open-household'
import { systemRandom } from '../../../adapters/system/system-random'
import { type LocalDate, periodOfDays, toLocalDate, toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { MarkRun } from '../../../app/readings/opening-marks'
import { threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { makeList } from '../../support/bills/bill-case'
import { keepChain } from '../../support/bills/keep-chain'
import { type MadeChain, makeChain } from '../../support/bills/memory-chains'
import { yearlyTariff } from '../../support/bills/real-tariffs'
import { yearOfBills } from '../../support/bills/year-of-bills'
import { seededRandom } from '../../support/seeded-random'
import { METER_ID, QUARTER_HOUR, readingsLoad } from './readings-file'

const VIENNA = toTimeZone('Europe/Vienna')
const MONTHLY = { first: toLocalDate('2021-01-01'), last: toLocalDate('2024-12-31') }
const YEARLY = { first: toLocalDate('2025-01-01'), last: toLocalDate('2025-12-31') }
const PRICES_FROM = -50_000
const PRICES_RANGE = 350_000
const DAY = 86_400

export type LivedBills = { readonly chain: MadeChain; readonly bills: number }

/** The readings are those of the imported file, this time signed by the meter. */
export async function liveThroughBills({ app, database }: OpenHousehold, mark: MarkRun): Promise<LivedBills> {
  const { start, end } = periodOfDays(MONTHLY.first, YEARLY.last, VIENNA)
  const load = readingsLoad()
  const intervals = Array.from({ length: (end - start) / QUARTER_HOUR }, (_, index) => ({
    value: load.energyAt(toUtcSeconds(start + index * QUARTER_HOUR)).drawn
  }))
  const chain = makeChain({ seed: 'lived', meterId: METER_ID, start, seconds: QUARTER_HOUR, intervals })
  // As a household keeps them: at the ends of days, of UTC and of the local calendar.
  keepChain(database, chain, (at) => at % DAY === 0 || (at + 3600) % DAY === 0 || (at + 7200) % DAY === 0, mark)
  const shared = {
    ...{ chain, zone: VIENNA, work: createInProcessWork(loadKernel(), systemRandom) },
    ...{ store: createBillStore(database), chains: createChainStore(database, createPlatformPrimitives()) },
    take: async (file: Uint8Array) => {
      const { verification } = await app.bills.take(file)
      if (verification.verdict !== 'correct') throw new Error(`a lived bill is ${verification.verdict}`)
      return verification
    }
  }
  const times = threeTimesTariff({ zone: VIENNA, from: MONTHLY.first, to: MONTHLY.last })
  const exchange = yearlyTariff({ ...YEARLY, ...periodOfDays(YEARLY.first, YEARLY.last, VIENNA) })
  let bills = 0
  for await (const { file } of yearOfBills({ ...shared, ...MONTHLY, id: 'M-2021-0007', tariff: times, list: null })) {
    bills += file.length > 0 ? 1 : 0
  }
  const year = { ...YEARLY, id: 'M-2025-0019', tariff: exchange, list: yearOfPrices(YEARLY.first, YEARLY.last) }
  for await (const { file } of yearOfBills({ ...shared, ...year, billing: 'calendar-year' })) {
    bills += file.length > 0 ? 1 : 0
  }
  return { chain, bills }
}

function yearOfPrices(first: LocalDate, last: LocalDate) {
  const { start, end } = periodOfDays(first, last, VIENNA)
  const random = seededRandom('lived prices')
  const prices = Array.from({ length: (end - start) / QUARTER_HOUR }, () =>
    BigInt(PRICES_FROM + random.below(PRICES_RANGE))
  )
  return makeList(prices, start, QUARTER_HOUR)
}
