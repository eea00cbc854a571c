import { describe, expect, it } from 'vitest'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { createWattveilDecoder } from '../../../app/readings/formats/decode-wattveil-csv'
import { encodeWattveilCsv } from '../../../app/readings/formats/encode-wattveil-csv'
import type { ProfileRow } from '../../../app/readings/formats/load-profile-file'

const BERLIN = toTimeZone('Europe/Berlin')
const at = (text: string) => toUtcSeconds(Date.parse(text) / 1000)
const row = (start: string, drawn: bigint | null, fedIn: bigint | null = null, exponent = 0): ProfileRow => ({
  start: at(start),
  seconds: 900,
  drawn: drawn === null ? null : { amount: drawn, exponent },
  fedIn: fedIn === null ? null : { amount: fedIn, exponent },
  quality: 'measured'
})

function encoded(rows: readonly ProfileRow[], style: 'de' | 'en'): string {
  const head = { meterId: '1WVT0001', timeZone: BERLIN, style }
  return Buffer.concat([...encodeWattveilCsv(head, rows)]).toString('utf8')
}

function decoded(text: string) {
  const decoder = createWattveilDecoder()
  const lines = text.split('\r\n').slice(0, -1)
  lines.forEach((line, index) => {
    decoder.line(line, index + 1)
  })
  const rows = decoder.rows()
  return { rows, head: decoder.head(), ...decoder.end(lines.length) }
}

function refusal(text: string): unknown {
  try {
    decoded(text)
  } catch (error) {
    const { code, params } = error as { code: string; params: object }
    return { code, ...params }
  }
  return null
}

const ROWS = [
  row('2026-03-29T00:45:00Z', 238n, 0n),
  { ...row('2026-03-29T01:00:00Z', 0n, null, 1), quality: 'estimated' } as const,
  row('2026-03-29T02:00:00Z', null, 1007n)
]

const GERMAN = [
  '# wattveil-readings 1',
  '# meter: 1WVT0001',
  '# zone: Europe/Berlin',
  '# unit: kWh',
  'start;end;drawn;fed-in;quality',
  '2026-03-29T01:45:00+01:00;2026-03-29T03:00:00+02:00;0,238;0,000;measured',
  '2026-03-29T03:00:00+02:00;2026-03-29T03:15:00+02:00;0,0000;;estimated',
  '2026-03-29T03:15:00+02:00;2026-03-29T04:00:00+02:00;;;missing',
  '2026-03-29T04:00:00+02:00;2026-03-29T04:15:00+02:00;;1,007;measured',
  '# end: 4 rows',
  ''
].join('\r\n')

