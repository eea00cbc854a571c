import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeBill } from '../../../app/bills/compute-bill'
import type { Tariff } from '../../../app/bills/documents/tariff-document'
import { type OwnFigures, figureSums, intervalPricer } from '../../../app/bills/sum-figures'
import { type PeriodPlan, planPeriod } from '../../../app/bills/tariff/plan-period'
import { type Weekday, daysBetween, periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import type { EnergyUnits, UnitExponent } from '../../../app/domain/energy'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN, toMeterId } from '../../../app/domain/meter/meter'
import { toPrice } from '../../../app/domain/money'
import type { Scalar } from '../../../crypto'
import { EXAMPLE_SUPPLIER } from '../../../services/supplier/example-tariffs'
import { ZONE, makeList } from '../../support/bills/bill-case'
import { type PlainTariff, type PlainWindow, plainBill } from '../../support/bills/plain-bill'

const HOUR = 3600
const WEEK: Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/** Whole months of 28 to 31 days, two of them with a clock change. */
const month = fc.constantFrom(
  ['2026-02-01', '2026-02-28', '2026-02-15'],
  ['2026-03-01', '2026-03-31', '2026-03-16'],
  ['2026-04-01', '2026-04-30', '2026-04-15'],
  ['2026-10-01', '2026-10-31', '2026-10-17']
)
const price = fc.bigInt({ min: -2_000_000n, max: 2_000_000n })
const scenario = fc.record({
  month,
  borders: fc.uniqueArray(fc.integer({ min: 1, max: 23 }), { minLength: 0, maxLength: 3 }),
  weekend: fc.boolean(),
  changes: fc.boolean(),
  prices: fc.array(fc.tuple(price, price), { minLength: 5, maxLength: 5 }),
  levy: price,
  fee: fc.bigInt({ min: 0n, max: 3_000_000_000n }),
  vat: fc.constantFrom(0, 700, 1900, 2000),
  perLine: fc.boolean(),
  index: fc.option(fc.record({ a: fc.bigInt({ min: 0n, max: 2_000_000n }), b: price }), { nil: null }),
  unitExp: fc.constantFrom<UnitExponent>(0, 1, 2),
  seed: fc.integer({ min: 1, max: 1_000_000 })
})
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never

describe('computeBill', () => {
  it('agrees to the cent with a plain computation written separately', () => {
    fc.assert(
      fc.property(scenario, (made) => {
        const { first, last, readings, plain, tariff, list, scale } = materialOf(made)
        const plan = planPeriod(tariff, ZONE, first, last)
        // A cell merged over a change of prices is shared by days, which is not what single readings would give.
        fc.pre(
          plan.cells.every((cell) => plan.segments.some((one) => one.first === cell.first && one.last === cell.last))
        )
        const own = figuresOf(made, tariff, plan, list, readings)
        const expected = plainBill(
          plain,
          readings.map(({ reading }) => reading),
          daysBetween(first, last),
          scale
        )
        const bill = own && computeBill(tariff, plan, own.figures, made.unitExp)
        expect(bill?.total).toBe(expected.total)
        expect(bill?.taxes.map(({ net, vat }) => [net, vat])).toEqual([[expected.net, expected.vat]])
      }),
      { numRuns: 60 }
    )
  }, 60_000)

  it('puts every reading into exactly one cell, and every cell into lines that add up to it', () => {
    fc.assert(
      fc.property(scenario, (made) => {
        const { first, last, readings, tariff, list } = materialOf(made)
        const plan = planPeriod(tariff, ZONE, first, last)
        const own = figuresOf(made, tariff, plan, list, readings)
        const total = readings.reduce((sum, { reading }) => sum + reading.value, 0n)
        expect(own?.figures.cells.reduce((sum, cell) => sum + cell, 0n)).toBe(total)
        const lines = own ? computeBill(tariff, plan, own.figures, made.unitExp).lines : []
        for (const name of ['Arbeitspreis', 'Umlage']) {
          const energy = lines
            .filter(({ component }) => component === name)
            .reduce((sum, line) => sum + (line.energy ?? 0n), 0n)
          expect(energy).toBe(total)
        }
      }),
      { numRuns: 30 }
    )
  }, 60_000)
})

type Material = ReturnType<typeof materialOf>

