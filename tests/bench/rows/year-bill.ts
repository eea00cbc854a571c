/** A bill over a year, from its file to the verdict: how long, how it tells of it, how soon it ends, with how much memory. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { OpenHousehold } from '../../../adapters/household/open-household'
import { WorkCancelled } from '../../../app/ports'
import type { BenchRow, Measurement } from '../bench-row'
import { openCore } from '../stand/open-core'
import { runWatched } from '../stand/run-watched'
import { YEAR_INTERVALS } from '../stand/year-bill'
import { median, timeOf } from '../stopwatch'
import { plainPaceOfOpenings } from '../yardsticks/plain-pace'

const RUNS = 3
const LIMIT_MS = 10_000
const PROGRESS_LIMIT_MS = 200
const CANCEL_LIMIT_MS = 100
const MEMORY_LIMIT_MB = 200
/** Shares of the whole at which a cancel is tried: while records are read, hashed, compared, opened. */
const CANCEL_AT = [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95]
/** What one slice of work would be in plain arithmetic. */
const SLICE = 512
const PROGRAM = path.resolve(import.meta.dirname, '../../../out/cli/wattveil.cjs')

export const yearBill: BenchRow = {
  name: 'year-bill',
  measure: async (stand) => {
    const { folder, file } = await stand.yearBill()
    const bytes = readFileSync(file)
    const marked = await inCore(folder, (core) => verifications(core, bytes))
    const command = await runWatched([PROGRAM, 'verify', file, '--json'])
    if (!command.output.includes('"verdict":"correct"')) throw new Error(`verify said ${command.output}`)
    const cancels: number[] = []
    const unmarked = await inCore(folder, async (core) => {
      // As in a database from before there were marks: everything is computed, so this is the longest that it takes.
      core.database.exec('DELETE FROM opening_mark')
      const measured = await verifications(core, bytes)
      for (const share of CANCEL_AT) cancels.push(await timeToCancel(core, bytes, share * median(measured.times)))
      return measured
    })
    const pauses = [...marked.pauses, ...unmarked.pauses]
    const empty = await runWatched(['-e', 'setTimeout(() => {}, 300)'])
    const pace = await plainPaceOfOpenings()
    const what = `bill of ${YEAR_INTERVALS.toLocaleString('en')} intervals`
    const openings = {
      baseline: YEAR_INTERVALS * pace,
      against: `${YEAR_INTERVALS.toLocaleString('en')} openings, plain noble`
    }
    const slice = { baseline: SLICE * pace, against: `${SLICE} openings, plain noble` }
    const time = { unit: 'ms', limit: LIMIT_MS } as const
    return [
      {
        id: 'year-bill',
        what: `${what}, verified; openings done on arrival`,
        value: median(marked.times),
        ...time,
        ...openings
      },
      {
        id: 'year-bill.unmarked',
        what: 'the same with every opening computed',
        value: median(unmarked.times),
        ...time,
        ...openings
      },
      {
        id: 'year-bill.command',
        what: 'verified by `wattveil verify`, start to end',
        value: command.ms,
        ...time,
        ...openings
      },
      {
        ...{ id: 'year-bill.progress', what: 'longest time without a word of progress', value: Math.max(...pauses) },
        ...{ unit: 'ms', limit: PROGRESS_LIMIT_MS, ...slice }
      },
      {
        ...{
          id: 'year-bill.cancel',
          what: 'from the cancel to the end, slowest of seven',
          value: Math.max(...cancels)
        },
        ...{ unit: 'ms', limit: CANCEL_LIMIT_MS, ...slice }
      },
      {
        ...{ id: 'year-bill.memory', what: 'most memory of `wattveil verify`', value: command.megabytes },
        ...{ unit: 'MB', limit: MEMORY_LIMIT_MB, baseline: empty.megabytes, against: 'a Node that does nothing' }
      }
    ] satisfies Measurement[]
  }
}

type Verifications = { readonly times: readonly number[]; readonly pauses: readonly number[] }

async function inCore<Value>(folder: string, work: (core: OpenHousehold) => Promise<Value>): Promise<Value> {
  const core = openCore(folder)
  try {
    return await work(core)
  } finally {
    await core.close()
  }
}

/** Each with the times between its words of progress. */
async function verifications(core: OpenHousehold, bytes: Uint8Array): Promise<Verifications> {
  const times: number[] = []
  const pauses: number[] = []
  for (let run = 0; run < RUNS; run += 1) {
    let last = performance.now()
    const onCheck = (): void => {
      const now = performance.now()
      pauses.push(now - last)
      last = now
    }
    times.push(await timeOf(() => verify(core, bytes, onCheck)))
  }
  return { times, pauses }
}

async function verify({ app }: OpenHousehold, bytes: Uint8Array, onCheck: () => void): Promise<void> {
  const { verification, report } = await app.bills.verify(bytes, { onCheck })
  if (verification.verdict !== 'correct' || report?.intervals !== YEAR_INTERVALS) {
    throw new Error(`the bill is ${verification.verdict}, ${String(report?.intervals)} intervals`)
  }
}

async function timeToCancel({ app }: OpenHousehold, bytes: Uint8Array, after: number): Promise<number> {
  const cancel = { aborted: false }
  const ended = app.bills.verify(bytes, { cancel }).then(
    () => performance.now(),
    (error: unknown) => {
      if (!(error instanceof WorkCancelled)) throw error
      return performance.now()
    }
  )
  await setTimeout(after)
  cancel.aborted = true
  const asked = performance.now()
  // One that was done before has nothing left to end.
  return Math.max(0, (await ended) - asked)
}
