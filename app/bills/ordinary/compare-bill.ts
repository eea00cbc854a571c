/** Compares an ordinary bill with itself, with own readings and with the known tariff. Facts, never a verdict. */

import type { OrdinaryBill, OrdinaryLine, OrdinaryPoint } from '../../contract'
import { type TimeZone, periodOfDays, toLocalDate } from '../../domain/calendar'
import { VIEW_EXPONENT, toMilliwattHours } from '../../domain/energy'
import { type Period, endOf } from '../../domain/interval'
import { registerSteps } from '../../domain/meter/register-steps'
import { rdiv } from '../../domain/money'
import type { PriceSource } from '../../readings/price-source'
import type { Reading, ReadingStore } from '../../readings/reading-store'

export type CompareSources = {
  readonly readings: Pick<ReadingStore, 'spans' | 'overlapping'>
  readonly prices: PriceSource
  readonly timeZone: TimeZone
}

export type OrdinaryComparison = {
  readonly billedEnergy: number | null
  readonly ownEnergy: number | null
  readonly ownCost: number | null
  readonly points: readonly OrdinaryPoint[]
}

/** Bills print whole kilowatt-hours. */
const WHOLE_KWH = 1_000_000
const MWH_NANO_PER_CENT = 10n ** 13n
const QUARTER_HOUR = 900

export function compareBill(sources: CompareSources, bill: OrdinaryBill): OrdinaryComparison {
  const billedEnergy = sumOf(bill.lines.filter(({ kind }) => kind === 'energy').map(({ energy }) => energy))
  const own = ownReadings(sources, bill)
  return {
    billedEnergy,
    ownEnergy: own.energy,
    ownCost: own.cost,
    points: [
      ...bill.lines.flatMap((line, index) => productPoint(line, index)),
      ...sumPoints(bill),
      ...registerPoint(bill, billedEnergy),
      ...readingPoint(own, billedEnergy),
      ...tariffPoint(own, bill)
    ]
  }
}

/** Energy times price on each line that has both. */
function productPoint({ energy, price, amount, name }: OrdinaryLine, index: number): OrdinaryPoint[] {
  if (energy === null || price === null) return []
  const expected = centsFor(energy, price)
  const state = expected === amount ? 'agrees' : 'differs'
  return [{ code: 'line-product', state, params: { line: index + 1, name, billed: amount, expected } }]
}

function sumPoints({ lines, net, vatRate, vat, total }: OrdinaryBill): OrdinaryPoint[] {
  const points: OrdinaryPoint[] = []
  const sum = lines.reduce((all, { amount }) => all + amount, 0)
  const point = (code: string, billed: number, expected: number): void => {
    points.push({ code, state: billed === expected ? 'agrees' : 'differs', params: { billed, expected } })
  }
  if (lines.length > 0 && net !== null) point('lines-sum', net, sum)
  if (net !== null && vatRate !== null && vat !== null)
    point('vat', vat, Number(rdiv(BigInt(net) * BigInt(vatRate), 10_000n)))
  if (net !== null && vat !== null) point('total', total, net + vat)
  else if (lines.length > 0 && net === null) point('total', total, sum + (vat ?? 0))
  return points
}

function registerPoint({ registerStart, registerEnd }: OrdinaryBill, billedEnergy: number | null): OrdinaryPoint[] {
  if (registerStart === null || registerEnd === null || billedEnergy === null) return []
  const steps = registerSteps(BigInt(registerStart), BigInt(registerEnd), VIEW_EXPONENT).map(Number)
  const fits = (step: number): boolean => Math.abs(step - billedEnergy) < WHOLE_KWH
  const expected = steps.find(fits) ?? registerEnd - registerStart
  const state = fits(expected) ? 'agrees' : 'differs'
  return [{ code: 'registers', state, params: { billedMwh: billedEnergy, expectedMwh: expected } }]
}

function readingPoint({ energy, missing }: OwnReadings, billedEnergy: number | null): OrdinaryPoint[] {
  if (energy === null) return [{ code: 'readings-none', state: 'unknown', params: {} }]
  if (billedEnergy === null) return [{ code: 'readings-alone', state: 'unknown', params: { expectedMwh: energy } }]
  const params = { billedMwh: billedEnergy, expectedMwh: energy, differenceMwh: billedEnergy - energy }
  if (missing > 0)
    return [{ code: 'readings-partial', state: 'unknown', params: { ...params, hours: Math.ceil(missing / 3600) } }]
  const state = Math.abs(billedEnergy - energy) <= WHOLE_KWH ? 'agrees' : 'differs'
  return [{ code: 'readings', state, params }]
}

/** The tariff known here knows the gross price of energy, so gross energy lines are what it is held against. */
function tariffPoint({ cost }: OwnReadings, { lines, vatRate }: OrdinaryBill): OrdinaryPoint[] {
  if (cost === null || vatRate === null) return []
  const net = lines.filter(({ kind }) => kind !== 'other').reduce((all, { amount }) => all + amount, 0)
  if (net === 0) return []
  const billed = net + Number(rdiv(BigInt(net) * BigInt(vatRate), 10_000n))
  // Readings and the printed kilowatt-hours are rounded apart: a per cent is no difference worth a word.
  const state = Math.abs(billed - cost) * 100 <= Math.abs(cost) ? 'agrees' : 'differs'
  return [{ code: 'tariff-cost', state, params: { billed, expected: cost } }]
}

type OwnReadings = {
  readonly energy: number | null
  readonly cost: number | null
  /** Seconds of the period that no reading covers. */
  readonly missing: number
}

function ownReadings({ readings, prices, timeZone }: CompareSources, bill: OrdinaryBill): OwnReadings {
  const period = periodOfDays(toLocalDate(bill.first), toLocalDate(bill.last), timeZone)
  const meters = readings.spans().filter(({ direction }) => direction === 'drawn')
  const meterId = bill.meterId ?? meters[0]?.meterId
  if (meterId === undefined) return { energy: null, cost: null, missing: period.end - period.start }
  const inside = readings
    .overlapping(meterId, 'drawn', period)
    .filter((reading) => reading.start >= period.start && endOf(reading) <= period.end)
  if (inside.length === 0) return { energy: null, cost: null, missing: period.end - period.start }
  const covered = inside.reduce((sum, { seconds }) => sum + seconds, 0)
  const missing = period.end - period.start - covered
  return {
    energy: inside.reduce((sum, reading) => sum + energyOf(reading), 0),
    cost: missing > 0 ? null : costOf(prices, meterId, period, inside),
    missing
  }
}

/** Null where some reading has no price. */
function costOf(prices: PriceSource, meterId: string, period: Period, readings: readonly Reading[]): number | null {
  const bands = prices.bands(meterId, period, QUARTER_HOUR)
  let at = 0
  let cost = 0n
  for (const reading of readings) {
    while (at < bands.length && (bands[at]?.end ?? 0) <= reading.start) at++
    const band = bands[at]
    if (!band || band.start > reading.start) return null
    cost += BigInt(energyOf(reading)) * BigInt(band.price)
  }
  return Number(rdiv(cost, MWH_NANO_PER_CENT))
}

function energyOf({ amount, exponent }: Reading): number {
  return toMilliwattHours(amount, exponent)
}

/** Milliwatt-hours times nano-euro per kilowatt-hour, in cents. */
function centsFor(energy: number, price: number): number {
  return Number(rdiv(BigInt(energy) * BigInt(price), MWH_NANO_PER_CENT))
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}
