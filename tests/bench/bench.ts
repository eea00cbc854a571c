/** Measures and prints the table of docs/performance.md. Names on the command line choose rows; exit 1 over a limit. */

import os from 'node:os'
import type { BenchRow, Measurement } from './bench-row'
import { ALL_ROWS } from './rows/all'

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !ALL_ROWS.some((row) => row.name === name))
if (unknown.length > 0) {
  console.error(`No such row: ${unknown.join(', ')}. There are: ${ALL_ROWS.map(({ name }) => name).join(', ')}`)
  process.exitCode = 2
} else {
  await printTable(ALL_ROWS.filter(({ name }) => chosen.length === 0 || chosen.includes(name)))
}

async function printTable(rows: readonly BenchRow[]): Promise<void> {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} cores, Node ${process.version}\n`
  )
  console.log('| measured | value | limit |')
  console.log('| --- | ---: | ---: |')
  for (const row of rows) {
    for (const measurement of await row.measure()) {
      console.log(lineOf(measurement))
      if (measurement.limit !== null && measurement.value > measurement.limit) process.exitCode = 1
    }
  }
}

function lineOf({ what, value, unit, limit }: Measurement): string {
  return `| ${what} | ${value} ${unit} | ${limit === null ? '' : `${limit} ${unit}`} |`
}
