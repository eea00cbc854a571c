/** Reads Green Button files as a stream: an Atom feed of entries, each with links and one resource of ESPI. */

import { AppError } from '../../../app-error'
import { type GrowingList, sliceOf } from '../lists/item-list'
import { type XmlHandler, type XmlNode, createXmlReader } from '../xml/read-xml'
import { child, smallNumber, textAt, wholeNumber } from '../xml/xml-node'
import type {
  EspiBlock,
  EspiClock,
  EspiDocument,
  EspiLinks,
  EspiMeterReading,
  EspiReading,
  EspiReadingType,
  EspiUsagePoint
} from './espi-document'
import { createEspiReadings } from './packed-readings'

const CONTAINERS: ReadonlySet<string> = new Set(['feed', 'entry', 'content', 'IntervalBlock'])
const MAX_READINGS = 1_100_000
/** A year of days has 366 blocks. */
const MAX_ENTRIES = 40_000
/** Usage points, meter readings and types, each. */
const MAX_RESOURCES = 500
/** 2000-01-01 to 2100-01-01 UTC. */
const FIRST_TIME = 946_684_800
const LAST_TIME = 4_102_444_800
const MAX_SECONDS = 5 * 366 * 86_400

/** `from`: place of its first reading. */
type OpenBlock = { interval: XmlNode | null; readonly from: number; to: number }

type Growing = {
  readonly usagePoints: EspiUsagePoint[]
  readonly meterReadings: EspiMeterReading[]
  readonly types: EspiReadingType[]
  readonly blocks: EspiBlock[]
  clock: EspiClock
  /** The entry that is open: links may stand behind the content. */
  links: XmlNode[]
  resources: XmlNode[]
  open: OpenBlock[]
  entries: number
  /** Of all blocks, in the order of the file. */
  readonly readings: GrowingList<EspiReading>
}

/** @throws AppError xml-…; espi-time, espi-value, espi-type, espi-multiplier { line }; file-too-many-rows { limit }. */
export async function decodeEspi(bytes: AsyncIterable<Uint8Array>): Promise<EspiDocument> {
  const growing: Growing = {
    usagePoints: [],
    meterReadings: [],
    types: [],
    blocks: [],
    clock: null,
    links: [],
    resources: [],
    open: [],
    entries: 0,
    readings: createEspiReadings()
  }
  const reader = createXmlReader(handlerOf(growing))
  for await (const chunk of bytes) reader.write(chunk)
  reader.end()
  const { usagePoints, meterReadings, types, blocks, clock } = growing
  return { usagePoints, meterReadings, types, blocks, clock }
}

function handlerOf(growing: Growing): XmlHandler {
  return {
    isContainer: (name) => CONTAINERS.has(name),
    open: (name, line) => {
      if (name === 'entry') Object.assign(growing, { links: [], resources: [], open: [] })
      if (name !== 'IntervalBlock') return
      growing.entries += 1
      if (growing.entries > MAX_ENTRIES) throw refused('espi-type', line)
      const from = growing.readings.length
      growing.open.push({ interval: null, from, to: from })
    },
    node: (node) => takeNode(growing, node),
    close: (name) => {
      if (name === 'entry') closeEntry(growing)
    }
  }
}

function takeNode(growing: Growing, node: XmlNode): void {
  const block = growing.open.at(-1)
  if (node.name === 'IntervalReading' && block) {
    if (growing.readings.length >= MAX_READINGS) throw new AppError('file-too-many-rows', { limit: MAX_READINGS })
    growing.readings.push(readingOf(node))
    block.to = growing.readings.length
  } else if (node.name === 'interval' && block) block.interval = node
  else if (node.name === 'link') growing.links.push(node)
  else if (RESOURCES.has(node.name)) growing.resources.push(node)
}

const RESOURCES: ReadonlySet<string> = new Set(['UsagePoint', 'MeterReading', 'ReadingType', 'LocalTimeParameters'])

function closeEntry(growing: Growing): void {
  growing.entries += 1
  if (growing.entries > MAX_ENTRIES) throw refused('espi-type', growing.links[0]?.line ?? 1)
  const links = linksOf(growing.links)
  for (const node of growing.resources) {
    if (node.name === 'UsagePoint') {
      growing.usagePoints.push({ links, kind: optional(textAt(node, 'ServiceCategory', 'kind')) })
    } else if (node.name === 'MeterReading') {
      const inside = child(node, 'ReadingType')
      growing.meterReadings.push({ links, type: inside ? typeOf(inside, links) : null })
    } else if (node.name === 'ReadingType') growing.types.push(typeOf(node, links))
    else growing.clock ??= clockOf(node)
    const { usagePoints, meterReadings, types } = growing
    if (Math.max(usagePoints.length, meterReadings.length, types.length) > MAX_RESOURCES) {
      throw refused('espi-type', node.line)
    }
  }
  for (const { interval, from, to } of growing.open) {
    const start = optional(interval ? textAt(interval, 'start') : undefined)
    const seconds = optional(interval ? textAt(interval, 'duration') : undefined)
    growing.blocks.push({ links, start, seconds, readings: sliceOf(growing.readings, from, to) })
  }
}

function linksOf(nodes: readonly XmlNode[]): EspiLinks {
  const of = (rel: string): string[] =>
    nodes
      .filter(({ attributes }) => attributes['rel'] === rel)
      .map(({ attributes }) => (attributes['href'] ?? '').trim().replace(/\/+$/u, ''))
      .filter((href) => href !== '')
  return { self: of('self')[0] ?? '', up: of('up')[0] ?? '', related: of('related') }
}

function readingOf(node: XmlNode): EspiReading {
  const start = smallNumber(textAt(node, 'timePeriod', 'start'), FIRST_TIME, LAST_TIME)
  const seconds = smallNumber(textAt(node, 'timePeriod', 'duration'), 0, MAX_SECONDS)
  if (start === undefined || seconds === undefined) throw refused('espi-time', node.line)
  const value = wholeNumber(textAt(node, 'value'))
  if (value === undefined) throw refused('espi-value', node.line)
  // Not in the standard: a utility that writes one here means something else by the type's.
  if (child(node, 'powerOfTenMultiplier')) throw refused('espi-multiplier', node.line)
  return { start, seconds, value, quality: optional(textAt(node, 'ReadingQuality', 'quality')), line: node.line }
}

function typeOf(node: XmlNode, links: EspiLinks): EspiReadingType {
  const text = (name: string): string | undefined => textAt(node, name)
  const powerText = text('powerOfTenMultiplier')
  const power = powerText === undefined || powerText === '' ? 0 : smallNumber(powerText, -12, 12)
  if (power === undefined) throw refused('espi-type', node.line)
  return {
    links,
    unit: optional(text('uom')),
    power,
    flow: optional(text('flowDirection')),
    accumulation: optional(text('accumulationBehaviour')),
    commodity: optional(text('commodity')),
    seconds: optional(text('intervalLength')),
    quality: optional(text('defaultQuality')),
    line: node.line
  }
}

function clockOf(node: XmlNode): EspiClock {
  const offset = smallNumber(textAt(node, 'tzOffset'), -86_400, 86_400)
  const summer = smallNumber(textAt(node, 'dstOffset'), -86_400, 86_400)
  const begins = textAt(node, 'dstStartRule') ?? ''
  return offset === undefined ? null : { offset, summer: summer ?? 0, begins }
}

/** Null where absent, empty or no number that a code or a length can be. */
function optional(text: string | undefined): number | null {
  return smallNumber(text, 0, LAST_TIME) ?? null
}

function refused(code: string, line: number): AppError {
  return new AppError(code, { line })
}
