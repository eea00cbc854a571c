import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { type VerifyHooks, verifyBill } from '../../../app/bills/verify-bill'
import { createNobleKernel } from '../../../crypto'
import {
  dynamicTariff,
  dynamicWithGridFeeTariff,
  flatTariff,
  threeTimesTariff
} from '../../../services/supplier/example-tariffs'
import { type CaseOptions, billCase, exampleTerms } from '../../support/bills/bill-case'
import { seededRandom } from '../../support/seeded-random'

/** A price that goes below zero at noon. */
const wave = (start: number): bigint => BigInt(90_000 + Math.round(110_000 * Math.cos((start % 86_400) / 13_750.987)))

const kinds: readonly (readonly [string, CaseOptions])[] = [
  ['a flat tariff', { tariff: flatTariff(exampleTerms()) }],
  ['a time-of-use tariff', { tariff: threeTimesTariff(exampleTerms()) }],
  ['a dynamic tariff', { tariff: dynamicTariff(exampleTerms()), listPrice: wave }],
  ['a dynamic price with a time-of-use grid fee', { tariff: dynamicWithGridFeeTariff(exampleTerms()), listPrice: wave }]
]

describe('verifyBill', { timeout: 60_000 }, () => {
  it.each(kinds)('finds a right bill under %s correct', async (_, options) => {
    const made = billCase(options)
    const result = await made.verify(made.bill)
    expect(result.findings).toEqual([])
    expect(result.verdict).toBe('correct')
    expect(result.trusted).toBe(true)
  })
})

describe('a long verification', { timeout: 60_000 }, () => {
  const work = createInProcessWork(createNobleKernel(), seededRandom('long'))
  const made = billCase({ seed: 'long verification', work })

  it('is walked in slices, says so, and ends at a cancel in the middle of a check', async () => {
    const seen: string[] = []
    const cancel = { aborted: false }
    const onCheck: VerifyHooks['onCheck'] = (check, state, done, total) => {
      seen.push(`${check} ${state}`)
      expect(done).toBeLessThanOrEqual(total)
      if (seen.filter((one) => one === 'V8 running').length === 2) cancel.aborted = true
    }
    const file = encodeSignedFile(made.sign(made.bill))
    await expect(verifyBill(made.sources, file, { cancel, onCheck })).rejects.toThrow('cancelled')
    expect(seen).not.toContain('V8 passed')
    expect(seen).not.toContain('V9 running')
  })

  it('lets others have their turn between its checks', async () => {
    let [turns, checks] = [0, 0]
    const turnsAtEnds: number[] = []
    const resting = { ...work, rest: () => Promise.resolve(void turns++) }
    await verifyBill({ ...made.sources, work: resting }, encodeSignedFile(made.sign(made.bill)), {
      onCheck: (_, state) => {
        if (state !== 'running' && ++checks > 2) turnsAtEnds.push(turns)
      }
    })
    expect(turnsAtEnds).toHaveLength(17)
    expect(new Set(turnsAtEnds).size).toBe(17)
  })
})
