import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createWattveilDecoder } from '../../../app/readings/formats/decode-wattveil-csv'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { Amount, ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { readingHousehold } from '../../support/reading-household'

/** Both clock changes of a year in Berlin, and one of the half hour on Lord Howe Island. */
const CHANGES = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-04-04T15:00:00Z']

/** Milliwatts up to the megawatt that is the most a file may hold. */
const power = fc.record({
  milliwatts: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  exponent: fc.integer({ min: 0, max: 6 })
})

function amountOf(
  value: typeof power extends fc.Arbitrary<infer P> ? P | null : never,
  seconds: number
): Amount | null {
  if (!value) return null
  const amount = (value.milliwatts * BigInt(seconds) * 10n ** BigInt(value.exponent)) / 3_600_000n
  return { amount, exponent: value.exponent }
}

const step = fc.record({
  pause: fc.constantFrom(0, 0, 0, 900, 3600, 12_345),
  seconds: fc.constantFrom(900, 900, 1800, 3600, 60, 7),
  drawn: fc.option(power, { nil: null }),
  fedIn: fc.option(power, { nil: null }),
  quality: fc.constantFrom('measured', 'estimated', 'substituted' as const)
})

const rows: fc.Arbitrary<readonly ProfileRow[]> = fc
  .record({
    change: fc.constantFrom(...CHANGES),
    before: fc.integer({ min: 0, max: 8 * 3600 }),
    steps: fc.array(step, { maxLength: 40 })
  })
  .map(({ change, before, steps }) => {
    let time = Date.parse(change) / 1000 - before
    return steps.flatMap(({ pause, seconds, drawn, fedIn, quality }): ProfileRow[] => {
      const start = toUtcSeconds(time + pause)
      time = start + seconds
      return drawn || fedIn
        ? [{ start, seconds, drawn: amountOf(drawn, seconds), fedIn: amountOf(fedIn, seconds), quality }]
        : []
    })
  })

const head = fc.record({
  meterId: fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z._-]{0,20}$/u),
  timeZone: fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'UTC').map(toTimeZone),
  style: fc.constantFrom('de', 'en' as const)
})

function decode(bytes: Uint8Array) {
  const decoder = createWattveilDecoder()
  const lines = new TextDecoder().decode(bytes).split('\r\n').slice(0, -1)
  lines.forEach((line, index) => {
    decoder.line(line, index + 1)
  })
  const decoded = decoder.rows()
  decoder.end(lines.length)
  return { rows: decoded, head: decoder.head() }
}

describe('the program’s own CSV', { timeout: 30_000 }, () => {
  it('reads back exactly what was written, across every clock change', () => {
    fc.assert(
      fc.property(head, rows, (about, written) => {
        const bytes = Buffer.concat([...encodeWattveilCsv(about, written)])
        expect(decode(bytes)).toEqual({ rows: written, head: { meterId: about.meterId, timeZone: about.timeZone } })
      }),
      { numRuns: 200 }
    )
  })

  it('has one text for each set of rows: reading and writing again gives the same bytes', () => {
    fc.assert(
      fc.property(head, rows, (about, written) => {
        const bytes = Buffer.concat([...encodeWattveilCsv(about, written)])
        const again = Buffer.concat([...encodeWattveilCsv(about, decode(bytes).rows)])
        expect(again.equals(bytes)).toBe(true)
      })
    )
  })
})

describe('importing', { timeout: 30_000 }, () => {
  it('is idempotent, and in whatever order overlapping files come the store ends the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        async (written, one, other) => {
          const about = { meterId: 'A', timeZone: toTimeZone('Europe/Berlin'), style: 'en' } as const
          const [low, high] = [Math.min(one, other), Math.max(one, other)]
          const files = [written.slice(0, high), written.slice(low)]
          const ever = { start: toUtcSeconds(0), end: toUtcSeconds(4_000_000_000) }
          const stored = async (order: readonly number[]) => {
            const home = readingHousehold()
            for (const index of order) {
              const text = Buffer.concat([...encodeWattveilCsv(about, files[index] ?? [])])
              const [result] = await home.procedures['readings.import']({
                files: [home.documents.put(`${index}.csv`, text)]
              })
              expect(result?.refused).toBeNull()
              expect(result?.meters[0]?.contradictions).toBe(0)
            }
            return [home.store.overlapping('A', 'drawn', ever), home.store.overlapping('A', 'fed-in', ever)]
          }
          expect(await stored([0, 1, 0])).toEqual(await stored([1, 0, 1]))
        }
      ),
      { numRuns: 15 }
    )
  })
})
