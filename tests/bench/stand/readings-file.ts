/** Made-up readings as a file in the program's own CSV. */

import { writeFileSync } from 'node:fs'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { createGeneratedLoad } from '../../../services/load-generator/generated-load'
import { BERLIN } from './open-core'

/** Quarter hours of 365 days. */
export const YEAR_INTERVALS = 35_040
const SECONDS = 900
const START = toUtcSeconds(Date.parse('2020-12-31T23:00:00Z') / 1000)

/** Quarter hours of both directions, from 2021 on. */
export function writeReadings(file: string, intervals: number): void {
  const head = { meterId: '1WVT0000000001', timeZone: BERLIN, style: 'en' } as const
  writeFileSync(file, Buffer.concat([...encodeWattveilCsv(head, rows(intervals))]))
}

function* rows(intervals: number): Generator<ProfileRow> {
  const load = createGeneratedLoad({ seed: 'year', seconds: SECONDS, timeZone: BERLIN, solar: true })
  for (let index = 0; index < intervals; index++) {
    const start = toUtcSeconds(START + index * SECONDS)
    const { drawn, fedIn } = load.energyAt(start)
    yield {
      ...{ start, seconds: SECONDS, quality: 'measured' },
      ...{ drawn: { amount: drawn, exponent: 0 }, fedIn: { amount: fedIn, exponent: 0 } }
    }
  }
}
