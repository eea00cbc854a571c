import { describe, expect, it } from 'vitest'
import { type Measurement, isBelowLeast, isOverLimit, ratioOf } from '../../bench/bench-row'
import { asJson, asTable, withTable } from '../../bench/report'

const slow: Measurement = {
  ...{ id: 'import', what: 'a year', value: 1234.567, unit: 'ms', limit: 1000 },
  ...{ baseline: 246.9134, against: 'plain loop' }
}
const fast: Measurement = {
  ...{ id: 'openings', what: 'openings', value: 8000, unit: 'per s', limit: null },
  ...{ baseline: 2000, against: 'plain noble' }
}
const machine = { processor: 'Some processor', cores: 2, memoryGiB: 24, system: 'Linux', node: 'v20.19.0' }

describe('a row of the bench', () => {
  it('is above 1 when it is faster than its yardstick, whatever the unit', () => {
    expect(ratioOf(fast)).toBe(4)
    expect(ratioOf(slow)).toBeCloseTo(0.2, 5)
  })

  it('is over its limit only where it has one', () => {
    expect([slow, fast].map(isOverLimit)).toEqual([true, false])
  })

  it('is below what was promised only where something was', () => {
    expect([fast, { ...fast, atLeast: 4 }, { ...fast, atLeast: 4.1 }].map(isBelowLeast)).toEqual([false, false, true])
  })

  it('has a ratio that JSON can say, also where a time was too short to be seen', () => {
    expect(ratioOf({ ...slow, value: 0 })).toBe(246_913.4)
    expect(ratioOf({ ...slow, value: 0, baseline: 0 })).toBe(1)
  })
})

describe('the report of the bench', () => {
  it('is one JSON object with five fields for each row, and what was promised', () => {
    expect(JSON.parse(asJson(machine, [slow, fast, { ...fast, atLeast: 5 }]))).toEqual({
      machine,
      rows: [
        { id: 'import', value: 1235, unit: 'ms', baseline: 246.9, ratio: 0.2 },
        { id: 'openings', value: 8000, unit: 'per s', baseline: 2000, ratio: 4 },
        { id: 'openings', value: 8000, unit: 'per s', baseline: 2000, ratio: 4, atLeast: 5 }
      ]
    })
  })

  it('says in the table what passed its limit', () => {
    const [head, rule, first, second] = asTable([slow, fast]).split('\n')
    expect(head?.length).toBe(rule?.length)
    expect(first).toContain('1,230 ms (over)')
    expect(second).not.toContain('(over)')
  })

  it('says in the table what is below what was promised, and what it was before', () => {
    const lines = asTable([{ ...fast, atLeast: 5 }, slow], { openings: 4.5 }).split('\n')
    expect(lines[0]).toMatch(/ratio \| at least \| before \|$/u)
    expect(lines[2]).toMatch(/4 \(below\) \| +5 \| +4\.5 \|$/u)
    expect(lines[3]).toMatch(/0\.2 \| +\| +\|$/u)
  })

  it('replaces the table of the document and nothing around it', () => {
    const document =
      'before\n\n<!-- bench: written by npm run bench -- --write -->\nold\n<!-- bench: end -->\n\nafter\n'
    const once = withTable(document, machine, [slow], null)
    expect(once).toMatch(/^before\n\n<!-- bench: written[^]*`import`[^]*<!-- bench: end -->\n\nafter\n$/u)
    expect(once).not.toContain('old')
    expect(withTable(once, machine, [slow], null)).toBe(once)
  })

  it('does not guess where the table belongs', () => {
    expect(() => withTable('no marks', machine, [slow], null)).toThrow(RangeError)
  })
})
