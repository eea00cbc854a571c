/** Attack catalogue, rows B: each test is named after its row. One hour is one interval here, to be quick. */

import { describe, expect, it } from 'vitest'
import { STATUS, encodeHead } from '../../../app/domain/meter/record'
import { rdiv, toCents } from '../../../app/domain/money'
import { exampleLoad } from '../../support/bills/example-loads'
import { signHead } from '../../support/bills/memory-chains'
import { HOUR, hourly, told, march } from '../../support/bills/attack'

describe('attacks on gaps and quantities', { timeout: 60_000 }, () => {
  it('B25 a month without consumption, and one interval a day', async () => {
    const nothing = hourly({ intervals: Array.from({ length: 31 * 24 - 1 }, () => ({ value: 0n })) })
    expect(nothing.bill.lines.filter(({ kind }) => kind === 'energy').map(({ energy }) => energy)).toEqual([0n, 0n, 0n])
    expect(told(await nothing.verify(nothing.bill))).toEqual(['correct'])
    expect(nothing.bill.total).toBe(toCents(1178n + rdiv(1178n * 19n, 100n)))
  })

  it('B25 a meter that claims to have written more records than anybody can count', async () => {
    const made = hourly()
    const last = { ...made.chain.entries.at(-1)!.record, counter: Number.MAX_SAFE_INTEGER }
    const head = signHead(made.chain, last)
    const segments = made.bill.segments.map((one) => ({
      ...one,
      last: last.counter,
      head: { bytes: encodeHead(head.head), sig: head.signature }
    }))
    expect(told(await made.verify({ ...made.bill, segments }))).toEqual(['cannot-be-checked', 'V8 chain-incomplete'])
  })

  it('B31, B40 a power cut inside a window, across windows, over midnight, and at the end of the period', async () => {
    const load = exampleLoad('B31', 31 * 24 - 1, HOUR)
    const outage = (from: number, hours: number) => [
      ...load.slice(0, from),
      { value: 777n, seconds: hours * HOUR, status: STATUS.outage },
      ...load.slice(from + hours)
    ]
    // Hours of 1 March: the day window runs from 6 to 17.
    const inside = hourly({ seed: 'inside', intervals: outage(8, 3) })
    expect(told(await inside.verify(inside.bill))).toEqual(['correct'])
    const across = hourly({ seed: 'across', intervals: outage(15, 4) })
    const result = await across.verify(across.bill)
    expect(told(result)).toEqual(['correct-with-remarks', 'V9 gap-across-prices'])
    expect(result.findings[0]?.params).toMatchObject({ energy: 777_000, start: march + 15 * HOUR, cents: 6 })
    const midnight = hourly({ seed: 'midnight', intervals: outage(22, 4) })
    expect(told(await midnight.verify(midnight.bill))).toEqual(['correct'])
    // 27 s of a clock set are no event; 40 s make a gap record of one interval.
    const clockSet = hourly({
      seed: 'clock',
      intervals: load.map((one, index) => (index === 50 ? { ...one, status: STATUS.clockSet } : one))
    })
    expect(told(await clockSet.verify(clockSet.bill))).toEqual(['correct'])
    expect(() => hourly({ seed: 'end', intervals: load.slice(0, -4) })).toThrow('readings-incomplete')
  })

  it('B31 time missing at the end of the own chain cannot be checked, and the days are named', async () => {
    const made = hourly()
    const bill = made.bill
    made.chain.entries.splice(-30)
    const last = made.chain.entries.at(-1)!.record
    const head = signHead(made.chain, last)
    const segments = bill.segments.map((one) => ({
      ...one,
      last: last.counter,
      head: { bytes: encodeHead(head.head), sig: head.signature }
    }))
    const result = await made.verify({ ...bill, segments })
    expect(told(result)).toEqual(['cannot-be-checked', 'V9 time-missing'])
    expect(result.findings[0]?.params).toEqual({ first: '2026-03-30', last: '2026-03-31' })
  })
})
