/** Green Button (NAESB ESPI) as a format of the import (docs/xml-formats.md 3). */

import { AppError } from '../../../app-error'
import type { Remark } from '../../../contract/common'
import type { Direction } from '../../../domain/energy'
import { profileRows } from '../../profile-rows'
import type { Reading } from '../../reading-store'
import type { FilePart, FormatReader } from '../format-reader'
import { inParts } from '../in-parts'
import { type ItemList, numbersOf } from '../lists/item-list'
import { createReadingList } from '../lists/reading-list'
import { meterNameOf } from '../meter-name'
import { decodeEspi } from './decode-espi'
import { type DoubtfulDays, doubtfulDays } from './doubtful-days'
import { type ListVerdict, judgeList } from './judge-list'
import { type EspiList, linkLists } from './link-lists'
import { type LeftOut, type ListEnergy, energyOfList } from './list-energy'

const NAMESPACE = 'http://naesb.org/espi'
const ATOM = 'http://www.w3.org/2005/Atom'
export const espi: FormatReader = {
  format: 'espi',
  detect: ({ text }) => /<(?:[\w.-]+:)?feed[\s>]/u.test(text) && text.includes(ATOM) && text.includes(NAMESPACE),
  read: (bytes, { meterId }) => readEspi(bytes, meterId)
}

type TakenList = ListEnergy & { readonly direction: Direction; readonly meterId: string; readonly seconds: number }

async function* readEspi(bytes: AsyncIterable<Uint8Array>, unnamed: string): AsyncGenerator<FilePart, void> {
  const document = await decodeEspi(bytes)
  const { lists, empty } = linkLists(document)
  if (lists.every(({ blocks }) => blocks.every(({ readings }) => readings.length === 0))) {
    throw new AppError('espi-no-readings')
  }
  const judged = lists.map((list) => ({ list, verdict: judgeList(list) }))
  const taken = judged.flatMap(({ list, verdict }) => takeList(list, verdict, unnamed))
  if (taken.length === 0) throw refusalOf(judged.map(({ verdict }) => verdict))
  const remarks: (Remark | null)[] = [
    ...leftOutLists(judged.map(({ verdict }) => verdict)),
    counted('espi-empty', empty),
    counted(
      'espi-direction-assumed',
      judged.filter(({ verdict }) => 'isAssumed' in verdict && verdict.isAssumed).length
    ),
    doubtRemark(doubtfulDays(document))
  ]
  for (const remark of remarks) if (remark) yield { kind: 'remark', remark }
  for (const remark of taken.flatMap(remarksOf)) yield { kind: 'remark', remark }
  yield* partsOf(taken)
}

function doubtRemark({ count, hours, isNowhere }: DoubtfulDays): Remark | null {
  if (count === 0) return null
  return isNowhere
    ? { code: 'espi-clock-nowhere', params: { count } }
    : { code: 'espi-clock-doubtful', params: { count, hours } }
}

function takeList(list: EspiList, verdict: ListVerdict, unnamed: string): readonly TakenList[] {
  if (!('direction' in verdict) || !list.type) return []
  const energy = energyOfList(list, list.type)
  const meterId = meterOf(list, unnamed)
  const lengths = numbersOf(energy.readings, ({ seconds }) => seconds).sort()
  return [{ ...energy, direction: verdict.direction, meterId, seconds: lengths[lengths.length >> 1] ?? 0 }]
}

/** Customer and usage point of …/RetailCustomer/1/UsagePoint/2: the last is counted per customer only. */
function meterOf({ usagePoint }: EspiList, unnamed: string): string {
  const parts = (usagePoint?.links.self ?? '').split('/').filter((part) => part !== '')
  const at = parts.lastIndexOf('UsagePoint')
  const names = at < 0 ? parts.slice(-1) : [parts[at - 1], parts[at + 1]]
  return meterNameOf(names.filter((name) => name !== undefined).join('-')) ?? unnamed
}

/** Why nothing of the file is energy that a household draws or feeds in. */
function refusalOf(verdicts: readonly ListVerdict[]): AppError {
  const [first] = verdicts
  if (first && 'leftOut' in first) {
    if (first.leftOut === 'other-commodity') return new AppError(`file-only-${first.commodity}`)
    return new AppError(`espi-${first.leftOut}`, { detail: first.detail })
  }
  return new AppError('espi-no-readings')
}

function leftOutLists(verdicts: readonly ListVerdict[]): readonly Remark[] {
  const codes = verdicts.flatMap((verdict) => ('leftOut' in verdict ? [verdict.leftOut] : []))
  return [...new Set(codes)].map((code) => ({
    code: `espi-${code}-left-out`,
    params: { count: codes.filter((one) => one === code).length }
  }))
}

function remarksOf({ leftOut, unusualWatts, meterId, direction }: TakenList): readonly Remark[] {
  const codes: readonly LeftOut[] = ['no-duration', 'doubled', 'overlap', 'other-length']
  const remarks = codes
    .filter((code) => leftOut[code].count > 0)
    .map((code) => ({ code: `espi-${code}`, params: { ...leftOut[code], meterId, direction } }))
  const unusual = { code: 'power-unusual', params: { watts: unusualWatts, meterId, direction } }
  return unusualWatts > 0 ? [...remarks, unusual] : remarks
}

function counted(code: string, count: number): Remark | null {
  return count > 0 ? { code, params: { count } } : null
}

function* partsOf(taken: readonly TakenList[]): Generator<FilePart, void> {
  for (const meterId of new Set(taken.map((list) => list.meterId))) {
    const of = (direction: Direction): { readonly readings: ItemList<Reading>; readonly coarser: number } =>
      finestFirst(taken.filter((list) => list.meterId === meterId && list.direction === direction))
    const [drawn, fedIn] = [of('drawn'), of('fed-in')]
    const coarser = counted('espi-coarser-left-out', drawn.coarser + fedIn.coarser)
    if (coarser) yield { kind: 'remark', remark: coarser }
    for (const rows of inParts(profileRows(drawn.readings, fedIn.readings))) yield { kind: 'rows', meterId, rows }
  }
}

/** Several lists of one register, such as hours and bills: the finest says most, the others fill what it leaves open. */
function finestFirst(lists: readonly TakenList[]): { readonly readings: ItemList<Reading>; readonly coarser: number } {
  let [readings, coarser]: [ItemList<Reading>, number] = [[], 0]
  for (const list of [...lists].sort((one, other) => one.seconds - other.seconds)) {
    const merged = filledUp(readings, list.readings)
    coarser += readings.length + list.readings.length - merged.length
    readings = merged
  }
  return { readings, coarser }
}

/** Both ascending and without overlap; what of `more` shares no time with `known` is added. */
function filledUp(known: ItemList<Reading>, more: ItemList<Reading>): ItemList<Reading> {
  if (known.length === 0) return more
  const all = createReadingList()
  let next = 0
  for (const reading of more) {
    for (; (known.at(next)?.start ?? Infinity) < reading.start + reading.seconds; next++) {
      all.push(known.at(next) as Reading)
    }
    const last = all.at(-1)
    if (!last || last.start + last.seconds <= reading.start) all.push(reading)
  }
  for (; next < known.length; next++) all.push(known.at(next) as Reading)
  return all
}
