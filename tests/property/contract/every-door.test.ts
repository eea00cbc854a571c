import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkShape } from '../../../app/check-shape'
import { contract } from '../../../app/contract'
import { heapInUse } from '../../support/heap-in-use'
import { valuesOf } from '../../support/values-of-schema'

const doors = Object.entries(contract).flatMap(([name, entry]) =>
  entry.kind === 'procedure'
    ? [
        [`request of ${name}`, entry.request],
        [`response of ${name}`, entry.response]
      ]
    : [[`payload of ${name}`, entry.payload]]
) as [string, z.ZodType][]

/** With WATTVEIL_FULL at least 100,000 messages go through the doors; otherwise a share of them. */
const MESSAGES = process.env['WATTVEIL_FULL'] === undefined ? 45 * doors.length : 100_000
const RUNS = Math.ceil(MESSAGES / doors.length / 45)

/** Places in a value where a field could be added. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
}

describe.each(doors)('the %s', (_name, schema) => {
  it('lets in again what it has let in, and changes nothing more', () => {
    fc.assert(
      fc.property(valuesOf(schema), (value) => {
        const seen = checkShape(schema, value)
        if (seen.success) expect(checkShape(schema, seen.data)).toEqual(seen)
        return true
      }),
      { numRuns: 10 * RUNS }
    )
  })

  it('never throws, whatever comes, and pollutes nothing', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (value) => {
          checkShape(schema, value)
          checkShape(schema, { __proto__: value, constructor: value })
          checkShape(
            schema,
            JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
          )
          expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
        }
      ),
      { numRuns: 25 * RUNS }
    )
  })

  it('refuses a field that nobody asked for, wherever it stands', () => {
    fc.assert(
      fc.property(valuesOf(schema), fc.nat(), (value, choice) => {
        const copy = structuredClone(value)
        const places = objectsIn(copy)
        const place = places[choice % Math.max(places.length, 1)]
        if (!place || !checkShape(schema, copy).success) return
        place['a-field-nobody-asked-for'] = 'x'.repeat(500)
        expect(checkShape(schema, copy).success).toBe(false)
      }),
      { numRuns: 10 * RUNS }
    )
  })
})

describe('all doors together', () => {
  it('refuse an object that cannot be compared with a number', () => {
    const value = { length: { toString: 1, valueOf: 1 } }
    for (const [, schema] of doors) {
      const whole = schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
      expect(
        checkShape(schema, Object.fromEntries(whole.map((field) => [field, value]))).success && whole.length > 0
      ).toBe(false)
    }
  })

  it('keep nothing of what came, let in or not', () => {
    const seen = doors.map(([, schema]) => {
      const values = fc.sample(fc.oneof(valuesOf(schema), fc.anything()), { seed: 1, numRuns: 4 })
      return { schema, values }
    })
    const pass = (times: number): void => {
      for (let time = 0; time < times; time++) {
        for (const { schema, values } of seen) for (const value of values) checkShape(schema, value)
      }
    }
    // Zod compiles a schema when it is first used.
    pass(2)
    const before = heapInUse()
    const times = Math.ceil(MESSAGES / doors.length / 4)
    pass(times)
    expect(heapInUse() - before).toBeLessThan(2 * 1024 * 1024 + 64 * times * doors.length)
  })
})
