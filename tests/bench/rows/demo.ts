/** The whole neighbourhood as the specification asks for it: 20 homes, a month of rounds, on real readings where they are there. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { sharedDataPath } from '../../support/shared-data-path'
import type { BenchRow } from '../bench-row'
import { runDemo } from '../stand/run-demo'
import { plainPaceOfCommitments, plainPaceOfDecoding } from '../yardsticks/plain-pace'

const HOUSEHOLDS = 20
const LIMIT_S = 180
const READINGS = 'readings/edrp_scotland_30min_2009-03-01_05-31_30homes.csv.gz'
const PRICES = 'prices/at_dayahead_15min_2025-10-01_2026-08-21.csv.gz'

type Span = { readonly what: string; readonly rounds: number; readonly args: readonly string[] }

export const demo: BenchRow = {
  name: 'demo',
  measure: async () => {
    const { what, rounds, args } = spanOf(sharedDataPath())
    const milliseconds = await runDemo(['--households', String(HOUSEHOLDS), ...args])
    const decoded = HOUSEHOLDS * HOUSEHOLDS * rounds
    const committed = HOUSEHOLDS * rounds
    const arithmetic = decoded * (await plainPaceOfDecoding()) + committed * (await plainPaceOfCommitments())
    return [
      {
        id: 'demo',
        what,
        value: milliseconds / 1000,
        unit: 's',
        limit: LIMIT_S,
        baseline: arithmetic / 1000,
        against: `${decoded.toLocaleString('en')} decodings, ${committed.toLocaleString('en')} commitments, plain noble, one thread`
      }
    ]
  }
}

/** Made-up homes are measured by quarter hours, so half as many days give as many rounds. */
function spanOf(data: string | undefined): Span {
  const readings = data && path.join(data, READINGS)
  const prices = data && path.join(data, PRICES)
  if (readings && prices && existsSync(readings) && existsSync(prices)) {
    const args = ['--days', '31', '--data', readings, '--prices', prices]
    return { what: '20 real homes, 31 days of half hours, dynamic tariff', rounds: 31 * 48, args }
  }
  return { what: '20 made-up homes, 15 days of quarter hours', rounds: 15 * 96, args: ['--days', '15'] }
}
