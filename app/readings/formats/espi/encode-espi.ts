/** Writes a profile as Green Button (NAESB ESPI 1.1 in an Atom feed): one meter, one list per direction. */

import type { TimeZone } from '../../../domain/calendar'
import { type UtcSeconds, toIsoInstant } from '../../../domain/interval'
import type { ReadingQuality } from '../../reading-store'
import type { ProfileRow } from '../load-profile-file'
import { type ListedEnergy, listOf, surveyRows } from '../survey-rows'
import { METER_NAME } from '../wattveil-csv-form'
import { clockRules } from './clock-rules'

/** Readings of one block: what is held in memory at a time. */
const BLOCK_ROWS = 2976
const LISTS = [
  { part: 'drawn', number: 1, flow: 1 },
  { part: 'fedIn', number: 2, flow: 19 }
] as const
/** QualityOfReading: 7 edited, 8 estimated; measured values need no word. */
const QUALITIES: Readonly<Record<ReadingQuality, number | null>> = { measured: null, estimated: 8, substituted: 7 }

/**
 * @param rows makes the rows anew each time, ascending by start, without overlap in a direction.
 * @param now for the feed's own stamps.
 * @throws RangeError for a meter name that cannot stand in a file.
 */
export function* encodeEspi(
  { meterId, timeZone, now }: { readonly meterId: string; readonly timeZone: TimeZone; readonly now: UtcSeconds },
  rows: () => Iterable<ProfileRow>
): Generator<Uint8Array, void> {
  if (!METER_NAME.test(meterId)) throw new RangeError('espi: meter name')
  const survey = surveyRows(rows())
  const encoder = new TextEncoder()
  const entry = createEntryWriter(meterId, toIsoInstant(now))
  const point = `UsagePoint/${meterId}`
  yield encoder.encode(feedHead(entry.id(), toIsoInstant(now)))
  yield encoder.encode(
    entry.text({ self: point, up: 'UsagePoint', related: [`${point}/MeterReading`, 'LocalTimeParameters/1'] }, [
      '<UsagePoint xmlns="http://naesb.org/espi"><ServiceCategory><kind>0</kind></ServiceCategory></UsagePoint>'
    ])
  )
  if (survey) yield encoder.encode(clockEntry(entry, timeZone, survey.first))
  for (const { part, number, flow } of LISTS) {
    const exponent = survey?.[part] ?? null
    if (exponent === null) continue
    const list = `${point}/MeterReading/${number}`
    yield encoder.encode(listEntries(entry, { point, list, number, flow, exponent }))
    let block = 0
    for (const some of blocksOf(listOf(rows(), part, exponent))) {
      block += 1
      yield encoder.encode(
        entry.text(
          { self: `${list}/IntervalBlock/${block}`, up: `${list}/IntervalBlock`, related: [] },
          blockLines(some)
        )
      )
    }
  }
  yield encoder.encode('</feed>\n')
}

type Links = { readonly self: string; readonly up: string; readonly related: readonly string[] }

type EntryWriter = {
  /** A name for the next entry; the same file written again has the same. */
  id(): string
  text(links: Links, content: readonly string[]): string
}

function createEntryWriter(meterId: string, stamp: string): EntryWriter {
  let count = 0
  const id = (): string => `urn:wattveil:${meterId}:${count++}`
  return {
    id,
    text: ({ self, up, related }, content) =>
      [
        '  <entry>',
        `    <id>${id()}</id>`,
        `    <link rel="self" href="${self}"/>`,
        `    <link rel="up" href="${up}"/>`,
        ...related.map((href) => `    <link rel="related" href="${href}"/>`),
        '    <title/>',
        '    <content>',
        ...content.map((line) => `      ${line}`),
        '    </content>',
        `    <published>${stamp}</published>`,
        `    <updated>${stamp}</updated>`,
        '  </entry>',
        ''
      ].join('\n')
  }
}

function feedHead(id: string, stamp: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${id}</id>
  <title>Wattveil</title>
  <updated>${stamp}</updated>
`
}

function clockEntry(entry: EntryWriter, timeZone: TimeZone, first: UtcSeconds): string {
  const { offset, summer, start, end } = clockRules(timeZone, first)
  return entry.text({ self: 'LocalTimeParameters/1', up: 'LocalTimeParameters', related: [] }, [
    '<LocalTimeParameters xmlns="http://naesb.org/espi">',
    `  <dstEndRule>${end}</dstEndRule>`,
    `  <dstOffset>${summer}</dstOffset>`,
    `  <dstStartRule>${start}</dstStartRule>`,
    `  <tzOffset>${offset}</tzOffset>`,
    '</LocalTimeParameters>'
  ])
}

function listEntries(
  entry: EntryWriter,
  list: {
    readonly point: string
    readonly list: string
    readonly number: number
    readonly flow: number
    readonly exponent: number
  }
): string {
  const type = `ReadingType/${list.number}`
  const related = [type, `${list.list}/IntervalBlock`]
  return (
    entry.text({ self: list.list, up: `${list.point}/MeterReading`, related }, [
      '<MeterReading xmlns="http://naesb.org/espi"/>'
    ]) +
    entry.text({ self: type, up: 'ReadingType', related: [] }, [
      '<ReadingType xmlns="http://naesb.org/espi">',
      '  <accumulationBehaviour>4</accumulationBehaviour>',
      '  <commodity>1</commodity>',
      `  <flowDirection>${list.flow}</flowDirection>`,
      '  <kind>12</kind>',
      `  <powerOfTenMultiplier>${-list.exponent}</powerOfTenMultiplier>`,
      '  <uom>72</uom>',
      '</ReadingType>'
    ])
  )
}

function* blocksOf(list: Iterable<ListedEnergy>): Generator<readonly ListedEnergy[], void> {
  let block: ListedEnergy[] = []
  for (const energy of list) {
    if (block.length >= BLOCK_ROWS) {
      yield block
      block = []
    }
    block.push(energy)
  }
  if (block.length > 0) yield block
}

function blockLines(block: readonly ListedEnergy[]): readonly string[] {
  const [first, last] = [block[0], block.at(-1)]
  if (!first || !last) throw new TypeError('espi: empty block')
  return [
    '<IntervalBlock xmlns="http://naesb.org/espi">',
    '  <interval>',
    `    <duration>${last.start + last.seconds - first.start}</duration>`,
    `    <start>${first.start}</start>`,
    '  </interval>',
    ...block.flatMap(readingLines),
    '</IntervalBlock>'
  ]
}

function readingLines({ start, seconds, value, quality }: ListedEnergy): readonly string[] {
  const code = QUALITIES[quality]
  return [
    '  <IntervalReading>',
    ...(code === null ? [] : [`    <ReadingQuality><quality>${code}</quality></ReadingQuality>`]),
    `    <timePeriod><duration>${seconds}</duration><start>${start}</start></timePeriod>`,
    `    <value>${value}</value>`,
    '  </IntervalReading>'
  ]
}
