import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BillingResponse, decodeResponse, encodeResponse } from '../../../app/bills/response-bytes'
import { readStrictJson } from '../../../app/bills/documents/strict-json'
import { splitByDays } from '../../../app/bills/tariff/price-steps'
import { addDays, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN, OBIS_FED_IN, toMeterId } from '../../../app/domain/meter/meter'
import { FormatError, GROUP_ORDER, type Scalar, utf8 } from '../../../crypto'

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const scalar = fc.bigInt({ min: 0n, max: GROUP_ORDER - 1n }).map((value) => value as Scalar)
const counter = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
const response: fc.Arbitrary<BillingResponse> = fc.record({
  contractHash: hash,
  period: fc.record({
    start: fc.integer({ min: 0, max: 4e9 }).map(toUtcSeconds),
    end: fc.integer({ min: 0, max: 4e9 }).map(toUtcSeconds)
  }),
  tariffHash: hash,
  listHash: fc.option(hash, { nil: null }),
  segments: fc.array(
    fc.record({
      chain: fc.record({
        meterId: fc.stringMatching(/^[0-9A-Z]{1,32}$/u).map(toMeterId),
        obis: fc.constantFrom<0x0108 | 0x0208>(OBIS_DRAWN, OBIS_FED_IN)
      }),
      first: counter,
      last: counter,
      lastHash: fc.uint8Array({ minLength: 32, maxLength: 32 })
    }),
    { maxLength: 4 }
  ),
  cells: fc.array(
    fc.record({
      name: fc.constantFrom('2026-03-01/Nacht', 'Börse', 'x'),
      energy: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      blinding: scalar
    }),
    { maxLength: 12 }
  ),
  amounts: fc.array(fc.record({ amount: fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }), blinding: scalar }), {
    maxLength: 2
  })
})

describe('RESPONSE', () => {
  it('is read as it was written, and there is one way to write it', () => {
    fc.assert(
      fc.property(response, (made) => {
        const bytes = encodeResponse(made)
        expect(decodeResponse(bytes)).toEqual(made)
        expect(encodeResponse(decodeResponse(bytes))).toEqual(bytes)
      })
    )
  })

  it('is refused, and never misread, when it is cut off or has something added', () => {
    fc.assert(
      fc.property(response, fc.nat(), (made, cut) => {
        const bytes = encodeResponse(made)
        expect(() => decodeResponse(bytes.slice(0, cut % bytes.length))).toThrow(FormatError)
        expect(() => decodeResponse(new Uint8Array([...bytes, 0, 0, 0, 0]))).toThrow(FormatError)
      })
    )
  })

  it('never brings the reader down, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => decodeResponse(bytes)).toThrow(FormatError)
      })
    )
  })
})

describe('readStrictJson', () => {
  const limits = { maxBytes: 1_000_000, maxDepth: 40, maxValues: 100_000 }
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      fc.string({ unit: 'binary' }),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('object')
    ),
    list: fc.array(tie('node'), { maxLength: 5 }),
    object: fc.dictionary(fc.string({ unit: 'grapheme' }), tie('node'), { maxKeys: 5 })
  })).node

  it('reads what JSON.stringify writes, as JSON.parse does', () => {
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (made, indent) => {
        const text = JSON.stringify(made, null, indent)
        expect(readStrictJson(utf8(text), limits)).toEqual(JSON.parse(text))
      })
    )
  })

  it('accepts nothing that JSON.parse refuses', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '\\', 'u', '0', ' ', 'null', 'true', '-')
        }),
        (text) => {
          let strict = true
          try {
            readStrictJson(utf8(text), limits)
          } catch {
            strict = false
          }
          if (strict) expect(() => JSON.parse(text) as unknown).not.toThrow()
        }
      ),
      { numRuns: 2000 }
    )
  })
})

describe('splitByDays', () => {
  it('gives parts that add up and differ from the exact share by less than one', () => {
    const first = toLocalDate('2026-01-01')
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 }),
        (energy, days) => {
          const stretches = days.map((count) => ({ first, last: addDays(first, count - 1) }))
          const parts = splitByDays(energy, stretches)
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(energy)
          const total = days.reduce((sum, count) => sum + count, 0)
          parts.forEach((part, index) => {
            const difference = part * BigInt(total) - energy * BigInt(days[index] ?? 0)
            expect(difference <= BigInt(total) && difference >= -BigInt(total)).toBe(true)
          })
        }
      )
    )
  })
})
