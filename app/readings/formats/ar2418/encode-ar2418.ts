/**
 * Writes a profile as VDE-AR-N 2418-6, version 1.4: one list of register readings per direction. The register counts from
 * zero at the start of the file, which its description says: what the meter's dial showed is not known from intervals.
 * A stretch without energy parts two blocks, and so does a change of quality, because a reading's status is that of the
 * intervals on both sides of it.
 */

import type { TimeZone } from '../../../domain/calendar'
import { type UtcSeconds, toUtcSeconds } from '../../../domain/interval'
import type { ProfileRow } from '../load-profile-file'
import { createStampWriter } from '../local-stamp'
import { type ListedEnergy, listOf, surveyRows } from '../survey-rows'
import { METER_NAME } from '../wattveil-csv-form'
import { AR2418_NAMESPACE, ESTIMATE, SINCE_START } from './decode-ar2418'

/** Intervals of one block: what is held in memory at a time. */
const BLOCK_ROWS = 2976
const REGISTERS = [
  { part: 'drawn', obis: '0100010800FF' },
  { part: 'fedIn', obis: '0100020800FF' }
] as const

/**
 * @param rows makes the rows anew each time, ascending by start, without overlap in a direction.
 * @throws RangeError for a meter name that cannot stand in a file.
 */
export function* encodeAr2418(
  { meterId, timeZone }: { readonly meterId: string; readonly timeZone: TimeZone },
  rows: () => Iterable<ProfileRow>
): Generator<Uint8Array, void> {
  if (!METER_NAME.test(meterId)) throw new RangeError('ar2418: meter name')
  const survey = surveyRows(rows())
  const encoder = new TextEncoder()
  const stamp = createStampWriter(timeZone)
  yield encoder.encode(head(meterId))
  for (const { part, obis } of REGISTERS) {
    const exponent = survey?.[part] ?? null
    if (exponent === null) continue
    yield encoder.encode(listHead(meterId, obis, exponent))
    let total = 0n
    for (const block of blocksOf(listOf(rows(), part, exponent))) {
      yield encoder.encode(blockText(block, total, stamp))
      for (const { value } of block) total += value
    }
    yield encoder.encode('    </MeterReading>\n')
  }
  yield encoder.encode('  </UsagePoint>\n</UsagePoints>\n')
}

function head(meterId: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<UsagePoints xmlns="${AR2418_NAMESPACE}" xmlns:espi="http://naesb.org/espi">
  <GeneratorVersion>Wattveil</GeneratorVersion>
  <UsagePoint>
    <espi:ServiceCategory>
      <espi:kind>0</espi:kind>
    </espi:ServiceCategory>
    <usagePointId>${meterId}</usagePointId>
`
}

function listHead(meterId: string, obis: string, exponent: number): string {
  return `    <MeterReading>
      <Meter>
        <meterId>${meterId}</meterId>
      </Meter>
      <meterReadingId>${obis}.${meterId}</meterReadingId>
      <ReadingType>
        <espi:powerOfTenMultiplier>0</espi:powerOfTenMultiplier>
        <espi:uom>72</espi:uom>
        <scaler>${-exponent}</scaler>
        <obisCode>${obis}</obisCode>
        <qualifiedLogicalName>${obis}.${meterId}.sm</qualifiedLogicalName>
        <description>${SINCE_START}</description>
      </ReadingType>
`
}

/** Runs of intervals that adjoin each other and have one quality, none longer than BLOCK_ROWS. */
function* blocksOf(list: Iterable<ListedEnergy>): Generator<readonly ListedEnergy[], void> {
  let block: ListedEnergy[] = []
  for (const energy of list) {
    const last = block.at(-1)
    const goesOn = last && last.start + last.seconds === energy.start && last.quality === energy.quality
    if (last && (!goesOn || block.length >= BLOCK_ROWS)) {
      yield block
      block = []
    }
    block.push(energy)
  }
  if (block.length > 0) yield block
}

function blockText(block: readonly ListedEnergy[], before: bigint, stamp: (time: UtcSeconds) => string): string {
  const [first, last] = [block[0], block.at(-1)]
  if (!first || !last) throw new TypeError('ar2418: empty block')
  const lines = [
    '      <IntervalBlock>',
    '        <interval>',
    `          <duration>${last.start + last.seconds - first.start}</duration>`,
    `          <start>${stamp(first.start)}</start>`,
    '        </interval>'
  ]
  const reading = (at: UtcSeconds, value: bigint): void => {
    lines.push(...readingLines(stamp(at), value, first.quality))
  }
  let total = before
  reading(first.start, total)
  for (const { start, seconds, value } of block) {
    total += value
    reading(toUtcSeconds(start + seconds), total)
  }
  lines.push('      </IntervalBlock>')
  return `${lines.join('\n')}\n`
}

function readingLines(stamp: string, value: bigint, quality: ListedEnergy['quality']): readonly string[] {
  return [
    '        <IntervalReading>',
    `          <espi:value>${value}</espi:value>`,
    `          <timePeriod><duration>0</duration><start>${stamp}</start></timePeriod>`,
    `          <targetTime>${stamp}</targetTime>`,
    `          <statusPTB>${quality === 'measured' ? 0 : 2}</statusPTB>`,
    ...(quality === 'estimated' ? [`          <statusVendor>${ESTIMATE}</statusVendor>`] : []),
    '        </IntervalReading>'
  ]
}
