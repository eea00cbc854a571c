/** Which blocks belong to which meter, as what: follows the links of a Green Button feed, the way real files have them. */

import type {
  EspiBlock,
  EspiDocument,
  EspiLinks,
  EspiMeterReading,
  EspiReadingType,
  EspiUsagePoint
} from './espi-document'

/** Blocks of one MeterReading. */
export type EspiList = {
  readonly usagePoint: EspiUsagePoint | null
  /** Null where no ReadingType is found, or where two that differ have the same address. */
  readonly type: EspiReadingType | null
  readonly blocks: readonly EspiBlock[]
}

export type LinkedLists = {
  readonly lists: readonly EspiList[]
  /** Usage points and meter readings that the file names without a single reading. */
  readonly empty: number
}

export function linkLists(document: EspiDocument): LinkedLists {
  const { meterReadings, usagePoints, blocks } = document
  const byReading = new Map<EspiMeterReading | null, EspiBlock[]>()
  for (const block of blocks) {
    const reading = ownerOf(block.links, meterReadings) ?? null
    byReading.set(reading, [...(byReading.get(reading) ?? []), block])
  }
  const lists = [...byReading].map(([reading, own]) => ({
    usagePoint: (reading && usagePointOf(reading, usagePoints)) ?? only(usagePoints),
    type: typeOf(reading, document),
    blocks: own
  }))
  const used = new Set(lists.map(({ usagePoint }) => usagePoint))
  const unread = meterReadings.filter((reading) => !byReading.has(reading)).length
  return { lists, empty: unread + usagePoints.filter((one) => !used.has(one)).length }
}

/** By the list's address, as the standard has it; by the block's own; by what the addresses begin with. */
function ownerOf({ self, up }: EspiLinks, readings: readonly EspiMeterReading[]): EspiMeterReading | null {
  return (
    readings.find(({ links }) => links.related.includes(up) || links.related.includes(self)) ??
    readings.find(({ links }) => isBelow(up, links.self) || isBelow(self, links.self)) ??
    only(readings)
  )
}

function usagePointOf({ links }: EspiMeterReading, points: readonly EspiUsagePoint[]): EspiUsagePoint | undefined {
  return (
    points.find((one) => isBelow(links.self, one.links.self)) ??
    points.find(({ links: { related } }) => related.includes(links.self) || related.includes(links.up))
  )
}

function typeOf(reading: EspiMeterReading | null, { types }: EspiDocument): EspiReadingType | null {
  if (reading?.type) return reading.type
  const found = types.filter(({ links }) => reading?.links.related.includes(links.self))
  const [first] = found
  if (!first) return only(types)
  return found.every((one) => isSame(one, first)) ? first : null
}

function isSame(one: EspiReadingType, other: EspiReadingType): boolean {
  const parts = ['unit', 'power', 'flow', 'accumulation', 'commodity', 'seconds', 'quality'] as const
  return parts.every((part) => one[part] === other[part])
}

function isBelow(address: string, parent: string): boolean {
  return parent !== '' && (address === parent || address.startsWith(`${parent}/`))
}

function only<Value>(values: readonly Value[]): Value | null {
  return values.length === 1 ? (values[0] ?? null) : null
}