describe('the program’s own CSV', () => {
  it('is written in both number styles, with local time across the clock change and gaps named', () => {
    expect(encoded(ROWS, 'de')).toBe(GERMAN)
    const english = encoded(ROWS, 'en')
    expect(english.split('\r\n')[5]).toBe('2026-03-29T01:45:00+01:00,2026-03-29T03:00:00+02:00,0.238,0.000,measured')
  })

  it.each(['de', 'en'] as const)('is read back as it was written (%s)', (style) => {
    expect(decoded(encoded(ROWS, style))).toEqual({
      rows: ROWS,
      head: { meterId: '1WVT0001', timeZone: 'Europe/Berlin' },
      missingRows: 1
    })
  })

  it('is written in pieces, however many rows there are', () => {
    const rows = Array.from({ length: 3000 }, (_, index) => ({
      ...row('2026-01-01T00:00:00Z', 5n),
      start: toUtcSeconds(at('2026-01-01T00:00:00Z') + index * 900)
    }))
    const chunks = [...encodeWattveilCsv({ meterId: 'A', timeZone: BERLIN, style: 'en' }, rows)]
    expect(chunks.length).toBeGreaterThan(5)
    expect(decoded(Buffer.concat(chunks).toString('utf8')).rows).toEqual(rows)
  })

  it('has no cell that a spreadsheet would run, and refuses a meter name that could be one', () => {
    for (const line of encoded(ROWS, 'de').split('\r\n').slice(5, -2)) {
      for (const cell of line.split(';')) expect(cell).not.toMatch(/^[=+\-@\t\r]/u)
    }
    for (const meterId of ['=cmd|1', '', 'a b', '-1', '\u202eA']) {
      expect(() => [...encodeWattveilCsv({ meterId, timeZone: BERLIN, style: 'de' }, [])]).toThrow(RangeError)
    }
  })

  it.each([
    ['another version', /readings 1/u, 'readings 2', { code: 'csv-version', line: 1 }],
    ['no meter', /# meter: .*/u, '# meter: ', { code: 'csv-head', line: 2 }],
    ['a meter name with a formula', /1WVT0001/u, '=1+1', { code: 'csv-head', line: 2 }],
    ['an unknown zone', /Europe.Berlin/u, 'Europe/Musterau', { code: 'csv-head', line: 3 }],
    ['another unit', /unit: kWh/u, 'unit: Wh', { code: 'csv-head', line: 4 }],
    ['other columns', /start;end/u, 'end;start', { code: 'csv-columns', line: 5 }],
    ['a cell too many', /0,000;measured/u, '0,000;measured;', { code: 'csv-row', line: 6 }],
    ['a day that does not exist', /2026-03-29T01:45/u, '2026-02-30T01:45', { code: 'csv-time', line: 6 }],
    ['a time without offset', /01:45:00\+01:00/u, '01:45:00', { code: 'csv-time', line: 6 }],
    ['an end before the start', /T03:00:00\+02:00;0,238/u, 'T01:30:00+01:00;0,238', { code: 'csv-interval', line: 6 }],
    ['the other decimal mark', /0,238/u, '0.238', { code: 'csv-number', line: 6 }],
    ['a negative number', /0,238/u, '-0,238', { code: 'csv-number', line: 6 }],
    ['an exponent', /0,238/u, '1,2e3', { code: 'csv-number', line: 6 }],
    ['digits of another script', /0,238/u, '０,238', { code: 'csv-number', line: 6 }],
    ['more than a megawatt', /0,238/u, '250,001', { code: 'csv-implausible', line: 6 }],
    ['a year that no meter has seen', /^2026-03-29T01:45/mu, '1826-03-29T01:45', { code: 'csv-time', line: 6 }],
    ['leading zeros', /0,238/u, '00,238', { code: 'csv-number', line: 6 }],
    ['a number finer than a microwatt-hour', /0,238/u, '0,2380000001', { code: 'csv-too-fine', line: 6 }],
    ['an unknown quality', /0,000;measured/u, '0,000;guessed', { code: 'csv-quality', line: 6 }],
    ['energy in a missing row', /;;;missing/u, ';1,000;;missing', { code: 'csv-quality', line: 8 }],
    ['no energy in a measured row', /;;1,007;measured/u, ';;;measured', { code: 'csv-quality', line: 9 }],
    [
      'rows out of order',
      /2026-03-29T04:00:00\+02:00;2026-03-29T04:15/u,
      '2026-03-28T04:00:00+01:00;2026-03-29T04:15',
      { code: 'csv-order', line: 9 }
    ],
    [
      'overlapping rows',
      /2026-03-29T03:00:00\+02:00;2026-03-29T03:15/u,
      '2026-03-29T02:59:59+02:00;2026-03-29T03:15',
      { code: 'csv-overlap', line: 7 }
    ],
    ['a wrong count', /# end: 4/u, '# end: 5', { code: 'csv-row-count', line: 10 }],
    ['no end', /# end: 4 rows\r\n/u, '', { code: 'csv-cut-short', line: 9 }],
    ['a row after the end', /# end: 4 rows/u, '# end: 4 rows\r\n# more', { code: 'csv-after-end', line: 11 }],
    ['a foreign comment', /# end: 4 rows/u, '# total: 4', { code: 'csv-row', line: 10 }]
  ])('refuses %s and names the line', (_, find, replacement, expected) => {
    const spoilt = GERMAN.replace(find, replacement)
    expect(spoilt).not.toBe(GERMAN)
    expect(refusal(spoilt)).toEqual(expected)
  })
})
