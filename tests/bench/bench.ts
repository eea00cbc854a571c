/**
 * Measures and prints the table of docs/performance.md; with --json one object and nothing else, with --write the table
 * goes into the document, with --check ratios are held against the kept ones, with --before FILE against those of an
 * earlier run. Names choose rows. Exit 1 where a limit was passed, a ratio has fallen behind or a row could not be
 * measured, 3 for a wrong command line.
 */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { BenchRow, Measurement } from './bench-row'
import { exitCodeOf } from './exit-code'
import { ratiosOfRun } from './earlier-run'
import { type KeptRatios, fallenBehind, readKeptRatios, rowsOf, worseThanKept, writeKeptRatios } from './kept-ratios'
import { describeMachine, disturbance, thisMachine } from './machine'
import { asJson, asTable, withTable } from './report'
import { ALL_ROWS } from './rows/all'
import { type Stand, createStand } from './stand/create-stand'

const DOCUMENT = path.resolve(import.meta.dirname, '../../docs/performance.md')
const EXIT_USAGE = 3
const ATTEMPTS = 3

type Wanted = {
  readonly rows: readonly BenchRow[]
  readonly json: boolean
  readonly write: boolean
  readonly check: boolean
  /** Ratios of an earlier run, a release's for one. */
  readonly before: KeptRatios
  readonly acceptSlower: boolean
}

const wanted = readCommandLine()
if (wanted) await run(wanted)
else process.exitCode = EXIT_USAGE

function readCommandLine(): Wanted | null {
  try {
    const { values, positionals } = parseArgs({
      options: {
        json: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        before: { type: 'string' },
        'accept-slower': { type: 'boolean', default: false }
      },
      allowPositionals: true
    })
    const unknown = positionals.filter((name) => !ALL_ROWS.some((row) => row.name === name))
    if (unknown.length > 0) throw new Error(`No such row: ${unknown.join(', ')}`)
    if (values.write && positionals.length > 0) throw new Error('--write takes all rows: it replaces the whole table')
    if (values.check && (values.write || positionals.length > 0)) throw new Error('--check chooses its rows itself')
    const names = values.check ? rowsOf(readKeptRatios()) : new Set(positionals)
    const rows = ALL_ROWS.filter(({ name }) => names.size === 0 || names.has(name))
    const { json, write, check } = values
    if (values['accept-slower'] && !write) throw new Error('--accept-slower goes with --write')
    const before = values.before === undefined ? {} : ratiosOfRun(readFileSync(values.before, 'utf8'))
    return { rows, json, write, check, before, acceptSlower: values['accept-slower'] }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error(
      `npm run -s bench -- [--json] [--before FILE] [--write [--accept-slower] | --check] [${ALL_ROWS.map(({ name }) => name).join(' | ')}] ...`
    )
    return null
  }
}

async function run({ rows, json, write, check, before, acceptSlower }: Wanted): Promise<void> {
  const machine = thisMachine()
  const warning = disturbance()
  if (warning) console.error(warning)
  const stand = createStand()
  const results: (readonly Measurement[] | null)[] = []
  const kept = check ? readKeptRatios() : {}
  try {
    for (const row of rows) results.push(await measureFairly(row, stand, kept))
  } finally {
    await stand.close()
  }
  const measurements = results.flatMap((result) => result ?? [])
  const isComplete = !results.includes(null)
  const told = json ? asJson(machine, measurements) : `${describeMachine(machine)}\n\n${asTable(measurements, before)}`
  console.log(told)
  const behind = [
    ...fallenBehind(measurements, kept),
    ...fallenBehind(measurements, onlyMeasured(before, measurements))
  ]
  for (const sentence of behind) console.error(sentence)
  process.exitCode = exitCodeOf({ results, behind, check })
  if (write && isComplete) {
    keepRatios(measurements, acceptSlower)
    writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, 'utf8'), machine, measurements, warning))
  }
}

/** The table tells what was measured; what later runs are held against falls only where somebody says so. */
function keepRatios(measurements: readonly Measurement[], acceptSlower: boolean): void {
  const worse = worseThanKept(measurements, readKeptRatios())
  if (worse.length === 0 || acceptSlower) writeKeptRatios(measurements)
  else {
    for (const sentence of worse) console.error(sentence)
    console.error('The kept ratios stay as they were; --accept-slower replaces them.')
    process.exitCode = 1
  }
}

/** Of an earlier run only what this one has measured, too: rows come and go. */
function onlyMeasured(before: KeptRatios, measurements: readonly Measurement[]): KeptRatios {
  return Object.fromEntries(Object.entries(before).filter(([id]) => measurements.some((one) => one.id === id)))
}

/** A busy machine can make a ratio fall, but hardly three times in a row. */
async function measureFairly(row: BenchRow, stand: Stand, kept: KeptRatios): Promise<readonly Measurement[] | null> {
  const own = Object.fromEntries(Object.entries(kept).filter(([id]) => rowsOf({ [id]: 1 }).has(row.name)))
  for (let attempt = 1; ; attempt++) {
    const measured = await measure(row, stand, (id) => Object.keys(kept).length === 0 || id in kept)
    if (!measured || attempt === ATTEMPTS || fallenBehind(measured, own).length === 0) return measured
  }
}

/** A row that fails must not cost the others their numbers. @returns null for one that could not be measured */
async function measure(
  row: BenchRow,
  stand: Stand,
  wants: (id: string) => boolean
): Promise<readonly Measurement[] | null> {
  console.error(`${row.name} ...`)
  try {
    return await row.measure(stand, wants)
  } catch (error) {
    console.error(`${row.name} could not be measured:`, error)
    return null
  }
}
