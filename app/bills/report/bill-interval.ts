/** The arithmetic of one interval, step by step down to the bytes: anybody can follow it by hand or with a program. */

import { encodePoint, encodeScalar, openingPointVartime, toHex } from '../../../crypto'
import type { BillInterval } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import type { UtcSeconds } from '../../domain/interval'
import { encodeRecord, hashRecord } from '../../domain/meter/record'
import { rdiv } from '../../domain/money'
import type { ChainEntry } from '../../readings/chain-store'
import { ownLines } from '../checks/own-lines'
import type { Evidence } from '../evidence'
import type { PricedInterval } from '../sum-figures'
import { listedPriceAt } from '../tariff/index-price'
import { type MomentPrice, priceAt } from '../tariff/price-at'
import { energyComponentsOf } from '../tariff/plan-period'
import { priceOn } from '../tariff/price-steps'

type Step = BillInterval['steps'][number]

/** Null when the household has no record that begins then. */
export function billInterval(evidence: Evidence, start: UtcSeconds): BillInterval | null {
  const index = evidence.entries.findIndex(
    ({ record }) => record.intervalStart <= start && start < record.intervalStart + record.seconds
  )
  const entry = evidence.entries[index]
  const genesis = evidence.chain?.genesis.genesis
  if (!entry || !genesis) return null
  const { record, opening } = entry
  const interval = evidence.reckoning?.intervals?.[index] ?? null
  const price = momentPrice(evidence, record.intervalStart)
  const billed = price && price.net + billedExcess(evidence, interval, index)
  const fits = opening === null ? null : toHex(recomputed(entry)) === toHex(record.commitment)
  const unit = 10n ** BigInt(genesis.unitExp)
  const cost = price && opening ? rdiv(opening.value * price.net, unit) : null
  return {
    start: record.intervalStart,
    seconds: record.seconds,
    energy: opening && toMilliwattHours(opening.value, genesis.unitExp),
    cell: interval ? (evidence.reckoning?.plan.cells[interval.placement.cell]?.name ?? null) : null,
    price: price && Number(price.net * 1000n),
    billedPrice: billed === null ? null : Number(billed * 1000n),
    cost: cost === null ? null : Number(cost),
    fits,
    steps: [
      ...recordSteps(evidence, entry),
      ...openingSteps(entry),
      ...priceSteps(evidence, interval, opening?.value ?? null)
    ].slice(0, 20)
  }
}

function momentPrice({ reckoning, list }: Evidence, start: UtcSeconds): MomentPrice | null {
  return reckoning && priceAt(reckoning.tariff, reckoning.plan, list?.state === 'held' ? list.document : null, start)
}

/** How much more than the tariff's price the bill takes for this interval, over all components. */
function billedExcess(evidence: Evidence, interval: PricedInterval | null, index: number): bigint {
  const { bill, reckoning } = evidence
  if (!interval || !reckoning) return 0n
  const components = energyComponentsOf(reckoning.tariff)
  const cell = reckoning.plan.cells[interval.placement.cell]
  let excess = 0n
  for (const { billed, own } of ownLines(evidence, false)?.matched.matches ?? []) {
    if (!own || own.price === null || billed.price === null || billed.kind === 'fixed-fee') continue
    const { date } = interval.placement
    const at = components.findIndex(({ name }) => name === billed.component)
    const window = at < 0 ? null : components[at]?.windows[cell?.windows[at] ?? -1]?.name
    if ((billed.window !== null && window !== billed.window) || date < own.priceFrom || date > billed.last) continue
    excess += billed.price - own.price
  }
  const listed = bill.index?.prices[index]
  return listed === undefined || interval.indexPrice === null ? excess : excess + listed - interval.indexPrice
}

function recordSteps({ sources }: Evidence, { record }: ChainEntry): readonly Step[] {
  return [
    step('record-bytes', toHex(encodeRecord(record)), { counter: record.counter, status: record.status }),
    step('record-hash', toHex(hashRecord(sources.primitives, record))),
    step('previous-hash', toHex(record.previousHash))
  ]
}

function openingSteps(entry: ChainEntry): readonly Step[] {
  const { record, opening } = entry
  if (!opening) return [step('commitment-recorded', toHex(record.commitment))]
  return [
    step('energy', opening.value.toString()),
    step('blinding', toHex(encodeScalar(opening.blinding))),
    step('commitment-recomputed', toHex(recomputed(entry))),
    step('commitment-recorded', toHex(record.commitment))
  ]
}

function recomputed({ opening }: ChainEntry): Uint8Array {
  return opening ? encodePoint(openingPointVartime(opening.value, opening.blinding)) : new Uint8Array(32)
}

function priceSteps(evidence: Evidence, interval: PricedInterval | null, value: bigint | null): readonly Step[] {
  const { reckoning, list } = evidence
  if (!reckoning || !interval) return []
  const { date, minute } = interval.placement
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const steps = [step('wall-clock', `${date} ${clock}`, { zone: reckoning.plan.zone })]
  const cell = reckoning.plan.cells[interval.placement.cell]
  let energyIndex = 0
  for (const component of reckoning.tariff.components) {
    if (component.kind === 'fixed-fee') continue
    if (component.kind === 'index') {
      const listed = list?.state === 'held' ? listedPriceAt(list.document, interval.record.intervalStart) : null
      const params = {
        component: component.name,
        listed: String(listed ?? ''),
        a: String(component.aNum),
        b: String(component.b)
      }
      steps.push(step('index-price', String(interval.indexPrice ?? ''), params))
      continue
    }
    const window = component.kind === 'energy' ? component.windows[cell?.windows[energyIndex++] ?? -1] : null
    const price = priceOn(window?.prices ?? (component.kind === 'levy' ? component.prices : []), date)
    steps.push(step('component-price', String(price ?? ''), { component: component.name, window: window?.name ?? '' }))
  }
  const total = momentPrice(evidence, interval.record.intervalStart)?.net
  if (value === null || total === undefined) return steps
  return [...steps, step('cost', `${value} * ${total} = ${value * total}`)]
}

function step(code: string, value: string, params: Step['params'] = {}): Step {
  return { code, params, value: value.slice(0, 2000) }
}
