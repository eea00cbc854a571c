/** Made-up readings as a file in the program's own CSV. */

import { writeFileSync } from 'node:fs'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { createGeneratedLoad } from '../../../services/load-generator/generated-load'
import type { Load } from '../../../services/load-generator/load'
import { BERLIN } from './open-core'

/** Quarter hours of 365 days. */
export const YEAR_INTERVALS = 35_040
export const QUARTER_HOUR = 900
export const METER_ID = '1WVT0000000001'
const START = toUtcSeconds(Date.parse('2020-12-31T23:00:00Z') / 1000)

/** Quarter hours of both directions, from 2021 on. */
export function writeReadings(file: string, intervals: number): void {
  const head = { meterId: METER_ID, timeZone: BERLIN, style: 'en' } as const
  writeFileSync(file, Buffer.concat([...encodeWattveilCsv(head, rows(intervals))]))
}

/** What the readings are made of. */
export function readingsLoad(): Load {
  return createGeneratedLoad({ seed: 'year', seconds: QUARTER_HOUR, timeZone: BERLIN, solar: true })
}

function* rows(intervals: number): Generator<ProfileRow> {
  const load = readingsLoad()
  for (let index = 0; index < intervals; index++) {
    const start = toUtcSeconds(START + index * QUARTER_HOUR)
    const { drawn, fedIn } = load.energyAt(start)
    yield {
      ...{ start, seconds: QUARTER_HOUR, quality: 'measured' },
      ...{ drawn: { amount: drawn, exponent: 0 }, fedIn: { amount: fedIn, exponent: 0 } }
    }
  }
}
