import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Measurement } from '../../bench/bench-row'
import { exitCodeOf } from '../../bench/exit-code'
import { ratiosOfRun } from '../../bench/earlier-run'
import { fallenBehind, readKeptRatios, rowsOf, worseThanKept, writeKeptRatios } from '../../bench/kept-ratios'
import { thisMachine } from '../../bench/machine'
import { asJson } from '../../bench/report'
import { ALL_ROWS } from '../../bench/rows/all'
import { UNKEPT } from '../../bench/unkept'
import { temporaryFolder } from '../../support/temporary-folder'

const measured = (id: string, value: number): Measurement => ({
  ...{ id, what: id, value, unit: 'per s', limit: null, baseline: 100, against: 'yardstick' }
})

describe('kept ratios', () => {
  it('are of rows that there are', () => {
    const names = new Set(ALL_ROWS.map(({ name }) => name))
    expect([...rowsOf(readKeptRatios())].filter((name) => !names.has(name))).toEqual([])
  })

  it('are of every row in the table but those that are named with a reason, which the document tells', () => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../../docs/performance.md'), 'utf8')
    const table = text.slice(text.indexOf('<!-- bench: written by'))
    const ids = [...table.matchAll(/^\| `([^`]+)`/gmu)].map(([, id = '']) => id)
    const kept = readKeptRatios()
    const reasonsOf = (id: string) => UNKEPT.filter((one) => one.ids.test(id))
    expect(ids.length).toBeGreaterThan(60)
    expect(ids.filter((id) => (id in kept ? 1 : 0) + reasonsOf(id).length !== 1)).toEqual([])
    expect(Object.keys(kept).filter((id) => reasonsOf(id).length > 0)).toEqual([])
    expect(UNKEPT.filter(({ because }) => !text.includes(because))).toEqual([])
  })

  it('may fall by three tenths and no further', () => {
    expect(fallenBehind([measured('decode', 701)], { decode: 10 })).toEqual([])
    expect(fallenBehind([measured('decode', 699)], { decode: 10 })).toEqual([
      'decode is 6.99 times its yardstick; it was 10.0 times.'
    ])
  })

  it('fail the step of CI when one falls further, and only then', () => {
    const outcome = (value: number) => {
      const results = [[measured('decode', value)]]
      return { results, behind: fallenBehind(results.flat(), { decode: 10 }), check: true }
    }
    expect(exitCodeOf(outcome(701))).toBe(0)
    expect(exitCodeOf(outcome(699))).toBe(1)
    expect(exitCodeOf({ ...outcome(701), results: [null] })).toBe(1)
    const slow = [{ ...measured('decode', 2000), limit: 1 }]
    expect(exitCodeOf({ results: [slow], behind: [], check: true })).toBe(0)
    expect(exitCodeOf({ results: [slow], behind: [], check: false })).toBe(1)
  })

  it('fail it, too, where one is below what was promised', () => {
    expect(fallenBehind([{ ...measured('decode', 800), atLeast: 8 }], { decode: 10 })).toEqual([])
    expect(fallenBehind([{ ...measured('decode', 799), atLeast: 8 }], { decode: 10 })).toEqual([
      'decode is 7.99 times its yardstick; 8 are promised.'
    ])
  })

  it('are not replaced by much lower ones unless somebody says so', () => {
    expect(worseThanKept([measured('decode', 851)], { decode: 10 })).toEqual([])
    expect(worseThanKept([measured('decode', 849)], { decode: 10 })).toEqual([
      'decode is 8.49 times its yardstick; it was 10.0 times.'
    ])
  })

  it('can be those of an earlier run, as it printed them', () => {
    const run = asJson(thisMachine(), [measured('decode', 1000), measured('import', 30)])
    expect(ratiosOfRun(run)).toEqual({ decode: 10, import: 0.3 })
    expect(() => ratiosOfRun('{}')).toThrow()
  })

  it('must all be measured', () => {
    expect(fallenBehind([], { 'openings.workers': 10 })).toEqual(['openings.workers was not measured.'])
    expect([...rowsOf({ 'openings.workers': 10, openings: 3 })]).toEqual(['openings'])
  })

  it('are replaced by a new run, and only those that are kept', () => {
    const file = path.join(temporaryFolder(), 'ratios.json')
    writeFileSync(file, '{ "decode": 10, "openings": 2 }')
    writeKeptRatios([measured('openings', 4711), measured('import', 3), measured('decode', 900)], file)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ decode: 9, openings: 47.1 })
    expect(() => writeKeptRatios([measured('decode', 900)], file)).toThrow(RangeError)
  })
})
