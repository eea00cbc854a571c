/** `wattveil demo`: a whole neighbourhood as real processes, its rounds and its bills, from start to end. */

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { replaceFileNow } from '../../adapters/system/replace-file'
import { AppError } from '../../app/app-error'
import { toTimeZone } from '../../app/domain/calendar'
import { SECONDS_PER_DAY, toUtcSeconds } from '../../app/domain/interval'
import type { TariffKind } from '../../services/neighbourhood/market'
import { generatedPrices } from '../../services/neighbourhood/generated-prices'
import { type PriceTable, readPriceTable } from '../../services/supplier/publish-index'
import { type Arguments, type Command, type Output, UsageError, atMost, optionalText, wholeNumber } from '../command'
import { demoLoads } from '../demo/demo-loads'
import { type DemoSpan, demoSpan } from '../demo/demo-span'
import { type DemoOutcome, type DemoTrouble, runDemo } from '../demo/run-demo'
import { type DemoBill, writeResults } from '../demo/write-results'

const ZONE = toTimeZone('Europe/Berlin')
const RESULT = 'demo.json'
const OWN_FILES = [RESULT, 'readings.csv', 'contract.json', 'household.db', 'household.db-wal', 'household.key']

export const demoCommand: Command = {
  name: 'demo',
  usage:
    'demo [--households N] [--days D] [--hours H] [--data FILE] [--prices FILE] [--tariff KIND] [--mode MODE] [--drop P] [--crash P] [--disrupt N] [--out DIR]',
  summary:
    'Runs a simulated neighbourhood: every round, every sum compared with the plain one, a right and a wrong bill.',
  options: {
    households: { type: 'string' },
    days: { type: 'string' },
    hours: { type: 'string' },
    data: { type: 'string' },
    prices: { type: 'string' },
    tariff: { type: 'string' },
    mode: { type: 'string' },
    drop: { type: 'string' },
    crash: { type: 'string' },
    disrupt: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' }
  },
  help: [
    ['--households N', 'homes in the group, 10 to 200; 20 when absent'],
    ['--days D', 'days with rounds, 1 to 92; 31 when absent'],
    ['--hours H', 'with --mode live: fewer hours of the last day, 1 to 23, for a shorter demo'],
    ['--data FILE', 'CSV with a time column and one column per home, may be gzipped; made-up loads when absent'],
    ['--prices FILE', 'CSV time_utc,price_eur_mwh, may be gzipped: the own home gets a dynamic tariff'],
    ['--tariff KIND', 'flat, time-of-use or dynamic; time-of-use when absent, dynamic with --prices'],
    ['--mode MODE', 'batch (a sum a day) or live (a sum every interval); batch when absent'],
    ['--drop P', 'share of days on which a neighbour is away, such as 0.1; every home is then a process of its own'],
    [
      '--crash P',
      'how often each neighbour is killed and started again: share of its looks, four a day (batch), or of the intervals (live); the collector now and then'
    ],
    ['--disrupt N', 'neighbours that change a number they send'],
    ['--seed TEXT', 'repeats the same troubles; "lindenhof" when absent'],
    ['--out DIR', 'keeps the own household, its readings, contract and bills there']
  ],
  exitCodes: [
    [0, 'every sum was right, the right bill correct, the wrong one found'],
    [1, 'something was not as it must be; the result says what'],
    [2, 'the neighbourhood could not run'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    atMost(args, 0)
    const begun = performance.now()
    const households = wholeNumber(args, 'households', 20, 10, 200)
    const days = wholeNumber(args, 'days', 31, 1, 92)
    const given = await pricesOf(args)
    const tariff = tariffOf(args, given)
    const mode = modeOf(args)
    const hours = (days - 1) * 24 + hoursOf(args, mode)
    const trouble = troubleOf(args, households)
    const loads = await demoLoads(optionalText(args, 'data'), ZONE)
    const span = demoSpan(ZONE, days, loads.firstStamp, loads.dataSeconds, given)
    const aroundSpan = {
      start: toUtcSeconds(span.start - SECONDS_PER_DAY),
      end: toUtcSeconds(span.end + SECONDS_PER_DAY)
    }
    const prices = given ?? (tariff === 'dynamic' ? generatedPrices('lindenhof', aroundSpan) : null)
    const { folder, discard } = await demoFolder(args)
    output.say(
      `${households} homes, ${span.first} to ${span.last}, intervals of ${loads.seconds} seconds, tariff ${tariff}.`
    )
    try {
      const outcome = await runDemo({
        ...{ households, span, zone: ZONE, loads, tariff, prices, trouble, mode, hours, folder },
        ...output
      })
      try {
        const bills = await writeResults(outcome.household, folder, span)
        const intervals = (mode === 'live' ? hours * 3600 : days * SECONDS_PER_DAY) / loads.seconds
        const durationMs = Math.round(performance.now() - begun)
        const result = { households, intervals, rounds: outcome.rounds, bills, durationMs }
        replaceFileNow(path.join(folder, RESULT), `${JSON.stringify(result, null, 2)}\n`)
        tellNotes(output, outcome, days, span)
        output.result(result, () => textOf(outcome, bills, durationMs))
        return isAsItMustBe(outcome, bills, span, trouble) ? 0 : 1
      } finally {
        await outcome.household.close()
      }
    } finally {
      await discard()
    }
  }
}

function tariffOf(args: Arguments, prices: PriceTable | null): TariffKind {
  const kind = optionalText(args, 'tariff') ?? (prices ? 'dynamic' : 'time-of-use')
  if (kind !== 'flat' && kind !== 'time-of-use' && kind !== 'dynamic') {
    throw new UsageError('--tariff: flat, time-of-use or dynamic')
  }
  return kind
}

/** Null where nothing goes wrong. */
function troubleOf(args: Arguments, households: number): DemoTrouble | null {
  const drop = shareOf(args, 'drop')
  const crash = shareOf(args, 'crash')
  const disrupt = wholeNumber(args, 'disrupt', 0, 0, households - 1)
  if (drop + crash + disrupt === 0) return null
  return { drop, crash, disrupt, seed: (optionalText(args, 'seed') ?? 'lindenhof').slice(0, 40) }
}

function modeOf(args: Arguments): 'batch' | 'live' {
  const mode = optionalText(args, 'mode') ?? 'batch'
  if (mode !== 'batch' && mode !== 'live') throw new UsageError('--mode: batch or live')
  return mode
}

/** Of the last day; a batch demo lives whole days. */
function hoursOf(args: Arguments, mode: 'batch' | 'live'): number {
  if (optionalText(args, 'hours') === undefined) return 24
  if (mode !== 'live') throw new UsageError('--hours: only with --mode live')
  return wholeNumber(args, 'hours', 24, 1, 23)
}

function shareOf(args: Arguments, option: string): number {
  const text = optionalText(args, option) ?? '0'
  const share = /^(?:0|1|0?\.\d{1,4})$/u.test(text) ? Number(text) : NaN
  if (!(share >= 0 && share <= 1)) throw new UsageError(`--${option}: a share from 0 to 1, such as 0.1`)
  return share
}

async function pricesOf(args: Arguments): Promise<PriceTable | null> {
  const file = optionalText(args, 'prices')
  if (file === undefined) return null
  let raw: Buffer
  try {
    raw = await readFile(file)
    if (raw[0] === 0x1f && raw[1] === 0x8b) raw = await promisify(gunzip)(raw, { maxOutputLength: 64 * 1024 * 1024 })
  } catch {
    throw new AppError('file-unreadable', { name: path.basename(file) })
  }
  return readPriceTable(raw.toString('utf8'))
}

/** A folder of one's own; one with an earlier demo in it is used again, anything else is left alone. */
async function demoFolder(args: Arguments): Promise<{ folder: string; discard: () => Promise<void> }> {
  const out = optionalText(args, 'out')
  if (out === undefined) {
    const folder = await mkdtemp(path.join(tmpdir(), 'wattveil-demo-home-'))
    return { folder, discard: () => rm(folder, { recursive: true, force: true }) }
  }
  const folder = path.resolve(out)
  if (existsSync(path.join(folder, 'household.db')) && !existsSync(path.join(folder, RESULT))) {
    throw new UsageError(`--out: ${out} holds a household that no demo made`)
  }
  await mkdir(folder, { recursive: true })
  for (const name of OWN_FILES) await rm(path.join(folder, name), { force: true })
  // Marks the folder as a demo's from the first moment on: an interrupted demo can be repeated.
  replaceFileNow(path.join(folder, RESULT), '{}\n')
  return { folder, discard: () => Promise.resolve() }
}

/** Trouble may cost sums, never a wrong one, nor an honest home its name. */
function isAsItMustBe(
  { rounds }: DemoOutcome,
  bills: readonly DemoBill[],
  { billed }: DemoSpan,
  trouble: DemoTrouble | null
): boolean {
  const right = bills.filter(({ file }) => !file.includes('wrong'))
  const wrong = bills.filter(({ file }) => file.includes('wrong'))
  return (
    (trouble !== null || rounds.failed === 0) &&
    rounds.sumsWrongUndetected + rounds.falselyBlamed + rounds.doubleSubmits === 0 &&
    rounds.sumsCorrect === rounds.held &&
    right.length === billed.length &&
    wrong.length === Math.min(1, billed.length) &&
    right.every(({ verdict }) => verdict === 'correct' || verdict === 'correct-with-remarks') &&
    wrong.every(({ verdict }) => verdict === 'wrong')
  )
}

function tellNotes(output: Output, { filled, failures }: DemoOutcome, days: number, span: DemoSpan): void {
  if (filled > 0) output.say(`${filled} blank intervals of the file were taken from other weeks.`)
  if (span.roundDays < days) output.say(`The data ends before UTC day ${days}: ${span.roundDays} days have rounds.`)
  if (span.billed.length === 0) output.say('No part of a month here has the 14 days that a bill needs: no bill.')
  for (const failure of new Set(failures)) output.say(`A step of the own home ended with: ${failure}.`)
}

function textOf({ rounds, struck }: DemoOutcome, bills: readonly DemoBill[], durationMs: number): string[] {
  return [
    `Rounds: ${rounds.held} held, ${rounds.failed} failed, ${rounds.sumsCorrect} sums equal to the plain sum.`,
    ...Object.entries(rounds.failedWithReason).map(
      ([reason, count]) => `  ${count} failed: ${reason.replaceAll('-', ' ')}.`
    ),
    ...(rounds.blamed.length > 0 ? [`Found to have cheated: ${rounds.blamed.join(', ')}.`] : []),
    ...(struck > 0 ? [`${struck} times a process was killed and started again.`] : []),
    ...bills.map(({ file, verdict, totalCents, differenceCents }) => {
      const difference = differenceCents ? `, ${(differenceCents / 100).toFixed(2)} euro from the own computation` : ''
      return `${file}: ${verdict.replaceAll('-', ' ')}, ${((totalCents ?? 0) / 100).toFixed(2)} euro${difference}.`
    }),
    `${(durationMs / 1000).toFixed(1)} s.`
  ]
}
