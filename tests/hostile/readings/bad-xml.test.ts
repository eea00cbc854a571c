import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeAr2418 } from '../../../app/readings/formats/ar2418/encode-ar2418'
import { encodeEspi } from '../../../app/readings/formats/espi/encode-espi'
import { ar2418 } from '../../../app/readings/formats/ar2418/read-ar2418'
import { espi } from '../../../app/readings/formats/espi/read-espi'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'
import { BERLIN } from '../../support/meter-process'
import { readFormat } from '../../support/read-format'
import { readingHousehold } from '../../support/reading-household'
import { withinLimits } from '../../support/within-limits'

const IS_FULL = process.env['WATTVEIL_FULL'] !== undefined
const START = Date.parse('2026-03-28T23:00:00Z') / 1000
const HEAD = { meterId: 'A', timeZone: BERLIN, now: toUtcSeconds(START) }
const ROWS: readonly ProfileRow[] = Array.from({ length: 24 }, (_, index) => ({
  start: toUtcSeconds(START + 900 * index),
  seconds: 900,
  drawn: { amount: BigInt(index), exponent: 0 },
  fedIn: index % 3 === 0 ? { amount: 5n, exponent: 1 } : null,
  quality: index === 7 ? 'estimated' : 'measured'
}))

const FILES = {
  'AR 2418-6': Buffer.concat([...encodeAr2418(HEAD, () => ROWS)]).toString(),
  'Green Button': Buffer.concat([...encodeEspi(HEAD, () => ROWS)]).toString()
} as const
const NAMES = Object.keys(FILES) as (keyof typeof FILES)[]

/** Imports into a household that has other readings; of a refused file nothing may stay. */
async function refusalOf(content: Uint8Array | string): Promise<unknown> {
  const home = readingHousehold()
  home.put('B', 'drawn', START, [999])
  const before = JSON.stringify(home.store.spans())
  const files = [home.documents.put('file', content)]
  const [result] = await withinLimits(() => home.procedures['readings.import']({ files }))
  if (result?.refused) expect([result.meters, JSON.stringify(home.store.spans())]).toEqual([[], before])
  return result?.refused
}

const line = expect.any(Number) as number

