import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { verifyBill } from '../../../app/bills/verify-bill'
import { toLocalDate, periodOfDays } from '../../../app/domain/calendar'
import { centsOf, toAmount } from '../../../app/domain/money'
import {
  concatBytes,
  createNobleKernel,
  decodeScalar,
  encodePoint,
  fromHex,
  openingPointVartime,
  toHex,
  toScalar
} from '../../../crypto'
import { dynamicTariff } from '../../../services/supplier/example-tariffs'
import { pricesFor, readPriceTable } from '../../../services/supplier/publish-index'
import { ZONE, billCase, exampleTerms } from '../../support/bills/bill-case'
import { describeWithData, readSharedJson } from '../../support/shared-data'
import { seededRandom } from '../../support/seeded-random'

type Scheme = {
  readonly prices_neur_per_Wh: readonly string[]
  readonly T_neur: string
  readonly R: string
  readonly sum_pC: string
}
type BillDay = {
  readonly energy_total_Wh: string
  readonly intervals: readonly { readonly v_Wh: string; readonly r: string; readonly C: string }[]
  readonly tou: Scheme
  readonly dynamic: Scheme
}

describeWithData('the golden bill day', (folder) => {
  const day = readSharedJson<BillDay>(folder, 'vectors', 'golden', 'bill-day.json')
  const work = createInProcessWork(createNobleKernel(), seededRandom('golden'))
  const commitments = concatBytes(...day.intervals.map(({ C }) => fromHex(C, 32)))
  const values = day.intervals.map(({ v_Wh: value }) => BigInt(value))
  const blindings = day.intervals.map(({ r }) => fromHex(r, 32))

  it('opens, every interval of it', async () => {
    const fits = await work.openingsFit({ commitments, values, blindings: concatBytes(...blindings) })
    expect([...fits]).toEqual(day.intervals.map(() => 1))
    expect(values.reduce((sum, value) => sum + value, 0n)).toBe(BigInt(day.energy_total_Wh))
  })

  it.each(['tou', 'dynamic'] as const)(
    'sums up by %s prices to the amount and blinding of the vector',
    async (name) => {
      const scheme = day[name]
      const prices = scheme.prices_neur_per_Wh.map(BigInt)
      const amount = prices.reduce((sum, price, index) => sum + price * (values[index] ?? 0n), 0n)
      const blinding = prices.reduce(
        (sum, price, index) => sum + price * decodeScalar(blindings[index] ?? new Uint8Array(32)),
        0n
      )
      expect(amount).toBe(BigInt(scheme.T_neur))
      expect(toScalar(blinding)).toBe(decodeScalar(fromHex(scheme.R)))
      const sum = await work.weightedSum(commitments, prices)
      expect(toHex(sum)).toBe(scheme.sum_pC)
      expect(sum).toEqual(encodePoint(openingPointVartime(amount, toScalar(blinding))))
      expect(centsOf(toAmount(amount), 0)).toBe((amount + 5_000_000n) / 10_000_000n)
    }
  )
})

describeWithData('real prices of March 2026', (folder) => {
  const file = join(folder, 'prices', 'at_dayahead_15min_2025-10-01_2026-08-21.csv.gz')
  const march = periodOfDays(toLocalDate('2026-03-01'), toLocalDate('2026-03-31'), ZONE)

  it('bill a month of quarter hours, fifty of them below zero, correctly', async () => {
    const table = readPriceTable(gunzipSync(readFileSync(file)).toString('utf8'))
    const prices = pricesFor(table, march, 900)
    expect(prices).toHaveLength(2972)
    expect(prices.filter((price) => price < 0n).length).toBeGreaterThan(40)
    const made = billCase({
      seed: 'real prices',
      tariff: dynamicTariff(exampleTerms()),
      listPrice: (start) => prices[(start - march.start) / 900] ?? 0n
    })
    const result = await verifyBill(made.sources, encodeSignedFile(made.sign(made.bill)))
    expect([result.verdict, result.findings]).toEqual(['correct', []])
    // T once more, from the readings and the file alone.
    const amount = made.chain.entries.reduce(
      (sum, { opening }, index) => sum + (opening?.value ?? 0n) * ((prices[index] ?? 0n) + 148_000n),
      0n
    )
    expect(made.bill.index?.amount).toBe(amount)
  }, 60_000)

  it('are refused by the reader when a quarter hour is missing', () => {
    const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n')
    expect(() => readPriceTable(lines.filter((_, index) => index !== 5000).join('\n'))).toThrow('line 5001')
  })
})
