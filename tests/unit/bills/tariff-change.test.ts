import { describe, expect, it } from 'vitest'
import { toLocalDate } from '../../../app/domain/calendar'
import { toPrice } from '../../../app/domain/money'
import { told } from '../../support/bills/attack'
import { richCase } from '../../support/bills/rich-case'
import { richTariff } from '../../support/bills/rich-tariff'

const HOUR = 3600

describe('a change of tariff within the period', { timeout: 60_000 }, () => {
  const second: ReturnType<typeof richTariff> = {
    ...richTariff('Musterau Neu'),
    components: [
      {
        kind: 'energy',
        name: 'Arbeitspreis',
        vat: 1900,
        windows: [
          {
            name: 'Immer',
            times: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 0, to: 1440 }],
            prices: [{ from: toLocalDate('2026-01-01'), price: toPrice(310_000n) }]
          }
        ]
      }
    ]
  }

  it('bills each part under its own tariff', async () => {
    const changed = richCase({ exchange: false, later: { tariff: second, from: '2026-06-16' } })
    expect(changed.bill.laterTariffs).toMatchObject([{ from: '2026-06-16' }])
    expect(told(await changed.verify(changed.bill))).toEqual(['correct'])
    const newPrice = changed.bill.lines.at(-1)
    expect([newPrice?.first, newPrice?.last, newPrice?.price]).toEqual(['2026-06-16', '2026-06-30', 310_000n])
    // The first half has its own blocks: 15 days of 10 kWh.
    const block = changed.bill.lines.find(({ window }) => window === 'bis 10 kWh')
    expect([block?.last, block?.energy]).toEqual(['2026-06-15', 150_000n])
    const other = await changed.verify({
      ...changed.bill,
      laterTariffs: [{ hash: 'ab'.repeat(32), from: toLocalDate('2026-06-16') }]
    })
    expect(told(other)).toContain('V6 other-tariff')
    const later = changed.bill.laterTariffs.map((one) => ({ ...one, from: toLocalDate('2026-06-17') }))
    expect(told(await changed.verify({ ...changed.bill, laterTariffs: later }))).toContain('V6 other-tariff')
  })

  it('is told where the power was off while it changed, with what it can matter at most (B31)', async () => {
    const midnight = Date.parse('2026-06-15T22:00:00Z') / 1000
    const later = { tariff: second, from: '2026-06-16' }
    const dark = richCase({ exchange: false, later, outage: { from: midnight - HOUR, hours: 3 } })
    const result = await dark.verify(dark.bill)
    expect(told(result)).toEqual(['correct-with-remarks', 'V9 gap-across-prices'])
    // 31 ct against 8.3 + 18 + 2.05 ct, over 40 Wh: a tenth of a cent, said as the most that it can be.
    expect(result.findings[0]?.params).toMatchObject({ start: midnight - HOUR, energy: 40_000, cents: 1 })
  })

  it('may have parts of the same names, and their lines in the order of the tariffs', async () => {
    const alike = richTariff('Musterau Neu')
    const { bill: both, verify } = richCase({ exchange: false, later: { tariff: alike, from: '2026-06-16' } })
    expect(told(await verify(both))).toEqual(['correct'])
    const [first, ...rest] = both.lines
    const moved = told(await verify({ ...both, lines: [...rest, ...(first ? [first] : [])] }))
    expect(moved).toEqual(['correct-with-remarks', 'V15 line-order'])
  })

  it('of fewer than fourteen days, or with another rounding, is not answered', () => {
    expect(() => richCase({ exchange: false, later: { tariff: second, from: '2026-06-20' } })).toThrow(
      'tariff-change-refused'
    )
    const rounded = { ...second, rounding: 'net-total' as const }
    expect(() => richCase({ exchange: false, later: { tariff: rounded, from: '2026-06-16' } })).toThrow(
      'tariff-change-refused'
    )
  })
})
