/**
 * A billing period, cut where the tariff changes and by register: each section has one tariff, one register, its own
 * cells and its own sums. A bill is the lines of its sections; version 1 has exactly one.
 */

import type { LocalDate, TimeZone } from '../domain/calendar'
import { OBIS_DRAWN, type Obis } from '../domain/meter/meter'
import type { ChainEntry } from '../readings/chain-store'
import type { BillFigures, BilledPart } from './compute-bill'
import type { IndexList } from './documents/index-document'
import { type Tariff, registersOf } from './documents/tariff-document'
import { type Steps, slices } from './pause'
import { type OwnFigures, type PricedInterval, figureSums, indexComponentOf, intervalPricer } from './sum-figures'
import { type PeriodPlan, planPeriod } from './tariff/plan-period'

/** Days on which one accepted tariff holds. */
export type TariffPart = {
  readonly hash: string
  readonly tariff: Tariff
  readonly first: LocalDate
  readonly last: LocalDate
}

export type SectionPlan = {
  /** Position of its part. */
  readonly part: number
  readonly tariff: Tariff
  readonly plan: PeriodPlan
  readonly indexed: boolean
}

export type Section = SectionPlan & {
  /** One per record, in order; null when some record has no place or price. */
  readonly intervals: readonly PricedInterval[] | null
  /** Null while openings are missing. True only if V8, V9 and V11 hold. */
  readonly own: OwnFigures | null
}

/** In the order of the RESPONSE: by part, energy drawn before energy fed in. */
export function planSections(parts: readonly TariffPart[], zone: TimeZone): readonly SectionPlan[] {
  return parts.flatMap(({ tariff, first, last }, part) =>
    registersOf(tariff).map((obis) => ({
      part,
      tariff,
      plan: planPeriod(tariff, zone, first, last, obis),
      indexed: hasIndexOn(tariff, obis)
    }))
  )
}

/**
 * @param entries of all meters of the period.
 * @param sealed  whether readings are not to be looked at.
 */
export function* fillSection(
  section: SectionPlan,
  list: IndexList | null,
  entries: readonly ChainEntry[],
  sealed: boolean
): Steps<Section> {
  const { tariff, plan, indexed } = section
  const price = intervalPricer(tariff, plan, list)
  const sums = figureSums(plan, indexed)
  const intervals: PricedInterval[] = []
  let isWhole = true
  yield* slices(entries, (entry) => {
    if (!isWhole || !isIn(plan, entry.record.obis, entry.record.intervalStart)) return
    const interval = price(entry)
    isWhole = interval !== null
    if (!interval) return
    intervals.push(interval)
    if (!sealed) sums.add(interval)
  })
  return isWhole
    ? { ...section, intervals, own: sealed ? null : sums.figures() }
    : { ...section, intervals: null, own: null }
}

/** The parts with the figures of their sections. @param figuresOf null makes zeros. */
export function billedParts(
  parts: readonly TariffPart[],
  sections: readonly SectionPlan[],
  figuresOf: (index: number) => BillFigures | null
): readonly BilledPart[] {
  return parts.map(({ tariff, first, last }, part) => ({
    tariff,
    first,
    last,
    sections: sections.flatMap((section, index) =>
      section.part === part ? [{ plan: section.plan, figures: figuresOf(index) ?? zerosOf(section) }] : []
    )
  }))
}

/** Registers that some tariff counts; energy drawn where no tariff is here to say. */
export function countedRegisters(parts: readonly Pick<TariffPart, 'tariff'>[]): ReadonlySet<Obis> {
  return new Set(parts.length === 0 ? [OBIS_DRAWN] : parts.flatMap(({ tariff }) => registersOf(tariff)))
}

/** The section in which an interval lies. */
export function sectionAt<One extends SectionPlan>(
  sections: readonly One[],
  record: { readonly obis: Obis; readonly intervalStart: number }
): One | null {
  return sections.find(({ plan }) => isIn(plan, record.obis, record.intervalStart)) ?? null
}

/** Names of the tariffs in the RESPONSE and in the index of documents: their hashes, one after the other. */
export function tariffNames(parts: readonly Pick<TariffPart, 'hash'>[]): string {
  return parts.map(({ hash }) => hash).join('')
}

function isIn({ obis, period }: PeriodPlan, register: Obis, time: number): boolean {
  return obis === register && time >= period.start && time < period.end
}

function zerosOf({ plan, indexed }: SectionPlan): BillFigures {
  return { cells: plan.cells.map(() => 0n), indexAmount: indexed ? 0n : null }
}

/** The listed price is one of energy drawn. */
function hasIndexOn(tariff: Tariff, obis: Obis): boolean {
  return obis === OBIS_DRAWN && indexComponentOf(tariff) !== null
}
