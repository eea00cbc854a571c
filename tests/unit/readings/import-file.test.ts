import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { importedFile } from '../../../app/contract/readings'
import { toUtcSeconds } from '../../../app/domain/interval'
import { importFile } from '../../../app/readings/import-file'
import { nextTurn } from '../../../adapters/system/next-turn'
import { BERLIN } from '../../support/meter-process'
import { readingHousehold } from '../../support/reading-household'

const START = Date.parse('2026-03-28T23:00:00Z') / 1000
const EVER = { start: toUtcSeconds(0), end: toUtcSeconds(253_402_300_799) }

/** The clock-change day of March 2026 in a file, 92 quarter hours, as the program itself exports it. */
async function exported(style: 'de' | 'en' = 'de') {
  const home = readingHousehold()
  home.put(
    '1WVT0001',
    'drawn',
    START,
    Array.from({ length: 92 }, (_, index) => index * 3)
  )
  home.put(
    '1WVT0001',
    'fed-in',
    START,
    Array.from({ length: 92 }, (_, index) => (index % 4 === 0 ? 5 : 0))
  )
  const request = { meterId: '1WVT0001', first: '2026-03-29', last: '2026-03-29', style, target: 'out.csv' } as const
  expect(await home.procedures['readings.export'](request)).toEqual({ intervals: 92 })
  return new TextDecoder().decode(home.documents.files.get('out.csv'))
}

async function importing(home: ReturnType<typeof readingHousehold>, ...contents: (string | Uint8Array)[]) {
  const files = contents.map((content, index) => home.documents.put(`file-${index}.csv`, content))
  const results = await home.procedures['readings.import']({ files })
  for (const result of results) importedFile.parse(result)
  return results
}

