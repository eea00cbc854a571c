import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import type { Bill } from '../../../app/bills/documents/bill-document'
import { centsOf, toAmount } from '../../../app/domain/money'
import { createNobleKernel } from '../../../crypto'
import { dynamicWithGridFeeTariff } from '../../../services/supplier/example-tariffs'
import { billCase, exampleTerms } from '../../support/bills/bill-case'
import { rememberingWork } from '../../support/bills/remembering-work'
import { seededRandom } from '../../support/seeded-random'

const made = billCase({
  seconds: 3600,
  tariff: dynamicWithGridFeeTariff(exampleTerms()),
  listPrice: (start) => BigInt(50_000 + (start % 977) * 100),
  work: rememberingWork(createInProcessWork(createNobleKernel(), seededRandom('one change')))
})
const { bill } = made
const sign = fc.constantFrom(-1n, 1n)

/** One thing changed, with everything that follows from it computed again, as a supplier's program would. */
describe('one change in a right bill', { timeout: 120_000 }, () => {
  it('of one price of the list is found, named, and counted in cents', async () => {
    const index = bill.index
    if (!index) throw new Error('no index')
    await fc.assert(
      fc.asyncProperty(fc.nat(index.prices.length - 1), sign, async (at, by) => {
        const prices = index.prices.map((price, position) => (position === at ? ((price + by) as typeof price) : price))
        const result = await made.verify({ ...bill, index: { ...index, prices } })
        expect(result.verdict).toBe('wrong')
        expect(result.findings.map(({ code, params }) => [code, params['start']])).toEqual([
          ['index-price', made.chain.entries[at]?.record.intervalStart]
        ])
      }),
      { numRuns: 15 }
    )
  })

  it('of one energy is found on its cell and its line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bill.cells.length - 1), sign, async (at, by) => {
        const cells = bill.cells.map((cell, position) =>
          position === at ? { ...cell, energy: cell.energy + by } : cell
        )
        const { verdict, findings } = await made.verify({ ...bill, cells })
        expect([verdict, ...findings.map(({ code }) => code)]).toEqual(['wrong', 'cell-energy'])
        const lines = bill.lines.map((line, position) =>
          position === at ? { ...line, energy: (line.energy ?? 0n) + by } : line
        )
        const codes = (await made.verify({ ...bill, lines })).findings.map(({ code }) => code)
        expect(codes).toEqual(['line-energy', 'line-amount'])
      }),
      { numRuns: 6 }
    )
  })

  it('of one cent anywhere is found where it was made', async () => {
    const withCent = (target: number, by: bigint): readonly [Bill, string] => {
      if (target === 0) return [{ ...bill, total: bill.total + by }, 'total']
      if (target === 1)
        return [
          { ...bill, taxes: bill.taxes.map((tax) => ({ ...tax, vat: tax.vat + by })), total: bill.total + by },
          'vat'
        ]
      const taxes = bill.taxes.map((tax) => ({ ...tax, net: tax.net + by }))
      return [{ ...bill, taxes, total: bill.total + by }, 'net']
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(2), sign, async (target, by) => {
        const [changed, code] = withCent(target, by)
        const result = await made.verify(changed)
        expect(result.verdict).toBe('wrong')
        expect(result.findings.map((finding) => finding.code)).toContain(code)
      }),
      { numRuns: 6 }
    )
  })

  it('of one window price is found on its line with its days', async () => {
    const priced = bill.lines.map((line, index) => ({ line, index })).filter(({ line }) => line.kind === 'energy')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...priced), sign, async ({ line, index }, by) => {
        const price = (line.price ?? 0n) + by
        const amount = price * (line.energy ?? 0n)
        const lines = bill.lines.map((one, position) => (position === index ? { ...one, price, amount } : one))
        const net = centsOf(toAmount(lines.reduce((sum, one) => sum + one.amount, 0n)), 0)
        const vat = (net * 1900n + 5000n) / 10_000n
        const result = await made.verify({ ...bill, lines, taxes: [{ rate: 1900, net, vat }], total: net + vat })
        expect(result.verdict).toBe('wrong')
        expect(result.findings.map(({ code, params }) => [code, params['line']])).toEqual([['price', index + 1]])
      }),
      { numRuns: 6 }
    )
  })
})
