/** A home of five years in which every page has much to show: readings, bills, a group, tariffs, what left the PC. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { TariffExample } from '../../../app/contract'
import { markerWith } from '../../../app/readings/opening-marks'
import { liveThroughBills } from './lived-bills'
import { liveThroughRounds } from './lived-group'
import { databaseKeyOf, openCore } from './open-core'
import { primitives } from './platform'
import { YEAR_INTERVALS, writeReadings } from './readings-file'

const YEARS = 5
const TARIFFS = [
  'flat',
  'day-night',
  'three-times',
  'weekend',
  'blocks',
  'dynamic',
  'grid-windows',
  'with-feed-in'
] as const satisfies readonly TariffExample[]
const YEAR_OF_HOURS = 8760
const HOUR_MS = 3_600_000

/** @param folder for the database @param scratch for the files that it is made from */
export async function makeLivedHome(folder: string, scratch: string): Promise<void> {
  await importYears(folder, path.join(scratch, 'years.csv'))
  const core = openCore(folder)
  try {
    const { chain } = await liveThroughBills(core, markerWith(primitives, databaseKeyOf(folder)))
    const [first, last] = [chain.entries[0]?.record, chain.entries.at(-1)?.record]
    if (!first || !last) throw new RangeError('a chain without records')
    liveThroughRounds(core.database, chain.id, { start: first.intervalStart, end: last.intervalStart })
    await keepTariffs(core, path.join(scratch, 'prices.csv'))
    await keepOrdinaryBills(core)
  } finally {
    await core.close()
  }
}

/** Readings alone. @param folder of the data @param file for the readings */
export async function importYears(folder: string, file: string): Promise<void> {
  writeReadings(file, YEARS * YEAR_INTERVALS)
  const core = openCore(folder)
  try {
    await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
  } finally {
    await core.close()
  }
}

async function keepTariffs({ app, files }: ReturnType<typeof openCore>, prices: string): Promise<void> {
  const hours = Array.from({ length: YEAR_OF_HOURS }, (_, hour) => {
    const start = new Date(Date.parse('2025-01-01T00:00:00Z') + hour * HOUR_MS).toISOString().replace('.000Z', 'Z')
    return `${start},${40 + (hour % 24)}.00`
  })
  writeFileSync(prices, ['time_utc,price_eur_mwh', ...hours, ''].join('\n'))
  for (const example of TARIFFS) {
    const { body } = await app.procedures['tariffs.example']({ example, from: '2025-01-01' })
    const { id } = await app.procedures['tariffs.save']({ id: null, body })
    if (example !== 'dynamic') continue
    const asked = { file: files.grant(prices), tariff: id, unit: 'eur-per-mwh', column: null, keep: true } as const
    const { kept } = await app.procedures['tariffs.prices-from-file'](asked)
    if (kept === null) throw new Error('the prices were not kept')
  }
}

async function keepOrdinaryBills({ app }: ReturnType<typeof openCore>): Promise<void> {
  for (let year = 2021; year < 2021 + YEARS; year++) {
    await app.procedures['ordinary.save']({
      id: null,
      bill: {
        ...{ supplier: 'Stromwerk Musterau', number: `J-${year}`, first: `${year}-01-01`, last: `${year}-12-31` },
        ...{ meterId: null, lines: [], registerStart: null, registerEnd: null },
        ...{ net: null, vatRate: null, vat: null, total: 133_280 }
      }
    })
  }
}
