/** Makes the body of a bill from what the household has opened; a pure function of documents and numbers. */

import { type BillFigures, computeBill } from '../../app/bills/compute-bill'
import type { Bill } from '../../app/bills/documents/bill-document'
import type { IndexList } from '../../app/bills/documents/index-document'
import type { IndexComponent, Tariff } from '../../app/bills/documents/tariff-document'
import type { HeldContract } from '../../app/bills/evidence'
import type { BillingResponse } from '../../app/bills/response-bytes'
import { indexComponentOf } from '../../app/bills/sum-figures'
import type { RecordDelivery } from '../../app/bills/supplier-link'
import { indexPriceAt } from '../../app/bills/tariff/index-price'
import { planPeriod } from '../../app/bills/tariff/plan-period'
import { type LocalDate, localDateAt } from '../../app/domain/calendar'
import type { UnitExponent } from '../../app/domain/energy'
import { toUtcSeconds } from '../../app/domain/interval'
import { encodeGenesis } from '../../app/domain/meter/genesis'
import { encodeHead } from '../../app/domain/meter/record'

export type BillMaterial = {
  readonly contract: HeldContract
  /** The accepted tariff: its windows are the cells that were opened. */
  readonly tariff: Tariff
  /** The prices this supplier's program computes with; the accepted tariff unless somebody fed it a wrong table. */
  readonly priced: Tariff
  readonly list: IndexList | null
  readonly response: BillingResponse
  /** SHA-256 of the RESPONSE bytes. */
  readonly responseHash: string
  readonly delivery: RecordDelivery
  readonly unitExp: UnitExponent
  readonly number: string
  readonly replaces: string | null
  readonly issued: LocalDate
}

export function issueBill(material: BillMaterial): Bill {
  const { contract, tariff, priced, response, delivery, unitExp } = material
  const { document: terms } = contract
  const { period } = response
  const first = localDateAt(period.start, terms.zone)
  const last = localDateAt(toUtcSeconds(period.end - 1), terms.zone)
  const plan = planPeriod(tariff, terms.zone, first, last)
  const figures = figuresOf(material)
  const { lines, taxes, total } = computeBill(priced, plan, figures, unitExp)
  const segment = response.segments[0]
  if (!segment) throw new RangeError('response: no segment')
  const { anchor, head } = delivery
  return {
    number: material.number,
    replaces: material.replaces,
    contract: terms.id,
    supplier: terms.supplier.name,
    currency: terms.currency,
    issued: material.issued,
    period,
    segments: [
      {
        ...segment.chain,
        anchor: {
          bytes: 'genesis' in anchor ? encodeGenesis(anchor.genesis) : encodeHead(anchor.head),
          sig: anchor.signature
        },
        first: segment.first,
        last: segment.last,
        head: { bytes: encodeHead(head.head), sig: head.signature }
      }
    ],
    registers: [],
    unitExp,
    tariff: response.tariffHash,
    response: material.responseHash,
    cells: response.cells.map(({ name, energy }) => ({ name, energy })),
    index: indexPart(material, figures),
    rounding: priced.rounding,
    lines: lines.map(({ shared: _shared, ...line }) => line),
    taxes: [...taxes],
    total
  }
}

/** With another surcharge than the accepted one, T moves by the difference times E: both are known from the opening. */
function figuresOf({ tariff, priced, response }: BillMaterial): BillFigures {
  const cells = response.cells.map(({ energy }) => energy)
  const opened = response.amounts[0]?.amount ?? null
  const surcharge = (indexComponentOf(priced)?.b ?? 0n) - (indexComponentOf(tariff)?.b ?? 0n)
  const energy = cells.reduce((sum, cell) => sum + cell, 0n)
  return { cells, indexAmount: opened === null ? null : opened + surcharge * energy }
}

function indexPart({ priced, list, response, delivery }: BillMaterial, figures: BillFigures): Bill['index'] {
  const component = indexComponentOf(priced)
  if (!component || !list || response.listHash === null || figures.indexAmount === null) return null
  return {
    list: response.listHash,
    aNum: component.aNum,
    b: component.b,
    amount: figures.indexAmount,
    prices: pricesOf(component, list, delivery)
  }
}

/** @throws RangeError where the list has no price: the response was checked against it before. */
function pricesOf(
  component: IndexComponent,
  list: IndexList,
  { records }: RecordDelivery
): NonNullable<Bill['index']>['prices'] {
  return records.map(({ intervalStart }) => {
    const price = indexPriceAt(list, component, intervalStart)
    if (price === null) throw new RangeError('index list: no price for an interval')
    return price
  })
}
