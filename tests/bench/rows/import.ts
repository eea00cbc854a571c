/** A year of quarter hours from the program's own CSV into the encrypted database. */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { createGeneratedLoad } from '../../../services/load-generator/generated-load'
import type { BenchRow } from '../bench-row'
import { BERLIN, openCore } from '../stand/open-core'
import { fastestOf } from '../stopwatch'

const YEAR_INTERVALS = 35_040
const SECONDS = 900
const START = toUtcSeconds(Date.parse('2024-12-31T23:00:00Z') / 1000)
const HEAD_LINES = 5
const RUNS = 3

export const importYear: BenchRow = {
  name: 'import',
  measure: async ({ folder }) => {
    const file = path.join(folder(), 'year.csv')
    const head = { meterId: '1WVT0000000001', timeZone: BERLIN, style: 'en' } as const
    writeFileSync(file, Buffer.concat([...encodeWattveilCsv(head, yearOfRows())]))
    const [value = 0, baseline = 0] = await fastestOf(RUNS, [
      () => importInto(folder(), file),
      () => {
        plainImport(folder(), file)
      }
    ])
    return [
      {
        id: 'import',
        what: 'CSV of a year, 35,040 quarter hours, imported',
        value,
        unit: 'ms',
        limit: null,
        baseline,
        against: 'plain loop: split, Date.parse, Number, one transaction in plain SQLite'
      }
    ]
  }
}

function* yearOfRows(): Generator<ProfileRow> {
  const load = createGeneratedLoad({ seed: 'year', seconds: SECONDS, timeZone: BERLIN, solar: true })
  for (let index = 0; index < YEAR_INTERVALS; index++) {
    const start = toUtcSeconds(START + index * SECONDS)
    const { drawn, fedIn } = load.energyAt(start)
    yield {
      ...{ start, seconds: SECONDS, quality: 'measured' },
      ...{ drawn: { amount: drawn, exponent: 0 }, fedIn: { amount: fedIn, exponent: 0 } }
    }
  }
}

async function importInto(folder: string, file: string): Promise<void> {
  const core = openCore(folder)
  try {
    const [result] = await core.app.procedures['readings.import']({ files: [core.files.grant(file)] })
    const added = result?.meters[0]?.added
    if (added !== YEAR_INTERVALS) throw new Error(`imported ${String(added)} of ${YEAR_INTERVALS}`)
  } finally {
    await core.close()
  }
}

/** The least that can be called an import: no check of anything, no encryption, no second look at what is there. */
function plainImport(folder: string, file: string): void {
  const database = new Database(path.join(folder, 'plain.db'))
  database.exec('CREATE TABLE reading (start INTEGER, end INTEGER, drawn INTEGER, fed_in INTEGER)')
  const insert = database.prepare('INSERT INTO reading VALUES (?, ?, ?, ?)')
  database.exec('BEGIN')
  for (const line of readFileSync(file, 'utf8').split('\r\n').slice(HEAD_LINES)) {
    const [start = '', end = '', drawn, fedIn] = line.split(',')
    if (drawn === undefined) continue
    insert.run(Date.parse(start) / 1000, Date.parse(end) / 1000, Number(drawn) * 1000, Number(fedIn) * 1000)
  }
  database.exec('COMMIT')
  database.close()
}
