/** A year of minutes as XML, in both forms that the program writes, into the encrypted database. */

import { statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeAr2418 } from '../../../app/readings/formats/ar2418/encode-ar2418'
import { encodeEspi } from '../../../app/readings/formats/espi/encode-espi'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import type { BenchRow, Measurement } from '../bench-row'
import { BERLIN } from '../stand/open-core'
import { importMeasured } from '../stand/import-measured'

const START = Date.parse('2024-12-31T23:00:00Z') / 1000
const MINUTES = 525_600
const MB = 1024 * 1024
const HEAD = { meterId: '1WVT01', timeZone: BERLIN, now: toUtcSeconds(START) }

const FILES = [
  { id: 'espi', name: 'Green Button', encode: encodeEspi },
  { id: 'ar2418', name: 'AR 2418-6', encode: encodeAr2418 }
] as const

export const importXml: BenchRow = {
  name: 'import-xml',
  measure: async ({ folder }) => {
    const rows: Measurement[] = []
    for (const { id, name, encode } of FILES) {
      const file = path.join(folder(), `minutes-${id}.xml`)
      writeFileSync(file, Buffer.concat([...encode(HEAD, minutes)]))
      const { ms, megabytes } = await importMeasured(folder(), file, MINUTES)
      const what = `${name} of a year, 525,600 minutes`
      rows.push(
        {
          ...{ id: `import-xml.${id}`, what: `${what}, imported`, value: ms, unit: 'ms', limit: null },
          ...{ baseline: 8000, against: 'limit for a table of as many rows' }
        },
        {
          ...{ id: `import-xml.${id}-memory`, what: `${what}: most memory, beyond that before`, value: megabytes },
          ...{ unit: 'MB', limit: 300, baseline: statSync(file).size / MB, against: 'size of the file' }
        }
      )
    }
    return rows
  }
}

function* minutes(): Generator<ProfileRow, void> {
  for (let index = 0; index < MINUTES; index++) {
    yield {
      ...{ start: toUtcSeconds(START + index * 60), seconds: 60, quality: 'measured' },
      ...{ drawn: { amount: BigInt((index * 37) % 400), exponent: 0 }, fedIn: null }
    }
  }
}
