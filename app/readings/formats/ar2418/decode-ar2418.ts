/** Reads files of VDE-AR-N 2418-6, versions 1.2 to 1.4, as a stream. */

import { AppError } from '../../../app-error'
import { toUtcSeconds } from '../../../domain/interval'
import { type GrowingList, numbersOf, sliceOf } from '../lists/item-list'
import { readXmlDateTime } from '../xml/xml-date-time'
import { type XmlHandler, type XmlNode, createXmlReader } from '../xml/read-xml'
import { child, smallNumber, textAt, wholeNumber } from '../xml/xml-node'
import type { Ar2418Document, PtbStatus, RegisterBlock, RegisterList, RegisterReading } from './ar2418-document'
import { readObisCode } from './obis-code'
import { statusOfFnn } from './fnn-status'
import { createRegisterReadings } from './packed-readings'

export const AR2418_NAMESPACE = 'http://vde.de/AR_2418-6.xsd'

const CONTAINERS: ReadonlySet<string> = new Set(['UsagePoints', 'UsagePoint', 'MeterReading', 'IntervalBlock'])
/** A year of minutes in both directions. */
const MAX_READINGS = 1_100_000
/** Lists of one file: registers times tariff stages times meters. */
const MAX_LISTS = 200
/** Longest stretch of one block. */
const MAX_SECONDS = 20 * 366 * 86_400
/** In statusVendor: this program's word for a value that its source estimated, which PTB's status has none for. */
export const ESTIMATE = 'wattveil-estimated'
/** In description: this program's word for a register that counts from the start of the file, not of the meter. */
export const SINCE_START = 'wattveil: counted since the start of this file'

type Growing = {
  readonly lists: RegisterList[]
  profile: XmlNode | null
  /** The MeterReading that is open: its small parts and its readings. */
  parts: Map<string, XmlNode>
  blocks: RegisterBlock[]
  /** The IntervalBlock that is open. */
  interval: XmlNode | null
  /** Place of its first reading. */
  from: number
  /** Of all lists, in the order of the file. */
  readonly readings: GrowingList<RegisterReading>
  line: number
}

/**
 * @throws AppError xml-…; ar2418-readings, ar2418-meter, ar2418-register, ar2418-unit, ar2418-value, ar2418-time,
 * ar2418-status { line }; file-too-many-rows { limit }.
 */
export async function decodeAr2418(bytes: AsyncIterable<Uint8Array>): Promise<Ar2418Document> {
  const growing: Growing = {
    lists: [],
    profile: null,
    parts: new Map(),
    blocks: [],
    interval: null,
    from: 0,
    readings: createRegisterReadings(),
    line: 0
  }
  const reader = createXmlReader(handlerOf(growing))
  for await (const chunk of bytes) reader.write(chunk)
  reader.end()
  return { lists: growing.lists, profile: growing.profile }
}

function handlerOf(growing: Growing): XmlHandler {
  return {
    isContainer: (name, namespace) => namespace === AR2418_NAMESPACE && CONTAINERS.has(name),
    open: (name, line) => {
      if (name === 'MeterReading') Object.assign(growing, { parts: new Map(), blocks: [], line })
      if (name === 'IntervalBlock') Object.assign(growing, { interval: null, from: growing.readings.length })
    },
    node: (node) => {
      if (node.name === 'IntervalReading') addReading(growing, node)
      else if (node.name === 'interval') growing.interval = node
      else if (node.name === 'AnalysisProfile') growing.profile ??= node
      else if (node.name !== 'LogEntry') growing.parts.set(node.name, node)
    },
    close: (name, line) => {
      if (name === 'IntervalBlock') growing.blocks.push(blockOf(growing, line))
      if (name !== 'MeterReading') return
      if (growing.lists.length >= MAX_LISTS) throw refused('ar2418-readings', growing.line)
      growing.lists.push(listOf(growing))
    }
  }
}

function addReading(growing: Growing, node: XmlNode): void {
  if (growing.readings.length >= MAX_READINGS) throw new AppError('file-too-many-rows', { limit: MAX_READINGS })
  growing.readings.push(readingOf(node))
}