describe('readings.import', { timeout: 30_000 }, () => {
  it.each(['de', 'en'] as const)(
    'takes what the program exported (%s), and the day is the same as before',
    async (style) => {
      const home = readingHousehold()
      const [result] = await importing(home, await exported(style))
      expect(result).toEqual({
        name: 'file-0.csv',
        format: 'wattveil-csv',
        meters: [
          {
            meterId: '1WVT0001',
            intervals: 92,
            added: 92,
            unchanged: 0,
            contradictions: 0,
            first: START,
            last: START + 92 * 900,
            drawn: (91 * 92 * 3 * 1000) / 2,
            fedIn: 23 * 5 * 1000
          }
        ],
        remarks: [],
        refused: null
      })
      expect(home.store.overlapping('1WVT0001', 'drawn', EVER).map(({ amount }) => Number(amount))).toEqual(
        Array.from({ length: 92 }, (_, index) => index * 3)
      )
      expect(home.events.map(({ name }) => name)).toContain('readings.changed')
      expect(home.meterStates()).toEqual([
        { meterId: '1WVT0001', source: 'file', status: 'none', level: null, readUntil: START + 92 * 900, seconds: null }
      ])
    }
  )

  it('changes nothing when the same file comes again', async () => {
    const home = readingHousehold()
    const text = await exported()
    await importing(home, text)
    const before = home.store.overlapping('1WVT0001', 'drawn', EVER)
    const [again] = await importing(home, text)
    expect(again?.meters[0]).toMatchObject({ intervals: 92, added: 0, unchanged: 92, contradictions: 0 })
    expect(home.store.overlapping('1WVT0001', 'drawn', EVER)).toEqual(before)
  })

  it('shows a contradiction and keeps what is stored', async () => {
    const home = readingHousehold()
    const text = await exported('en')
    await importing(home, text)
    const before = home.store.overlapping('1WVT0001', 'drawn', EVER)
    const changed = text.replace('0.273,', '0.274,')
    expect(changed).not.toBe(text)
    const [result] = await importing(home, changed)
    expect(result?.meters[0]).toMatchObject({ added: 0, unchanged: 91, contradictions: 1 })
    expect(result?.remarks).toEqual([
      {
        code: 'reading-contradicts',
        params: { start: START + 91 * 900, direction: 'drawn', stored: 273_000, found: 274_000 }
      }
    ])
    expect(home.store.overlapping('1WVT0001', 'drawn', EVER)).toEqual(before)
  })

  it('sees that an hour tells the same as its four quarters, and that another hour does not', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', START, [10, 20, 30, 40, 1, 1, 1, 1])
    const file = (first: string) =>
      [
        '# wattveil-readings 1',
        '# meter: A',
        '# zone: UTC',
        '# unit: kWh',
        'start,end,drawn,fed-in,quality',
        `2026-03-28T23:00:00+00:00,2026-03-29T00:00:00+00:00,${first},,measured`,
        '2026-03-29T00:30:00+00:00,2026-03-29T01:30:00+00:00,0.009,,measured',
        '2026-03-29T02:00:00+00:00,2026-03-29T03:00:00+00:00,,,missing',
        '# end: 3 rows',
        ''
      ].join('\n')
    expect((await importing(home, file('0.100')))[0]).toMatchObject({
      meters: [{ intervals: 2, added: 0, unchanged: 1, contradictions: 1 }],
      remarks: [{ code: 'rows-missing', params: { count: 1 } }, { code: 'reading-overlaps' }]
    })
    expect((await importing(home, file('0.101')))[0]?.meters[0]).toMatchObject({ contradictions: 2 })
  })

  it('takes the good file of two and refuses the other by name', async () => {
    const home = readingHousehold()
    const [bad, good] = await importing(home, 'a;b\n1;2\n', await exported())
    expect(bad).toEqual({
      name: 'file-0.csv',
      format: null,
      meters: [],
      remarks: [],
      refused: { code: 'file-unknown-format', params: {} }
    })
    expect(good?.meters[0]?.added).toBe(92)
  })

  it('stops when it is cancelled and leaves the store untouched', async () => {
    const home = readingHousehold()
    const file = home.documents.put('large.csv', await exported())
    const started = home.procedures['readings.import']({ files: [file] })
    await Promise.resolve()
    await home.procedures['readings.cancel-import']({})
    const [result] = await started
    expect(result?.refused).toEqual({ code: 'import-cancelled', params: {} })
    expect(home.store.spans()).toEqual([])
  })

  it('tells how far it is', async () => {
    const home = readingHousehold()
    const text = await exported()
    await importing(home, text)
    const progress = home.events.filter(({ name }) => name === 'readings.progress').map(({ payload }) => payload)
    expect(progress.at(-1)).toEqual({ file: 'file-0.csv', done: text.length, total: text.length, rows: 0 })
  })

  it('says that a disk is full and stores nothing of the file', async () => {
    const home = readingHousehold()
    const text = await exported()
    const files = [home.documents.put('a.csv', text)]
    const readings = {
      ...home.deps.readings,
      beginImport: (...args: Parameters<typeof home.deps.readings.beginImport>) => ({
        ...home.deps.readings.beginImport(...args),
        keep: () => {
          throw new AppError('disk-full')
        }
      })
    }
    const deps = {
      documents: home.documents,
      readings,
      clock: { now: () => toUtcSeconds(1) },
      timeZone: () => BERLIN,
      nextTurn
    }
    expect((await importFile(deps, files[0]!, {}))[0]?.refused).toEqual({ code: 'disk-full', params: {} })
    expect(home.store.spans()).toEqual([])
  })
})

describe('readings.export', { timeout: 30_000 }, () => {
  it('refuses an unknown meter, days without readings and days in the wrong order', async () => {
    const home = readingHousehold()
    home.put('A', 'drawn', START, [1])
    const request = { meterId: 'A', first: '2026-03-29', last: '2026-03-29', style: 'en', target: 'out.csv' } as const
    const run = home.procedures['readings.export']
    await expect(run({ ...request, meterId: 'B' })).rejects.toThrow('meter-unknown')
    await expect(run({ ...request, first: '2026-04-01', last: '2026-04-02' })).rejects.toThrow('range-empty')
    await expect(run({ ...request, last: '2026-03-28' })).rejects.toThrow('range-backwards')
    expect(home.documents.files.size).toBe(0)
    expect(await run(request)).toEqual({ intervals: 1 })
  })
})
