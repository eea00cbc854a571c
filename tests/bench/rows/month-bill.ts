/** A month's bill from its bytes to the verdict, through the core: first after the start, and again. */

import { readFileSync } from 'node:fs'
import type { OpenHousehold } from '../../../adapters/household/open-household'
import type { BenchRow, Measurement } from '../bench-row'
import { MONTH_INTERVALS } from '../stand/month-bill'
import { openCore } from '../stand/open-core'
import { median, timeOf } from '../stopwatch'
import { plainPaceOfOpenings } from '../yardsticks/plain-pace'

const RUNS = 5
const LIMIT_MS = 150
const FIRST_LIMIT_MS = 2000

export const monthBill: BenchRow = {
  name: 'month-bill',
  measure: async (stand) => {
    const { folder, file } = await stand.monthBill()
    const bytes = readFileSync(file)
    const first: number[] = []
    const again: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      const core = openCore(folder)
      try {
        first.push(await timeOf(() => verify(core, bytes)))
        again.push(await timeOf(() => verify(core, bytes)))
      } finally {
        await core.close()
      }
    }
    const frame = {
      unit: 'ms',
      limit: LIMIT_MS,
      baseline: MONTH_INTERVALS * (await plainPaceOfOpenings()),
      against: `${MONTH_INTERVALS.toLocaleString('en')} openings, plain noble`
    } as const
    return [
      {
        id: 'month-bill',
        what: 'bill of 2,976 intervals, verified; openings done on arrival',
        value: median(again),
        ...frame
      },
      {
        id: 'month-bill.first',
        what: 'the same, first after the start of the core',
        value: median(first),
        ...frame,
        limit: FIRST_LIMIT_MS
      }
    ] satisfies Measurement[]
  }
}

async function verify({ app }: OpenHousehold, bytes: Uint8Array): Promise<void> {
  const { verification, report } = await app.bills.verify(bytes)
  if (!verification.verdict.startsWith('correct') || report?.intervals !== MONTH_INTERVALS) {
    throw new Error(`the bill is ${verification.verdict}, ${String(report?.intervals)} intervals`)
  }
}
