/** Long verifications: told of as they go, ended at once, and nothing read twice. */

import { describe, expect, it } from 'vitest'
import { intervalReader } from '../../../app/bills/report/interval-reader'
import type { StoredBill } from '../../../app/bills/bill-store'
import { type CancelSignal, WorkCancelled } from '../../../app/ports'
import { verifyBill } from '../../../app/bills/verify-bill'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { toUtcSeconds } from '../../../app/domain/interval'
import { flatTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, billCase, exampleTerms } from '../../support/bills/bill-case'

/** A month of quarter hours is read, hashed and opened in slices as a year is. */
const month = (): BillCase => billCase({ tariff: flatTariff(exampleTerms()), seed: 'long work' })
const INTERVALS = 2972

describe('a long verification', () => {
  const made = month()
  const file = encodeSignedFile(made.sign(made.bill))

  it('rests often, so that whoever waits has a turn', async () => {
    const { sources } = made
    let rests = 0
    const work = { ...sources.work, rest: () => Promise.resolve(void rests++) }
    expect((await verifyBill({ ...sources, work }, file)).verdict).toBe('correct')
    // Reading, placing, the chain, the encodings, the openings: each of them every 500 records at least.
    expect(rests).toBeGreaterThan((5 * INTERVALS) / 500)
  })

  it('goes forward only, up to the end', async () => {
    const steps: number[] = []
    let last = 0
    await verifyBill(made.sources, file, {
      onCheck: (_, __, done, total) => {
        steps.push(done)
        last = total
      }
    })
    expect(steps).toEqual([...steps].sort((a, b) => a - b))
    expect([steps.length > 30, steps.at(-1)]).toEqual([true, last])
  })

  it.each(['V4', 'V8', 'V10', 'V11'])('ends at the next rest when it is cancelled in %s', async (check) => {
    const cancel = { aborted: false }
    let after = 0
    const { sources } = made
    const work = { ...sources.work, rest: () => Promise.resolve(void (cancel.aborted && after++)) }
    const verifying = verifyBill({ ...sources, work }, file, {
      cancel: cancel as CancelSignal,
      onCheck: (at, state) => {
        if (at === check && state === 'running') cancel.aborted = true
      }
    })
    await expect(verifying).rejects.toBeInstanceOf(WorkCancelled)
    expect(after).toBeLessThanOrEqual(1)
  })

  it('reads each record once', async () => {
    const { sources } = made
    let read = 0
    const counted = <Found extends readonly unknown[]>(found: Found): Found => {
      read += found.length
      return found
    }
    const chains = {
      ...sources.chains,
      entriesBetween: (...asked: Parameters<typeof sources.chains.entriesBetween>) =>
        counted(sources.chains.entriesBetween(...asked)),
      entriesByCounter: (...asked: Parameters<typeof sources.chains.entriesByCounter>) =>
        counted(sources.chains.entriesByCounter(...asked))
    }
    await verifyBill({ ...sources, chains }, file)
    expect(read).toBe(INTERVALS)
  })

  it('is gathered once for the arithmetic of many intervals, and again when records have come', async () => {
    const { sources } = made
    let reads = 0
    const chains = {
      ...sources.chains,
      entriesBetween: (...asked: Parameters<typeof sources.chains.entriesBetween>) => {
        reads += 1
        return sources.chains.entriesBetween(...asked)
      }
    }
    const bill = { hash: 'b'.repeat(64), file } as StoredBill
    const reader = intervalReader({ ...sources, chains })
    const first = await reader.read(bill, made.period.start)
    const once = reads
    const next = await reader.read(bill, toUtcSeconds(made.period.start + 900))
    expect([first.fits, next.fits, next.start - first.start, reads]).toEqual([true, true, 900, once])
    await expect(reader.read(bill, toUtcSeconds(1))).rejects.toThrow('interval-unknown')
    made.chain.entries.pop()
    await reader.read(bill, made.period.start)
    expect(reads).toBe(2 * once)
    reader.forget()
    await reader.read(bill, made.period.start)
    expect(reads).toBe(3 * once)
  })
})