describe.each(NAMES)('a hostile file of %s', { timeout: IS_FULL ? 900_000 : 60_000 }, (name) => {
  const good = FILES[name]
  const unit = name === 'AR 2418-6' ? 'ar2418' : 'espi'
  const reader = name === 'AR 2418-6' ? ar2418 : espi

  it('is a good file until it is changed', async () => {
    expect(await refusalOf(good)).toBeNull()
  })

  it('is refused where it breaks off, wherever that is', async () => {
    for (let at = 1; at < 24; at += 1) {
      const broken = Buffer.from(good.slice(0, Math.floor((good.length * at) / 24)))
      await expect(readFormat(reader, broken)).rejects.toMatchObject({ name: 'AppError', code: 'xml-malformed' })
    }
    expect(await refusalOf(good.slice(0, -20))).toMatchObject({ code: 'xml-malformed' })
  })

  it('is refused with a document type, so that nothing multiplies and nothing is fetched', async () => {
    const bomb = [
      '<!DOCTYPE x [<!ENTITY a "ha">',
      ...[...'bcdefgh'].map((n, i) => `<!ENTITY ${n} "${`&${'abcdefg'[i]};`.repeat(10)}">`),
      ']>'
    ]
    const bombed = good.replace('?>', `?>${bomb.join('\n')}`).replace('<title/>', '<title>&h;</title>')
    expect(await refusalOf(bombed)).toEqual({ code: 'xml-doctype', params: { line } })
    const remote = good.replace('?>', '?><!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">')
    expect(await refusalOf(remote)).toEqual({ code: 'xml-doctype', params: { line } })
  })

  it('is refused with an entity that nobody defined', async () => {
    expect(await refusalOf(good.replace(/<uom>|<espi:uom>/u, '$&&boom;'))).toMatchObject({ code: 'xml-malformed' })
  })

  it('is refused when it is nested without end', async () => {
    const deep = good.replace(/<(\/feed|\/UsagePoints)>/u, `${'<a>'.repeat(10_000)}$&`)
    expect(await refusalOf(deep)).toEqual({ code: 'xml-too-deep', params: { line } })
  })

  it('is refused when one piece of it has no end', async () => {
    for (const piece of ['<!--', '<a b="', '<a>', '<![CDATA[', '<?x ']) {
      const endless = good.replace(/<(\/feed|\/UsagePoints)>/u, `${piece}${'x'.repeat(4_000_000)}`)
      expect(await refusalOf(endless)).toMatchObject({ code: expect.stringMatching(/^xml-/u) as string })
    }
  })

  it('is refused with elements without number in one place', async () => {
    const wide = good.replace(/<(\/feed|\/UsagePoints)>/u, `<x>${'<y/>'.repeat(30_000)}</x>$&`)
    expect(await refusalOf(wide)).toMatchObject({ code: 'xml-too-long' })
  })

  it.each(['-5', '1e9', '0x10', '1.5', '', 'NaN', '9'.repeat(400), '٣'])(
    'is refused with the value "%s"',
    async (value) => {
      const changed = good.replace(/(<(?:espi:)?value>)\d+(?=<\/(?:espi:)?value>)/u, `$1${value}`)
      expect(changed).not.toBe(good)
      expect(await refusalOf(changed)).toMatchObject({
        code: expect.stringMatching(new RegExp(`^${unit}-`, 'u')) as string
      })
    }
  )

  it('takes no meter’s worth of energy that no meter can measure', async () => {
    const huge = good.replace(
      /(<(?:espi:)?value>)\d+(?=<\/(?:espi:)?value>)/gu,
      (_, open: string, at: number) => `${open}${9 * 10 ** 14 + at}`
    )
    const home = readingHousehold()
    const [result] = await home.procedures['readings.import']({ files: [home.documents.put('file', huge)] })
    const sum = (result?.meters ?? []).reduce((total, meter) => total + (meter.drawn ?? 0), 0)
    // Half a million watts for six hours is already beyond every house connection.
    expect(sum).toBeLessThan(3_000_000_000)
  })

  it.each(['utf-16', 'utf-7', 'ebcdic-cp-us', 'x'])('is refused when it calls itself %s', async (encoding) => {
    const refused = await refusalOf(good.replace('encoding="UTF-8"', `encoding="${encoding}"`))
    expect(refused).toEqual({ code: 'xml-encoding', params: { encoding } })
  })

  it('reads the same in other encodings that say so', async () => {
    expect(await refusalOf(good.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"'))).toBeNull()
    expect(await refusalOf(Buffer.from(`\ufeff${good}`, 'utf16le'))).toBeNull()
  })

  it('carries no control or bidi character into the name of a meter', async () => {
    const named = good
      .replaceAll('>A<', '>A\u202eB&#9;\u0085C<')
      .replaceAll('UsagePoint/A', 'UsagePoint/A\u202eB\u0085C')
    const home = readingHousehold()
    const [result] = await home.procedures['readings.import']({ files: [home.documents.put('file', named)] })
    for (const { meterId } of result?.meters ?? []) expect(meterId).toMatch(/^[0-9A-Za-z][0-9A-Za-z._-]*$/u)
  })

  it('is read or refused in words, whichever bits and bytes change', async () => {
    const bytes = Buffer.from(good)
    const change = fc.record({
      at: fc.integer({ min: 0, max: bytes.length - 1 }),
      byte: fc.integer({ min: 0, max: 255 }),
      kind: fc.constantFrom('set', 'flip', 'remove', 'repeat')
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const mutated = changes.reduce((all, { at, byte, kind }) => {
          const place = at % all.length
          const old = all[place] ?? 0
          const now =
            kind === 'set' ? [byte] : kind === 'flip' ? [old ^ (1 << (byte % 8))] : kind === 'remove' ? [] : [old, old]
          return Buffer.concat([all.subarray(0, place), Buffer.from(now), all.subarray(place + 1)])
        }, bytes)
        const outcome = await withinLimits(() => readFormat(reader, mutated, 1000).catch((error: unknown) => error))
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(AppError)
        else expect(outcome).toHaveProperty('rows')
      }),
      { numRuns: IS_FULL ? 5000 : 300 }
    )
  })
})

describe('a file of this program in a format of others', { timeout: 30_000 }, () => {
  it.each(['espi', 'ar2418'] as const)('changes nothing where it came from, as %s', async (style) => {
    const home = readingHousehold()
    home.put('A', 'drawn', START, [5, 6, null, 7, 0])
    home.put('A', 'fed-in', START, [0, 0, 3, null, 1])
    const request = { meterId: 'A', first: '2026-03-29', last: '2026-03-29', style, target: 'x' } as const
    expect(await home.procedures['readings.export'](request)).toEqual({ intervals: 5 })
    const file = Buffer.from(home.documents.files.get('x')!)
    const [again] = await home.procedures['readings.import']({ files: [home.documents.put('again', file)] })
    expect(again).toMatchObject({
      format: style,
      refused: null,
      remarks: [],
      meters: [{ meterId: 'A', intervals: 5, added: 0, unchanged: 5, contradictions: 0, drawn: 18_000, fedIn: 4000 }]
    })
    const other = readingHousehold()
    await other.procedures['readings.import']({ files: [other.documents.put('new', file)] })
    expect(other.store.spans()).toEqual(home.store.spans())
  })
})
