/** Makes the body of a bill from what the household has opened; a pure function of documents and numbers. */

import { type BillFigures, computeParts } from '../../app/bills/compute-bill'
import type { Bill, SettlementItem } from '../../app/bills/documents/bill-document'
import type { IndexList } from '../../app/bills/documents/index-document'
import type { IndexComponent } from '../../app/bills/documents/tariff-document'
import type { HeldContract } from '../../app/bills/evidence'
import type { BillingResponse } from '../../app/bills/response-bytes'
import { type SectionPlan, type TariffPart, billedParts, planSections } from '../../app/bills/sections'
import { agreedCredits, agreedInstalments } from '../../app/bills/settlement'
import { indexComponentOf } from '../../app/bills/sum-figures'
import type { RecordDelivery } from '../../app/bills/supplier-link'
import { indexPriceAt } from '../../app/bills/tariff/index-price'
import { type LocalDate, localDateAt } from '../../app/domain/calendar'
import type { UnitExponent } from '../../app/domain/energy'
import { toUtcSeconds } from '../../app/domain/interval'
import { chainKey, OBIS_DRAWN } from '../../app/domain/meter/meter'
import { encodeGenesis } from '../../app/domain/meter/genesis'
import { encodeHead } from '../../app/domain/meter/record'
import { toCents } from '../../app/domain/money'

export type BillMaterial = {
  readonly contract: HeldContract
  /** The accepted tariffs of the period: their windows are the cells that were opened. */
  readonly parts: readonly TariffPart[]
  /** The same with the prices this supplier's program computes with, unless somebody fed it a wrong table. */
  readonly priced: readonly TariffPart[]
  readonly list: IndexList | null
  readonly response: BillingResponse
  /** SHA-256 of the RESPONSE bytes. */
  readonly responseHash: string
  /** One per meter of the response. */
  readonly deliveries: readonly RecordDelivery[]
  /** Hashes of the statements by which meters of the period were installed. */
  readonly exchanges: readonly string[]
  readonly unitExp: UnitExponent
  readonly number: string
  readonly replaces: string | null
  readonly issued: LocalDate
  /** What is left over from bills before. */
  readonly carried: readonly SettlementItem[]
}

export function issueBill(material: BillMaterial): Bill {
  const { contract, parts, priced, response, unitExp } = material
  const { document: terms } = contract
  const { period } = response
  const days = {
    first: localDateAt(period.start, terms.zone),
    last: localDateAt(toUtcSeconds(period.end - 1), terms.zone)
  }
  const sections = planSections(parts, terms.zone)
  const figures = figuresOf(material, sections)
  const { lines, taxes, total } = computeParts(
    billedParts(priced, sections, (index) => figures[index] ?? null),
    unitExp
  )
  const settlement = [...agreedCredits(parts), ...agreedInstalments(terms, days), ...material.carried]
  const [tariff, ...later] = parts
  return {
    number: material.number,
    replaces: material.replaces,
    contract: terms.id,
    supplier: terms.supplier.name,
    currency: terms.currency,
    issued: material.issued,
    period,
    segments: response.segments.map((segment) => ({
      ...segment.chain,
      ...statementsOf(material, chainKey(segment.chain), segment.first, segment.last)
    })),
    registers: [],
    unitExp,
    tariff: tariff?.hash ?? '',
    response: material.responseHash,
    cells: response.cells.map(({ name, energy }) => ({ name, energy })),
    index: indexPart(material, figures, sections),
    rounding: priced[0]?.tariff.rounding ?? 'per-line',
    lines: lines.map(({ shared: _shared, ...line }) => line),
    taxes: [...taxes],
    total,
    laterTariffs: later.map(({ hash, first }) => ({ hash, from: first })),
    exchanges: [...material.exchanges],
    settlement,
    due: toCents(settlement.reduce((sum, { cents }) => sum + cents, total as bigint))
  }
}

/** @throws RangeError where the meter's records are not there: the response was held against them before. */
function statementsOf(
  { deliveries }: BillMaterial,
  chain: string,
  first: number,
  last: number
): Pick<Bill['segments'][number], 'anchor' | 'first' | 'last' | 'head'> {
  const delivery = deliveries.find(({ head }) => chainKey(head.head) === chain)
  if (!delivery) throw new RangeError('response: no records of a meter')
  const { anchor, head } = delivery
  return {
    anchor: {
      bytes: 'genesis' in anchor ? encodeGenesis(anchor.genesis) : encodeHead(anchor.head),
      sig: anchor.signature
    },
    first,
    last,
    head: { bytes: encodeHead(head.head), sig: head.signature }
  }
}

/** With another surcharge than the accepted one, T moves by the difference times E: both are known from the opening. */
function figuresOf(
  { parts, priced, response }: BillMaterial,
  sections: readonly SectionPlan[]
): readonly BillFigures[] {
  let cell = 0
  return sections.map(({ part, plan, indexed }) => {
    const cells = response.cells.slice(cell, cell + plan.cells.length).map(({ energy }) => energy)
    cell += cells.length
    const opened = indexed ? (response.amounts[0]?.amount ?? null) : null
    const surchargeOf = (one: TariffPart | undefined): bigint => (one ? (indexComponentOf(one.tariff)?.b ?? 0n) : 0n)
    const surcharge = surchargeOf(priced[part]) - surchargeOf(parts[part])
    const energy = cells.reduce((sum, one) => sum + one, 0n)
    return { cells, indexAmount: opened === null ? null : opened + surcharge * energy }
  })
}

function indexPart(
  { priced, list, response, deliveries }: BillMaterial,
  figures: readonly BillFigures[],
  sections: readonly SectionPlan[]
): Bill['index'] {
  const at = sections.findIndex(({ indexed }) => indexed)
  const part = priced[sections[at]?.part ?? -1]
  const component = part && indexComponentOf(part.tariff)
  const amount = figures[at]?.indexAmount ?? null
  if (!component || !list || response.listHash === null || amount === null) return null
  return {
    list: response.listHash,
    aNum: component.aNum,
    b: component.b,
    amount,
    prices: pricesOf(component, list, deliveries)
  }
}

/** @throws RangeError where the list has no price: the response was checked against it before. */
function pricesOf(
  component: IndexComponent,
  list: IndexList,
  deliveries: readonly RecordDelivery[]
): NonNullable<Bill['index']>['prices'] {
  const records = deliveries.flatMap((delivery) => delivery.records).filter(({ obis }) => obis === OBIS_DRAWN)
  return records.map(({ intervalStart }) => {
    const price = indexPriceAt(list, component, intervalStart)
    if (price === null) throw new RangeError('index list: no price for an interval')
    return price
  })
}
