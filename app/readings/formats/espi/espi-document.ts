/** What a Green Button file says (NAESB REQ.21 ESPI): entries of an Atom feed that point to each other by their links. */

import type { ItemList } from '../lists/item-list'

/** Energy or another quantity of [start, start + seconds). */
export type EspiReading = {
  /** Seconds since 1970 UTC. */
  readonly start: number
  readonly seconds: number
  /** In units of the list's ReadingType. */
  readonly value: bigint
  /** QualityOfReading; null where the reading has none. */
  readonly quality: number | null
  readonly line: number
}

export type EspiLinks = {
  readonly self: string
  readonly up: string
  readonly related: readonly string[]
}

export type EspiReadingType = {
  readonly links: EspiLinks
  /** UnitSymbolKind: 72 is Wh, 38 W, 119 ft³, 169 therm; null where absent. */
  readonly unit: number | null
  readonly power: number
  /** 1 delivered, 4 net, 19 received; null where absent. */
  readonly flow: number | null
  /** 4 delta, 1 bulk, 3 cumulative, 12 instantaneous; null where absent. */
  readonly accumulation: number | null
  /** 1 and 2 electricity, 7 gas; null where absent. */
  readonly commodity: number | null
  readonly seconds: number | null
  readonly quality: number | null
  readonly line: number
}

export type EspiMeterReading = {
  readonly links: EspiLinks
  /** Some files put it inside. */
  readonly type: EspiReadingType | null
}

export type EspiUsagePoint = {
  readonly links: EspiLinks
  /** ServiceCategory: 0 electricity, 1 gas, 2 water, 4 heat; null where absent. */
  readonly kind: number | null
}

export type EspiBlock = {
  readonly links: EspiLinks
  /** Of `interval`; null where absent. */
  readonly start: number | null
  readonly seconds: number | null
  readonly readings: ItemList<EspiReading>
}

/** Offsets in seconds, and when summer time begins (DstRuleType); null where the file has no LocalTimeParameters. */
export type EspiClock = { readonly offset: number; readonly summer: number; readonly begins: string } | null

export type EspiDocument = {
  readonly usagePoints: readonly EspiUsagePoint[]
  readonly meterReadings: readonly EspiMeterReading[]
  readonly types: readonly EspiReadingType[]
  readonly blocks: readonly EspiBlock[]
  readonly clock: EspiClock
}
