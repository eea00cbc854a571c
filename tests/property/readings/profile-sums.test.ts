import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readingsSpan } from '../../../app/contract/spans'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { Reading } from '../../../app/readings/reading-store'
import { readingHousehold } from '../../support/reading-household'

/** Five days around either change of the clock. */
const SPANS = [
  { first: '2026-03-27', last: '2026-03-31', start: Date.parse('2026-03-26T23:00:00Z') / 1000 },
  { first: '2025-10-24', last: '2025-10-28', start: Date.parse('2025-10-23T22:00:00Z') / 1000 }
] as const
const BATCH = { at: toUtcSeconds(1_800_000_000), origin: 'file', name: 'x' } as const

/** Readings one after the other, of any length that sources have, on and off the raster, with holes between. */
const rows = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 0, 60, 900, 1234, 7200),
    seconds: fc.constantFrom(60, 300, 900, 900, 1800, 3600, 4500, 86_400),
    amount: fc.bigInt(0n, 5000n),
    exponent: fc.constantFrom(0, 3, 6),
    quality: fc.constantFrom('measured', 'estimated', 'substituted')
  }),
  { minLength: 1, maxLength: 250 }
)

type RowParts = typeof rows extends fc.Arbitrary<infer Value> ? Value : never

function readingsFrom(start: number, parts: RowParts): Reading[] {
  let at = start
  return parts.map(({ gap, ...reading }) => {
    const begun = toUtcSeconds(at + gap)
    at = begun + reading.seconds
    return { ...reading, start: begun } as Reading
  })
}

describe('rows of a span', () => {
  it('add up to what is stored, whatever the order in which it came', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(...SPANS), fc.nat(), async (parts, span, cut) => {
        const all = readingsFrom(span.start, parts)
        const home = readingHousehold()
        const half = all.slice(cut % all.length)
        home.store.add('A', 'drawn', half, BATCH)
        const ask = async () => {
          const request = { meterId: 'A', first: span.first, last: span.last, compare: null }
          return readingsSpan.parse(await home.procedures['readings.span']({ ...request, by: 'day' }))
        }
        await ask()
        home.store.add('A', 'drawn', all.slice(0, cut % all.length), BATCH)
        const view = await ask()
        const end = view.starts.at(-1) ?? 0
        const inside = all.filter((one) => one.start + one.seconds <= end)
        const micro = inside.reduce((sum, one) => sum + one.amount * 10n ** BigInt(6 - one.exponent), 0n)
        // Each slot is rounded once, to a milliwatt-hour.
        expect(Math.abs((view.totals.drawn ?? 0) - Number(micro) / 1000)).toBeLessThanOrEqual(all.length)
        expect(
          view.measured.every(
            (slots, day) => slots <= Math.round(((view.starts[day + 1] ?? 0) - (view.starts[day] ?? 0)) / 900)
          )
        ).toBe(true)
      }),
      { numRuns: 20 }
    )
  }, 60_000)
})
