/** A year of quarter hours from the program's own CSV into the encrypted database. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import type { BenchRow } from '../bench-row'
import { openCore } from '../stand/open-core'
import { YEAR_INTERVALS, writeReadings } from '../stand/readings-file'
import { fastestOf } from '../stopwatch'

const HEAD_LINES = 5
const RUNS = 3

export const importYear: BenchRow = {
  name: 'import',
  measure: async ({ folder }) => {
    const file = path.join(folder(), 'year.csv')
    writeReadings(file, YEAR_INTERVALS)
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
