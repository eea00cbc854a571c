/** A month's bill as a household receives one, with all that is needed to verify it: left behind by a demo. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { runDemo } from './run-demo'

export type MonthBill = {
  /** With household.db and household.key. */
  readonly folder: string
  /** The right bill. */
  readonly file: string
}

/** May 2026 in Berlin: 31 days without a clock change, so exactly 2,976 quarter hours. */
export const MONTH_INTERVALS = 2976
const MONTH_START = Date.parse('2026-04-30T22:00:00Z')
const MONTH_HOURS = 744

export async function makeMonthBill(folder: string): Promise<MonthBill> {
  // The demo lives through the days for which there are prices; its tariff is another.
  const prices = path.join(folder, 'prices.csv')
  writeFileSync(prices, hourlyPrices())
  const household = path.join(folder, 'household')
  const size = ['--households', '10', '--days', '31']
  await runDemo([...size, '--prices', prices, '--tariff', 'time-of-use', '--out', household])
  return { folder: household, file: path.join(household, 'bill.json') }
}

function hourlyPrices(): string {
  const rows = Array.from({ length: MONTH_HOURS }, (_, hour) => {
    const start = new Date(MONTH_START + hour * 3_600_000).toISOString().replace('.000Z', 'Z')
    return `${start},100.00`
  })
  return ['time_utc,price_eur_mwh', ...rows, ''].join('\n')
}
