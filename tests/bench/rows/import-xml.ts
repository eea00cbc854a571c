/** A year of minutes as XML, in both forms that the program writes, into the encrypted database. */

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeAr2418 } from '../../../app/readings/formats/ar2418/encode-ar2418'
import { encodeEspi } from '../../../app/readings/formats/espi/encode-espi'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import type { BenchRow, Measurement } from '../bench-row'
import { BERLIN } from '../stand/open-core'
import { importMeasured } from '../stand/import-measured'
import { fastestOf } from '../stopwatch'

const START = Date.parse('2024-12-31T23:00:00Z') / 1000
const MINUTES = 525_600
const MB = 1024 * 1024
/** As a table of as many rows. */
const LIMIT_MS = 8000
const SCANS = 3
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
      const [baseline = 0] = await fastestOf(SCANS, [
        () => {
          plainScan(file)
        }
      ])
      const what = `${name} of a year, 525,600 minutes`
      rows.push(
        {
          ...{ id: `import-xml.${id}`, what: `${what}, imported`, value: ms, unit: 'ms', limit: LIMIT_MS },
          ...{ baseline, against: 'plain scan: every whole number between two tags found and turned into a number' }
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

/** The least that can be called reading such a file: nothing of what a number means, nothing kept. */
function plainScan(file: string): void {
  const text = readFileSync(file, 'latin1')
  let [numbers, sum] = [0, 0]
  for (const [, digits] of text.matchAll(/>(\d+)</gu)) {
    numbers += 1
    sum += Number(digits)
  }
  if (numbers < MINUTES || sum <= 0) throw new Error(`found ${numbers} numbers`)
}

function* minutes(): Generator<ProfileRow, void> {
  for (let index = 0; index < MINUTES; index++) {
    yield {
      ...{ start: toUtcSeconds(START + index * 60), seconds: 60, quality: 'measured' },
      ...{ drawn: { amount: BigInt((index * 37) % 400), exponent: 0 }, fedIn: null }
    }
  }
}
