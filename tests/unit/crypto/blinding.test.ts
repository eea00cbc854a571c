import { describe, expect, it } from 'vitest'
import { type BlindingInput, deriveBlinding, nextDayKey, noblePrimitives } from '../../../crypto'

const dayKey = new Uint8Array(32).fill(3)
const record: BlindingInput = {
  meterId: '1EMH0012345678',
  obis: 0x0108,
  counter: 41,
  intervalStart: 1772323200,
  seconds: 900,
  status: 0,
  value: 87n,
  previousHash: new Uint8Array(32).fill(4)
}

describe('deriveBlinding', () => {
  it('is the same for the same record, whether numbers come as number or bigint', () => {
    expect(deriveBlinding(noblePrimitives, dayKey, { ...record, counter: 41n, intervalStart: 1772323200n })).toBe(
      deriveBlinding(noblePrimitives, dayKey, record)
    )
  })

  it.each<[string, Partial<BlindingInput>]>([
    ['reading', { value: 88n }],
    ['register', { obis: 0x0208 }],
    ['meter', { meterId: '1EMH0012345679' }],
    ['counter', { counter: 42 }],
    ['start', { intervalStart: 1772324100 }],
    ['length', { seconds: 1800 }],
    ['status', { status: 8 }],
    ['history', { previousHash: new Uint8Array(32).fill(5) }]
  ])('is another one for another %s', (_, change) => {
    expect(deriveBlinding(noblePrimitives, dayKey, { ...record, ...change })).not.toBe(
      deriveBlinding(noblePrimitives, dayKey, record)
    )
  })

  it('refuses a reading that does not fit the record', () => {
    for (const value of [-1n, 2n ** 32n]) {
      expect(() => deriveBlinding(noblePrimitives, dayKey, { ...record, value })).toThrow(RangeError)
    }
  })

  it('refuses keys and hashes of another length', () => {
    expect(() => deriveBlinding(noblePrimitives, new Uint8Array(64), record)).toThrow(RangeError)
    expect(() => deriveBlinding(noblePrimitives, dayKey, { ...record, previousHash: new Uint8Array(0) })).toThrow(
      RangeError
    )
  })
})

describe('nextDayKey', () => {
  it('gives 32 new bytes for each day and leaves the old key to its owner', () => {
    const tomorrow = nextDayKey(noblePrimitives, dayKey)
    expect(tomorrow).toHaveLength(32)
    expect(tomorrow).not.toEqual(dayKey)
    expect(nextDayKey(noblePrimitives, tomorrow)).not.toEqual(tomorrow)
    expect(dayKey).toEqual(new Uint8Array(32).fill(3))
  })

  it('refuses a key of another length', () => {
    expect(() => nextDayKey(noblePrimitives, new Uint8Array(31))).toThrow(RangeError)
  })
})
