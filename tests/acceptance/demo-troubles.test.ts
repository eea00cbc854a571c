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
const TROUBLE = ['--drop', '0.1', '--crash', '0.1', '--disrupt', '1']

describe('wattveil demo in trouble', () => {
  it.each(['lindenhof'])(
    'loses sums to who is away, struck down or cheating, but no wrong one and no good name (seed %s)',
    { timeout: 15 * MINUTES },
    async (seed) => {
      const size = ['--households', '13', '--days', '1', '--seed', seed]
      const { code, result } = await wattveil<TroubledResult>('demo', ...size, ...TROUBLE)
      const { rounds } = result
      expect(rounds).toMatchObject({ sumsWrongUndetected: 0, falselyBlamed: 0, doubleSubmits: 0 })
      expect(rounds.sumsCorrect).toBe(rounds.held)
      const explained = Object.values(rounds.failedWithReason).reduce((sum, count) => sum + count, 0)
      expect(explained).toBe(rounds.failed)
      expect(rounds.held + rounds.failed).toBe(96)
      // Who was named was the cheat; whether it sent its day at all, the seed decides.
      expect(rounds.blamed.filter((name) => !name.includes('home-13'))).toEqual([])
      expect(code).toBe(0)
    }
  )
})
