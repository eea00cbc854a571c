import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeAr2418 } from '../../../app/readings/formats/ar2418/encode-ar2418'
import { ar2418 } from '../../../app/readings/formats/ar2418/read-ar2418'
import { encodeEspi } from '../../../app/readings/formats/espi/encode-espi'
import { espi } from '../../../app/readings/formats/espi/read-espi'
import type { Amount, ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { readFormat } from '../../support/read-format'

/** Both clock changes of a year in Berlin, and one of the half hour on Lord Howe Island. */
const CHANGES = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-04-04T15:00:00Z']

const energy = fc.record({
  milliwatts: fc.bigInt({ min: 0n, max: 10n ** 9n }),
  exponent: fc.integer({ min: 0, max: 6 })
})

const step = fc.record({
  pause: fc.constantFrom(0, 0, 0, 1, 900, 3600, 12_345),
  seconds: fc.constantFrom(900, 900, 1800, 3600, 86_400, 60, 7),
  drawn: fc.option(energy, { nil: null }),
  fedIn: fc.option(energy, { nil: null }),
  quality: fc.constantFrom('measured', 'measured', 'estimated', 'substituted' as const)
})

const rows: fc.Arbitrary<readonly ProfileRow[]> = fc
  .record({
    change: fc.constantFrom(...CHANGES),
    before: fc.integer({ min: 0, max: 8 * 3600 }),
    steps: fc.array(step, { minLength: 1, maxLength: 40 })
  })
  .map(({ change, before, steps }) => {
    let time = Date.parse(change) / 1000 - before
    const made = steps.flatMap(({ pause, seconds, drawn, fedIn, quality }): ProfileRow[] => {
      const start = toUtcSeconds(time + pause)
      time = start + seconds
      const amount = (of: typeof drawn): Amount | null =>
        of && {
          amount: (of.milliwatts * BigInt(seconds) * 10n ** BigInt(of.exponent)) / 3_600_000n,
          exponent: of.exponent
        }
      return drawn || fedIn ? [{ start, seconds, drawn: amount(drawn), fedIn: amount(fedIn), quality }] : []
    })
    return made
  })
  .filter((made) => made.length > 0)

const about = fc.record({
  meterId: fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z._-]{0,20}$/u),
  timeZone: fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'UTC', 'America/New_York').map(toTimeZone),
  now: fc.constant(toUtcSeconds(1_790_000_000)),
  /** Files arrive in pieces of any length. */
  size: fc.constantFrom(65_536, 4096, 37)
})

/** In the finest unit that is stored: a list of a file has one unit for all its values. */
function inFinest(list: readonly ProfileRow[]): readonly object[] {
  const finest = (amount: Amount | null): bigint | null => amount && amount.amount * 10n ** BigInt(6 - amount.exponent)
  return list.map((row) => ({ ...row, drawn: finest(row.drawn), fedIn: finest(row.fedIn) }))
}

const FORMATS = [
  { name: 'Green Button', encode: encodeEspi, reader: espi },
  { name: 'AR 2418-6', encode: encodeAr2418, reader: ar2418 }
] as const

describe.each(FORMATS)('a file of $name', { timeout: 30_000 }, ({ encode, reader }) => {
  it('reads back as the profile that was written, across every clock change', async () => {
    await fc.assert(
      fc.asyncProperty(about, rows, async ({ size, ...head }, written) => {
        const bytes = Buffer.concat([...encode(head, () => written)])
        const read = await readFormat(reader, bytes, size)
        expect([...read.rows.keys()]).toEqual([head.meterId])
        expect(inFinest(read.rows.get(head.meterId) ?? [])).toEqual(inFinest(written))
        // What was counted since the start of a file is no register of the meter.
        expect(read.registers).toBe(0)
      }),
      { numRuns: 100 }
    )
  })

  it('is known by what it contains', () => {
    const bytes = Buffer.concat([
      ...encode({ meterId: 'm', timeZone: toTimeZone('UTC'), now: toUtcSeconds(0) }, () => [])
    ])
    const head = { bytes, text: new TextDecoder().decode(bytes), encoding: 'utf-8' } as const
    expect(FORMATS.filter((one) => one.reader.detect(head)).map((one) => one.reader.format)).toEqual([reader.format])
  })
})
