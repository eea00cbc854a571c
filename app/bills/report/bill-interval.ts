/** The arithmetic of one interval, step by step down to the bytes: anybody can follow it by hand or with a program. */

import { encodePoint, encodeScalar, openingPointVartime, toHex } from '../../../crypto'
import type { BillInterval } from '../../contract'
import { toMilliwattHours } from '../../domain/energy'
import type { UtcSeconds } from '../../domain/interval'
import { encodeRecord, hashRecord } from '../../domain/meter/record'
import { rdiv } from '../../domain/money'
import type { ChainEntry } from '../../readings/chain-store'
import { ownLines } from '../checks/own-lines'
import { wronglyPriced } from '../checks/v13-prices'
import { registerOf } from '../documents/tariff-document'
import type { Evidence } from '../evidence'
import { type Section, sectionAt } from '../sections'
import type { PricedInterval } from '../sum-figures'
import { listedPriceAt } from '../tariff/index-price'
import { type MomentPrice, priceAt, priceOfComponent, windowIn } from '../tariff/price-at'

type Step = BillInterval['steps'][number]

/** Null when the household has no record that begins then. */
export function billInterval(evidence: Evidence, start: UtcSeconds): BillInterval | null {
  const { entries, unitExp } = evidence
  const entry = entries.find(
    ({ record }) => record.intervalStart <= start && start < record.intervalStart + record.seconds
  )
  if (!entry || unitExp === null) return null
  const { record, opening } = entry
  const section = evidence.reckoning && sectionAt(evidence.reckoning.sections, record)
  const index = section?.intervals?.findIndex((one) => one.record === record) ?? -1
  const placed = section?.intervals?.[index]
  const place = section && placed ? { section, interval: placed, index } : null
  const price = place && momentPrice(evidence, place)
  const billed = price && price.net + billedExcess(evidence, place)
  const fits = opening === null ? null : toHex(recomputed(entry)) === toHex(record.commitment)
  const cost = price && opening ? rdiv(opening.value * price.net, 10n ** BigInt(unitExp)) : null
  return {
    start: record.intervalStart,
    seconds: record.seconds,
    energy: opening && toMilliwattHours(opening.value, unitExp),
    cell: place ? (place.section.plan.cells[place.interval.placement.cell]?.name ?? null) : null,
    price: price && Number(price.net * 1000n),
    billedPrice: billed === null ? null : Number(billed * 1000n),
    cost: cost === null ? null : Number(cost),
    fits,
    steps: [
      ...recordSteps(evidence, entry),
      ...openingSteps(entry),
      ...(place ? priceSteps(evidence, place, opening?.value ?? null) : [])
    ].slice(0, 20)
  }
}

/** An interval in its section; `index` counts the section's intervals. */
type Place = { readonly section: Section; readonly interval: PricedInterval; readonly index: number }

function momentPrice({ list }: Evidence, { section, interval }: Place): MomentPrice | null {
  const listed = list?.state === 'held' ? list.document : null
  return priceAt(section.tariff, section.plan, listed, interval.record.intervalStart)
}

/** How much more than the tariff's price the bill takes for this interval, over all components. */
function billedExcess(evidence: Evidence, { section, interval, index }: Place): bigint {
  const { bill } = evidence
  const { date } = interval.placement
  let excess = 0n
  for (const match of ownLines(evidence, false)?.matched.matches ?? []) {
    const { billed, own } = match
    if (!own || own.price === null || billed.price === null || date < own.priceFrom || date > billed.last) continue
    const component = section.tariff.components.find(({ name }) => name === billed.component)
    const isMine =
      billed.kind === 'levy' || wronglyPriced(evidence, match).some(({ record }) => record === interval.record)
    if (!component || registerOf(component) !== section.plan.obis || !isMine) continue
    excess += billed.price - own.price
  }
  const listed = section.indexed ? bill.index?.prices[index] : undefined
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

function priceSteps(evidence: Evidence, place: Place, value: bigint | null): readonly Step[] {
  const { section, interval } = place
  const { tariff, plan } = section
  const { list } = evidence
  const { date, minute } = interval.placement
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const steps = [step('wall-clock', `${date} ${clock}`, { zone: plan.zone })]
  const cell = plan.cells[interval.placement.cell]
  for (const component of tariff.components) {
    if (registerOf(component) !== plan.obis || !cell) continue
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
    const window = windowIn(tariff, plan, cell, component)
    const price = priceOfComponent(component, window, date)
    steps.push(step('component-price', String(price ?? ''), { component: component.name, window: window?.name ?? '' }))
  }
  const total = momentPrice(evidence, place)?.net
  if (value === null || total === undefined) return steps
  return [...steps, step('cost', `${value} * ${total} = ${value * total}`)]
}

function step(code: string, value: string, params: Step['params'] = {}): Step {
  return { code, params, value: value.slice(0, 2000) }
}
