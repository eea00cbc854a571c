import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../adapters/storage/database'
import { keyFromFile } from '../../adapters/vault/key-file'
import { fastFolder } from '../support/rounds/fast-folder'
import { describeWithData } from '../support/shared-data'
import { temporaryFolder } from '../support/temporary-folder'
import { type DemoResult, PROGRAM, wattveil } from './run-wattveil'

const MINUTES = 60_000

/** One of them in the ordinary run. */
const LONG_SERIES = ['refit_house2_15min_wh_labelled.csv.gz', 'ukdale_house2_15min_wh_labelled.csv.gz'].slice(
  process.env['WATTVEIL_FULL'] ? 0 : 1
)

/** What a member checks grows with the square of the group; the bench runs twenty, and so does WATTVEIL_FULL. */
const REAL_HOMES = process.env['WATTVEIL_FULL'] ? '20' : '10'

/** As a home from before there were marks: where all openings are known to fit, nothing is computed. */
function forgetMarks(folder: string): void {
  const file = path.join(folder, 'household.db')
  const database = openDatabase({ file, key: keyFromFile(path.join(folder, 'household.key'), file) })
  expect(database.prepare('DELETE FROM opening_mark').run()).toBeGreaterThan(0)
  database.close()
}

/** The built program and its worker threads, on a machine whose policy forbids to compile WebAssembly. */
function verifyWithoutWebAssembly(bill: string): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const policy = path.join(temporaryFolder(), 'policy.cjs')
  writeFileSync(
    policy,
    `WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('disallowed by embedder') } }`
  )
  return promisify(execFile)(process.execPath, ['--require', policy, PROGRAM, 'verify', bill])
}

describe('wattveil demo', () => {
  it(
    'lives through a made-up neighbourhood, sums right, and leaves a right bill and a wrong one to verify',
    { timeout: 5 * MINUTES },
    async () => {
      const out = fastFolder()
      const demo = await wattveil<DemoResult>(
        'demo',
        '--households',
        '10',
        '--days',
        '14',
        '--tariff',
        'dynamic',
        '--out',
        out
      )
      expect(demo.code).toBe(0)
      expect(demo.result).toMatchObject({
        households: 10,
        intervals: 14 * 96,
        rounds: { held: 14 * 96, failed: 0, sumsCorrect: 14 * 96 }
      })
      expect(demo.result.bills.map(({ file, verdict }) => [file, verdict])).toEqual([
        ['bill.json', 'correct'],
        ['bill-wrong.json', 'wrong']
      ])
      const right = await wattveil<{ verdict: string; intervals: number }>(
        'verify',
        path.join(out, 'bill.json'),
        '--household',
        out
      )
      expect(right).toMatchObject({ code: 0, result: { verdict: 'correct', intervals: 14 * 96 } })
      forgetMarks(out)
      const slow = await verifyWithoutWebAssembly(path.join(out, 'bill.json'))
      expect(slow.stdout).toContain('The fast arithmetic does not work on this computer; the slow one was used')
      expect(slow.stdout).toMatch(/^Correct/u)
      expect(slow.stderr).toContain('The fast arithmetic does not load')
      const wrong = await wattveil<{ verdict: string; differenceCents: number }>(
        'verify',
        path.join(out, 'bill-wrong.json')
      )
      expect(wrong).toMatchObject({ code: 1, result: { verdict: 'wrong' } })
      expect(wrong.result.differenceCents).toBeGreaterThan(0)
      const home = temporaryFolder()
      const imported = await wattveil<{ files: { intervals: number; refused: unknown }[] }>(
        'import',
        path.join(out, 'readings.csv'),
        path.join(out, 'bill.json'),
        '--household',
        home
      )
      expect(imported.code).toBe(1)
      expect(imported.result.files[0]).toMatchObject({ intervals: 14 * 96, refused: null })
      expect(imported.result.files[1]).toMatchObject({ intervals: 0, refused: { code: 'file-other-kind' } })
    }
  )
})

describeWithData('wattveil demo on real homes and real prices', (folder) => {
  const prices = path.join(folder, 'prices', 'at_dayahead_15min_2025-10-01_2026-08-21.csv.gz')

  it('holds every half hour of March and bills it to the cent', { timeout: 12 * MINUTES }, async () => {
    const data = path.join(folder, 'readings', 'edrp_scotland_30min_2009-03-01_05-31_30homes.csv.gz')
    const { code, result } = await wattveil<DemoResult>(
      ...['demo', '--data', data, '--prices', prices, '--households', REAL_HOMES, '--days', '31']
    )
    expect(code).toBe(0)
    expect(result.rounds).toMatchObject({ held: 1488, failed: 0, sumsCorrect: 1488 })
    expect(result.bills[0]).toMatchObject({
      file: 'bill.json',
      verdict: 'correct',
      totalCents: plainMarchBill(data, prices)
    })
    expect(result.bills[1]).toMatchObject({ file: 'bill-wrong.json', verdict: 'wrong' })
    expect(result.bills[1]?.differenceCents).toBeGreaterThan(0)
  })

  it.each(LONG_SERIES)(
    'makes a neighbourhood of one long quarter-hour series: %s',
    { timeout: 8 * MINUTES },
    async (name) => {
      const data = path.join(folder, 'readings', name)
      const { code, result } = await wattveil<DemoResult>(
        'demo',
        '--data',
        data,
        '--prices',
        prices,
        '--households',
        '10',
        '--days',
        '1'
      )
      expect(code).toBe(0)
      expect(result.rounds).toMatchObject({ held: 96, failed: 0, sumsCorrect: 96 })
    }
  )
})

/**
 * The bill of the first home for March 2026, computed once more from the files alone: its half hours from local midnight
 * on (28 February 23:00 UTC), the mean of two quarter-hour prices, 14.80 ct surcharge, 2.05 ct levy, 38 ct a day, 19 %.
 */
function plainMarchBill(data: string, prices: string): number {
  const lines = (file: string) => gunzipSync(readFileSync(file)).toString('utf8').trimEnd().split('\n').slice(1)
  const wattHours = lines(data).map((line) => BigInt((line.split(',')[1] ?? '').replace('.', '')))
  const quarterHours = lines(prices).map((line) => line.split(','))
  const from = quarterHours.findIndex(([time]) => time === '2026-02-28T23:00:00Z')
  const nanoPerWh = (index: number): bigint => hundredths(quarterHours[from + index]?.[1] ?? '') * 10n
  let net = 380_000_000n * 31n
  for (let half = 0; half < 31 * 48 - 2; half++) {
    const price = round(nanoPerWh(2 * half) + nanoPerWh(2 * half + 1), 2n) + 148_000n + 20_500n
    net += (wattHours[half] ?? 0n) * price
  }
  const netCents = round(net, 10_000_000n)
  return Number(netCents + round(netCents * 19n, 100n))
}

function hundredths(euro: string): bigint {
  const [whole = '', decimals = ''] = euro.replace('-', '').split('.')
  const value = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'))
  return euro.startsWith('-') ? -value : value
}

/** Half away from zero. */
function round(a: bigint, b: bigint): bigint {
  const half = (2n * (a < 0n ? -a : a) + b) / (2n * b)
  return a < 0n ? -half : half
}