/** Throws where a reading has no place or no price: all of them have. */
function figuresOf(
  { index }: Scenario,
  tariff: Tariff,
  plan: PeriodPlan,
  list: Material['list'],
  readings: Material['readings']
): OwnFigures | null {
  const sums = figureSums(plan, index !== null)
  const price = intervalPricer(tariff, plan, list)
  for (const reading of readings) sums.add(price(reading)!)
  return sums.figures()
}

function materialOf(made: Scenario) {
  const [first, last, change] = [toLocalDate(made.month[0]!), toLocalDate(made.month[1]!), toLocalDate(made.month[2]!)]
  const period = periodOfDays(first, last, ZONE)
  const count = (period.end - period.start) / HOUR
  const random = numbers(made.seed)
  const listed = Array.from({ length: count }, () => BigInt(random() % 900_000) - 200_000n)
  const readings = Array.from({ length: count }, (_, index) => {
    const start = toUtcSeconds(period.start + index * HOUR)
    const value = BigInt(random() % 4000)
    return {
      record: {
        meterId: toMeterId('M1'),
        obis: OBIS_DRAWN as 0x0108,
        counter: index,
        intervalStart: start,
        seconds: HOUR,
        status: 0,
        commitment: new Uint8Array(32),
        previousHash: new Uint8Array(32)
      },
      opening: { value: value as EnergyUnits, blinding: 1n as Scalar },
      reading: { start, value, listed: listed[index] ?? 0n }
    }
  })
  const plain = plainOf(made, change)
  const list = made.index ? makeList(listed, period.start, HOUR) : null
  return { first, last, readings, plain, list, tariff: tariffOf(plain, made), scale: 10n ** BigInt(made.unitExp) }
}

/** Windows between the borders, on weekdays; the weekend has one of its own where asked for. */
function plainOf(made: Scenario, change: string): PlainTariff {
  const hours = [0, ...[...made.borders].sort((a, b) => a - b), 24]
  const weekdays = made.weekend ? [1, 2, 3, 4, 5] : WEEK
  const steps = (index: number): PlainWindow['prices'] => {
    const [before, after] = made.prices[index] ?? [0n, 0n]
    return made.changes
      ? [
          ['2026-01-01', before],
          [change, after]
        ]
      : [['2026-01-01', before]]
  }
  const windows: PlainWindow[] = hours.slice(1).map((to, index) => ({
    name: `F${index}`,
    open: [{ days: weekdays, from: hours[index] ?? 0, to }],
    prices: steps(index)
  }))
  if (made.weekend) windows.push({ name: 'Wochenende', open: [{ days: [6, 7], from: 0, to: 24 }], prices: steps(4) })
  return {
    zone: ZONE,
    windows,
    levy: made.levy,
    fee: made.fee,
    vat: BigInt(made.vat),
    perLine: made.perLine,
    index: made.index
  }
}

function tariffOf(plain: PlainTariff, { vat, perLine, index }: Scenario): Tariff {
  const from = toLocalDate('2026-01-01')
  return {
    name: 'Probe',
    supplier: EXAMPLE_SUPPLIER,
    currency: 'EUR',
    zone: ZONE,
    tzdb: '2025b',
    valid: { from, to: toLocalDate('2026-12-31') },
    rounding: perLine ? 'per-line' : 'net-total',
    holidays: [],
    components: [
      {
        kind: 'energy',
        name: 'Arbeitspreis',
        vat,
        windows: plain.windows.map(({ name, open, prices }) => ({
          name,
          times: open.map(({ days, from: start, to }) => ({ days: days as Weekday[], from: start * 60, to: to * 60 })),
          prices: prices.map(([day, at]) => ({ from: toLocalDate(day), price: toPrice(at) }))
        }))
      },
      { kind: 'levy', name: 'Umlage', vat, prices: [{ from, price: toPrice(plain.levy) }] },
      ...(index ? [{ kind: 'index' as const, name: 'Börse', vat, aNum: toPrice(index.a), b: toPrice(index.b) }] : []),
      { kind: 'fixed-fee', name: 'Grundpreis', vat, prices: [{ from, price: plain.fee }] }
    ]
  }
}

/** Park and Miller's generator: repeatable, and good enough to be a load. */
function numbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647)
}
