/** Attack catalogue, rows B: each test is named after its row. One hour is one interval here, to be quick. */

import { describe, expect, it } from 'vitest'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeGenesis } from '../../../app/domain/meter/genesis'
import { OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { STATUS, encodeHead, headOf } from '../../../app/domain/meter/record'
import { GROUP_ORDER, type Scalar, commit } from '../../../crypto'
import { primitives } from '../../support/bills/bill-case'
import { exampleLoad } from '../../support/bills/example-loads'
import { makeChain, memoryChains, signHead } from '../../support/bills/memory-chains'
import { HOUR, hourly, told, tamper, march, rebuild } from '../../support/bills/attack'

describe('attacks on the chain under a bill', { timeout: 60_000 }, () => {
  it('B2 one interval duplicated, dropped, reordered, or overlapping by a second', async () => {
    const duplicated = hourly()
    duplicated.chain.entries.splice(50, 0, duplicated.chain.entries[50]!)
    expect(told(await duplicated.verify(duplicated.bill))).toEqual(['cannot-be-checked', 'V8 chain-damaged'])
    const dropped = hourly()
    dropped.chain.entries.splice(50, 1)
    expect(told(await dropped.verify(dropped.bill))).toEqual(['cannot-be-checked', 'V8 chain-damaged'])
    const reordered = hourly()
    const { entries } = reordered.chain
    ;[entries[50], entries[51]] = [entries[51]!, entries[50]!]
    expect(told(await reordered.verify(reordered.bill))).toEqual(['cannot-be-checked', 'V8 chain-damaged'])
    const overlapping = hourly()
    const entry = overlapping.chain.entries[50]!
    overlapping.chain.entries[50] = {
      ...entry,
      record: { ...entry.record, intervalStart: toUtcSeconds(entry.record.intervalStart - 1) }
    }
    expect(told(await overlapping.verify(overlapping.bill))[1]).toBe('V8 chain-damaged')
  })

  it('B3 a reading changed, two openings swapped, a negative reading', async () => {
    const plusOne = hourly()
    tamper(plusOne.chain, 7, { value: (plusOne.chain.entries[7]?.opening?.value ?? 0n) + 1n })
    const result = await plusOne.verify(plusOne.bill)
    expect(told(result)).toEqual(['cannot-be-checked', 'V11 opening-false'])
    expect(result.findings[0]?.params).toMatchObject({ start: march + 7 * HOUR, intervals: 1 })
    const swapped = hourly()
    const [a, b] = [swapped.chain.entries[7]!.opening!, swapped.chain.entries[8]!.opening!]
    tamper(swapped.chain, 7, b)
    tamper(swapped.chain, 8, a)
    expect((await swapped.verify(swapped.bill)).findings[0]).toMatchObject({
      code: 'opening-false',
      params: { intervals: 2 }
    })
    const negative = hourly()
    tamper(negative.chain, 7, { value: GROUP_ORDER - 5n })
    expect(told(await negative.verify(negative.bill))).toEqual([
      'cannot-be-checked',
      'V10 value-out-of-range',
      'V11 opening-false'
    ])
  })

  it('B4 a blinding of zero, and one used twice: the meter is said to be defective', async () => {
    const twice = hourly()
    const first = twice.chain.entries[3]!.opening!
    const second = twice.chain.entries[9]!.opening!
    // As a defective meter would have written it: the commitment belongs to the repeated blinding.
    const rebuilt = rebuild(twice, 9, { value: second.value, blinding: first.blinding })
    const result = await rebuilt.verify(rebuilt.bill)
    expect(told(result)).toEqual(['correct-with-remarks', 'V10 blinding-repeated'])
    expect(result.findings[0]?.params).toMatchObject({ start: march + 9 * HOUR })
    const zero = hourly()
    tamper(zero.chain, 9, { blinding: 0n as Scalar })
    expect(told(await zero.verify(zero.bill))).toEqual(['cannot-be-checked', 'V10 blinding-zero', 'V11 opening-false'])
  })

  it('B14 a fork of the chain, and one rolled back behind the head that the bill has', async () => {
    const made = hourly()
    const last = made.chain.entries.at(-1)!.record
    made.chain.otherHeads.set(
      last.counter,
      signHead(made.chain, { ...last, commitment: made.chain.entries[0]!.record.commitment })
    )
    const result = await made.verify(made.bill)
    expect(told(result)).toEqual(['not-genuine', 'V8 fork'])
    expect(result.findings[0]?.expected).not.toBe(result.findings[0]?.found)
    const short = hourly()
    short.chain.entries.splice(-5)
    expect(told(await short.verify(short.bill))).toEqual(['cannot-be-checked', 'V8 chain-incomplete'])
    const none = hourly()
    none.chain.entries.splice(0)
    expect(told(await none.verify(none.bill))[0]).toBe('cannot-be-checked')
  })

  it('B15 a head signed by another meter of the same maker', async () => {
    const made = hourly()
    const other = makeChain({
      seed: 'another meter',
      start: made.period.start,
      seconds: HOUR,
      intervals: [{ value: 1n }]
    })
    const head = headOf(primitives, made.chain.entries.at(-1)!.record)
    const sig = primitives.ed25519.sign(other.meterSeed, encodeHead(head))
    const segments = made.bill.segments.map((one) => ({ ...one, head: { ...one.head, sig } }))
    expect(told(await made.verify({ ...made.bill, segments }))).toEqual(['not-genuine', 'V7 head-not-signed'])
    const genesis = { bytes: encodeGenesis(other.genesis.genesis), sig: other.genesis.signature }
    const anchored = made.bill.segments.map((one) => ({ ...one, anchor: genesis }))
    expect(told(await made.verify({ ...made.bill, segments: anchored }))).toEqual([
      'not-genuine',
      'V7 anchor-not-signed'
    ])
  })

  it('B18 an estimated interval billed as measured is said', async () => {
    const count = 31 * 24 - 1
    const intervals = exampleLoad('B18', count, HOUR).map((one, index) =>
      index === 40 ? { ...one, status: STATUS.estimated } : one
    )
    const made = hourly({ seed: 'B18', intervals })
    const result = await made.verify(made.bill)
    expect(told(result)).toEqual(['correct-with-remarks', 'V9 estimated'])
    expect(result.findings[0]?.params).toMatchObject({ intervals: 1, energy: Number(intervals[40]!.value) * 1000 })
  })

  it('B19 feed-in billed as consumption', async () => {
    const made = hourly()
    const segments = made.bill.segments.map((one) => ({ ...one, obis: OBIS_FED_IN as typeof one.obis }))
    expect(told(await made.verify({ ...made.bill, segments })).slice(0, 2)).toEqual(['wrong', 'V4 other-register'])
  })

  it('B26 drawn and fed in with equal counters never share a blinding that shows', async () => {
    const made = hourly()
    const fed = makeChain({
      seed: 'fed',
      obis: OBIS_FED_IN,
      start: made.period.start,
      seconds: HOUR,
      intervals: [{ value: 3n }, { value: 4n }]
    })
    const borrowed = made.chain.entries[1]!.opening!.blinding
    const entry = fed.entries[1]!
    fed.entries[1] = { ...entry, opening: { ...entry.opening!, blinding: borrowed } }
    const sources = { ...made.sources, chains: memoryChains([made.chain, fed]) }
    const result = await verifyBill(sources, encodeSignedFile(made.sign(made.bill)))
    expect(told(result)).toEqual(['correct-with-remarks', 'V10 blinding-repeated'])
  })

  it('B35 two heads at one counter, another anchor than the stored one, no anchor', async () => {
    const made = hourly({ daysBefore: 3 })
    const before = made.chain.entries[made.bill.segments[0]!.first - 1]!.record
    const forked = signHead(made.chain, { ...before, commitment: made.chain.entries[0]!.record.commitment })
    const segments = made.bill.segments.map((one) => ({
      ...one,
      anchor: { bytes: encodeHead(forked.head), sig: forked.signature }
    }))
    const result = await made.verify({ ...made.bill, segments })
    expect(told(result).slice(0, 2)).toEqual(['not-genuine', 'V8 fork'])
    expect(result.findings[0]?.params).toMatchObject({ counter: before.counter })
    const without = made.bill.segments.map((one) => ({ ...one, anchor: null }))
    expect(told(await made.verify({ ...made.bill, segments: without }))).toEqual([
      'cannot-be-checked',
      'V8 anchor-missing'
    ])
  })

  it('B37 one damaged row in the own chain under an honest bill is nobody’s lie', async () => {
    for (const change of [{ commitment: commit(5n, 7n as Scalar) }, { value: 123_456n }, { blinding: 99n as Scalar }]) {
      const made = hourly()
      tamper(made.chain, 30, change)
      const result = await made.verify(made.bill)
      expect(result.verdict).toBe('cannot-be-checked')
      expect(result.trusted).toBe(false)
    }
    const status = hourly()
    const entry = status.chain.entries[30]!
    status.chain.entries[30] = { ...entry, record: { ...entry.record, status: 1 } }
    expect((await status.verify(status.bill)).verdict).toBe('cannot-be-checked')
  })
})
