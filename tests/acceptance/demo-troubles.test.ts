import { describe, expect, it } from 'vitest'
import { type DemoResult, wattveil } from './run-wattveil'

type TroubledResult = DemoResult & {
  readonly rounds: {
    readonly failedWithReason: Readonly<Record<string, number>>
    readonly sumsWrongUndetected: number
    readonly blamed: readonly string[]
    readonly falselyBlamed: number
    readonly doubleSubmits: number
  }
}

const MINUTES = 60_000
const TROUBLE = ['--drop', '0.1', '--crash', '0.05', '--disrupt', '1']
const HOMES = 13
/** The last home cheats. */
const CHEAT = 'home-13'

/** @param rounds how many there can be. */
async function expectTruth(rounds: number, mode: 'batch' | 'live', seed: string, span: readonly string[]) {
  const size = ['--households', String(HOMES), '--mode', mode, '--seed', seed, ...span]
  const { code, result } = await wattveil<TroubledResult>('demo', ...size, ...TROUBLE)
  expect(result.rounds).toMatchObject({ sumsWrongUndetected: 0, falselyBlamed: 0, doubleSubmits: 0 })
  expect(result.rounds.sumsCorrect).toBe(result.rounds.held)
  const explained = Object.values(result.rounds.failedWithReason).reduce((sum, count) => sum + count, 0)
  expect(explained).toBe(result.rounds.failed)
  expect(result.rounds.held + result.rounds.failed).toBe(rounds)
  // Who was named was the cheat; whether it sent anything at all, the seed decides.
  expect(result.rounds.blamed.filter((name) => !name.includes(CHEAT))).toEqual([])
  expect(code).toBe(0)
  return result.rounds
}

describe('wattveil demo in trouble', () => {
  it(
    'loses sums to who is away, struck down or cheating, but no wrong one and no good name',
    async () => {
      await expectTruth(96, 'batch', 'lindenhof', ['--days', '1'])
    },
    15 * MINUTES
  )

  it(
    'in a live group too, where the cheat is named and an hour goes on without it',
    async () => {
      const { held, blamed } = await expectTruth(4, 'live', 'musterau', ['--days', '1', '--hours', '1'])
      expect(blamed).toEqual([CHEAT])
      expect(held).toBeGreaterThan(0)
    },
    15 * MINUTES
  )
})

/** An hour and more: `WATTVEIL_FULL=1 npx vitest run tests/acceptance/demo-troubles.test.ts`. */
describe.runIf(process.env['WATTVEIL_FULL'] === '1')('wattveil demo in a week of trouble', () => {
  it.each(
    (['batch', 'live'] as const).flatMap((mode) =>
      ['lindenhof', 'musterau', 'winter'].map((seed) => [mode, seed] as const)
    )
  )(
    '%s, seed %s: no wrong sum, no false name, no interval sent twice',
    { timeout: 180 * MINUTES },
    async (mode, seed) => {
      await expectTruth(7 * 96, mode, seed, ['--days', '7'])
    }
  )
})
