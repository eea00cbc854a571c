/** What a list of a Green Button file is: energy of one direction, or something that is left out with a word. */

import type { Direction } from '../../../domain/energy'
import type { EspiList } from './link-lists'

const WATT_HOURS = 72
/** AccumulationKind: none, delta, summation. Bulk and cumulative are register totals, not energy of an interval. */
const INTERVAL_KINDS: readonly (number | null)[] = [null, 0, 4, 9]
const COMMODITIES: Readonly<Record<number, OtherCommodity>> = { 1: 'gas', 2: 'water', 4: 'heat' }
/** CommodityKind of a ReadingType that is not electricity. */
const TYPE_COMMODITIES: Readonly<Record<number, OtherCommodity>> = { 7: 'gas', 8: 'heat', 9: 'water' }
const ELECTRICITY_KINDS = [1, 2]

export type OtherCommodity = 'gas' | 'water' | 'heat' | 'other'

export type ListVerdict =
  | { readonly direction: Direction; readonly isAssumed: boolean }
  | { readonly leftOut: 'other-commodity'; readonly commodity: OtherCommodity }
  | {
      readonly leftOut: 'type-unclear' | 'unit' | 'accumulation' | 'net' | 'direction'
      /** Code of the unit, of the accumulation or of the flow in question; 0 where there is none. */
      readonly detail: number
    }

export function judgeList({ usagePoint, type }: EspiList): ListVerdict {
  const commodity = commodityOf(usagePoint?.kind ?? null, type?.commodity ?? null)
  if (commodity !== 'electricity') return { leftOut: 'other-commodity', commodity }
  if (!type) return { leftOut: 'type-unclear', detail: 0 }
  if (type.unit !== WATT_HOURS) return { leftOut: 'unit', detail: type.unit ?? 0 }
  if (!INTERVAL_KINDS.includes(type.accumulation)) return { leftOut: 'accumulation', detail: type.accumulation ?? 0 }
  if (type.flow === 1) return { direction: 'drawn', isAssumed: false }
  if (type.flow === 19) return { direction: 'fed-in', isAssumed: false }
  if (type.flow === null || type.flow === 0) return { direction: 'drawn', isAssumed: true }
  return { leftOut: type.flow === 4 ? 'net' : 'direction', detail: type.flow }
}

/** The service's word first, else the type's; a file that says neither is taken for what the unit then decides. */
function commodityOf(kind: number | null, commodity: number | null): OtherCommodity | 'electricity' {
  if (kind !== null && kind !== 0) return COMMODITIES[kind] ?? 'other'
  if (commodity === null || commodity === 0 || ELECTRICITY_KINDS.includes(commodity)) return 'electricity'
  return TYPE_COMMODITIES[commodity] ?? 'other'
}