function readingOf(node: XmlNode): RegisterReading {
  const value = wholeNumber(textAt(node, 'value'))
  if (value === undefined || value < 0n) throw refused('ar2418-value', node.line)
  const capturedText = textAt(node, 'timePeriod', 'start')
  const captured = readXmlDateTime(capturedText)
  const targetText = textAt(node, 'targetTime')
  // Most are taken on time, and reading the same words twice is a tenth of an import.
  const target = targetText === capturedText ? captured : readXmlDateTime(targetText)
  if (!captured || (targetText !== undefined && !target)) throw refused('ar2418-time', node.line)
  return {
    captured: captured.time,
    target: target?.time ?? null,
    offset: captured.offset,
    value,
    status: statusOf(node),
    isEstimate: textAt(node, 'statusVendor') === ESTIMATE,
    line: node.line
  }
}

function statusOf(node: XmlNode): PtbStatus {
  const text = textAt(node, 'statusPTB')
  if (text !== undefined) {
    const status = smallNumber(text, 0, 4)
    if (status === undefined) throw refused('ar2418-status', node.line)
    return status as PtbStatus
  }
  const word = textAt(node, 'statusFNN')
  if (word === undefined || word === '') return 0
  const status = statusOfFnn(word)
  if (status === undefined) throw refused('ar2418-status', node.line)
  return status
}

/** A block without its interval reaches from its first reading to its last. */
function blockOf({ interval, readings: all, from }: Growing, line: number): RegisterBlock {
  const readings = sliceOf(all, from, all.length)
  if (!interval) {
    const times = numbersOf(readings, ({ captured }) => captured).sort()
    return { start: toUtcSeconds(times.at(0) ?? 0), end: toUtcSeconds(times.at(-1) ?? 0), readings }
  }
  const start = readXmlDateTime(textAt(interval, 'start'))
  const seconds = smallNumber(textAt(interval, 'duration') ?? '0', 0, MAX_SECONDS)
  if (!start || seconds === undefined) throw refused('ar2418-time', line)
  return { start: start.time, end: toUtcSeconds(start.time + seconds), readings }
}

function listOf({ parts, blocks, line }: Growing): RegisterList {
  const type = parts.get('ReadingType')
  const meter = parts.get('Meter')
  const meterId = meter && textAt(meter, 'meterId')
  if (!type) throw refused('ar2418-register', line)
  if (!meterId) throw refused('ar2418-meter', line)
  const obis = readObisCode(textAt(type, 'obisCode'))
  if (!obis) throw refused('ar2418-register', type.line)
  const unit = smallNumber(textAt(type, 'uom'), 0, 255)
  const power = powerOf(type)
  if (unit === undefined || power === undefined) throw refused('ar2418-unit', type.line)
  return {
    meterId,
    obis,
    isOriginal: isOriginal(textAt(type, 'qualifiedLogicalName') ?? '', meterId),
    isSinceStart: textAt(type, 'description') === SINCE_START,
    unit,
    power,
    period: smallNumber(textAt(type, 'measurementPeriod'), 1, 366 * 86_400) ?? null,
    blocks,
    line
  }
}

/** <register>.<meter>.sm is the meter's own, <register>.<tariff>.sm the gateway's. */
function isOriginal(logicalName: string, meterId: string): boolean {
  const [, owner] = /^[^.]*\.(.+)\.[^.]*$/u.exec(logicalName) ?? []
  return owner?.toLowerCase() === meterId.toLowerCase()
}

/** Both are optional; a meter resolves between a ten-thousandth of a Wh and a GWh. */
function powerOf(type: XmlNode): number | undefined {
  const powers = ['powerOfTenMultiplier', 'scaler'].map((name) =>
    child(type, name) ? smallNumber(textAt(type, name), -12, 9) : 0
  )
  const sum = powers.reduce<number | undefined>(
    (total, one) => (total === undefined || one === undefined ? undefined : total + one),
    0
  )
  return sum !== undefined && sum >= -12 && sum <= 9 ? sum : undefined
}

function refused(code: string, line: number): AppError {
  return new AppError(code, { line })
}
