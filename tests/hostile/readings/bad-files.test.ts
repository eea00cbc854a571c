import { randomFillSync } from 'node:crypto'
import { deflateRawSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../app/app-error'
import { importFile } from '../../../app/readings/import-file'
import type { Documents } from '../../../app/ports'
import { nextTurn } from '../../../adapters/system/next-turn'
import { BERLIN } from '../../support/meter-process'
import { readingHousehold } from '../../support/reading-household'
import { withinLimits } from '../../support/within-limits'

const START = Date.parse('2026-03-28T23:00:00Z') / 1000

async function goodFile(): Promise<Buffer> {
  const home = readingHousehold()
  home.put(
    'A',
    'drawn',
    START,
    Array.from({ length: 92 }, (_, index) => index)
  )
  const request = { meterId: 'A', first: '2026-03-29', last: '2026-03-29', style: 'en', target: 'x' } as const
  await home.procedures['readings.export'](request)
  return Buffer.from(home.documents.files.get('x')!)
}

/** Imports into a household that has readings already; these must be as they were. */
async function refusalOf(content: Uint8Array | string): Promise<unknown> {
  const home = readingHousehold()
  home.put('A', 'drawn', START, [999])
  const before = JSON.stringify(home.store.spans())
  const files = [home.documents.put('file', content)]
  const [result] = await withinLimits(() => home.procedures['readings.import']({ files }))
  if (result?.refused) {
    expect(JSON.stringify(home.store.spans())).toBe(before)
    expect(result.meters).toEqual([])
  }
  return result?.refused
}

function spliced(lines: readonly string[], at: number, remove: number, ...insert: readonly string[]): string[] {
  return [...lines.slice(0, at), ...insert, ...lines.slice(at + remove)]
}

describe('a file that is none', { timeout: 30_000 }, () => {
  it.each([
    ['empty', '', 'file-empty', {}],
    ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'file-other-kind', { kind: 'picture' }],
    ['a PDF', '%PDF-1.7\n%âãÏÓ', 'file-other-kind', { kind: 'pdf' }],
    [
      'an archive without its directory',
      Buffer.concat([Buffer.from('504b0304', 'hex'), deflateRawSync('x')]),
      'archive-damaged',
      {}
    ],
    ['a packed file that breaks off', gzipSync('# wattveil-readings 1'), 'csv-cut-short', { line: 1 }],
    ['a page of a portal', '<!DOCTYPE html><html><body>Zählerstände', 'file-other-kind', { kind: 'html' }],
    ['XML', '<?xml version="1.0"?><feed/>', 'file-other-kind', { kind: 'xml' }],
    ['a bill', `{"format":"wattveil-bill/1","body":"${'A'.repeat(9000)}"}`, 'file-other-kind', { kind: 'json' }],
    ['UTF-16 that breaks off', Buffer.from('\ufeff# wattveil-readings 1\r\n', 'utf16le'), 'csv-cut-short', { line: 1 }],
    ['another CSV', 'Datum;Zeit;kWh\n01.03.2026;00:15;0,1\n', 'file-unknown-format', {}],
    ['zeros', Buffer.alloc(5000), 'file-not-text', { line: 1 }],
    ['one endless line', 'x'.repeat(300_000), 'file-unknown-format', {}],
    ['Latin-1', Buffer.from('Zähler;1\n', 'latin1'), 'file-unknown-format', {}]
  ])('is refused: %s', async (_, content, code, params) => {
    expect(await refusalOf(content)).toEqual({ code, params })
  })

  it('is refused: random bytes, whatever they are', async () => {
    const bytes = randomFillSync(Buffer.alloc(100_000))
    expect(await refusalOf(bytes)).toMatchObject({ code: expect.stringMatching(/^file-/u) as string })
  })

  it('is refused: larger than any readings, before a byte is read', async () => {
    const home = readingHousehold()
    const documents: Documents = {
      open: () =>
        Promise.resolve({
          name: 'huge',
          bytes: 300 * 1024 * 1024,
          chunks: {
            [Symbol.asyncIterator]: () => {
              throw new Error('read')
            }
          }
        }),
      replace: () => Promise.reject(new AppError('file-unwritable'))
    }
    const [result] = await importFile(
      { documents, readings: home.store, clock: { now: () => 0 as never }, timeZone: () => BERLIN, nextTurn },
      'huge',
      {}
    )
    expect(result?.refused).toEqual({ code: 'file-too-large', params: { limit: 256 * 1024 * 1024 } })
  })

  it('is refused: gone, or unreadable half way', async () => {
    const home = readingHousehold()
    const [gone] = await home.procedures['readings.import']({ files: ['no'.repeat(16)] })
    expect(gone?.refused).toEqual({ code: 'file-gone', params: {} })
    const good = await goodFile()
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(good.subarray(0, 3000))
      throw new AppError('file-unreadable')
    }
    const documents: Documents = {
      open: () => Promise.resolve({ name: 'half', bytes: good.length, chunks: failing() }),
      replace: () => Promise.reject(new AppError('file-unwritable'))
    }
    const [result] = await importFile(
      { documents, readings: home.store, clock: { now: () => 0 as never }, timeZone: () => BERLIN, nextTurn },
      'half',
      {}
    )
    expect(result?.refused).toEqual({ code: 'file-unreadable', params: {} })
    expect(home.store.spans()).toEqual([])
  })
})

describe('a file of the program that was harmed', { timeout: 30_000 }, () => {
  it('is refused when it was cut anywhere', async () => {
    const good = await goodFile()
    for (const length of [1, 10, 30, 200, 1000, good.length - 20, good.length - 3]) {
      expect(await refusalOf(good.subarray(0, length)), String(length)).not.toBeNull()
    }
  })

  it('is refused when a row was doubled, dropped or moved', async () => {
    const lines = (await goodFile()).toString().split('\r\n')
    const [first, second] = [lines[5]!, lines[6]!]
    expect(await refusalOf(spliced(lines, 5, 0, first).join('\r\n'))).toEqual({
      code: 'csv-overlap',
      params: { line: 7 }
    })
    expect(await refusalOf(spliced(lines, 6, 1).join('\r\n'))).toMatchObject({ code: 'csv-row-count' })
    expect(await refusalOf(spliced(lines, 5, 2, second, first).join('\r\n'))).toEqual({
      code: 'csv-order',
      params: { line: 7 }
    })
  })

  it('never breaks the program and never stores half, whatever byte is changed', { timeout: 30_000 }, async () => {
    const good = await goodFile()
    const home = readingHousehold()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: good.length - 1 }),
        fc.integer({ min: 0, max: 255 }),
        async (at, byte) => {
          const before = JSON.stringify(home.store.spans())
          const changed = Buffer.from(good)
          changed[at] = byte
          const [result] = await home.procedures['readings.import']({ files: [home.documents.put('file', changed)] })
          if (result?.refused) expect(JSON.stringify(home.store.spans())).toBe(before)
          else expect(result?.meters[0]?.intervals).toBe(92)
        }
      ),
      { numRuns: 60 }
    )
  })
})
