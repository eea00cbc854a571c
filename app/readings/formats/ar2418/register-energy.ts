/** What a list of register readings says about energy per interval: differences of neighbours, each end judged first. */

import { AppError } from '../../../app-error'
import { localOffsetAt, toTimeZone } from '../../../domain/calendar'
import type { UtcSeconds } from '../../../domain/interval'
import type { Reading, ReadingQuality } from '../../reading-store'
import type { RegisterState } from '../format-reader'
import { type GrowingList, type ItemList, joinedLists } from '../lists/item-list'
import { createReadingList, createStateList } from '../lists/reading-list'
import { type AlignedBlock, type AlignedList, type AlignedReading, alignReadings } from './align-readings'
import type { RegisterList, RegisterReading } from './ar2418-document'

/** 2000-01-01 to 2100-01-01 UTC. */
const FIRST_TIME = 946_684_800
const LAST_TIME = 4_102_444_800
/** A megawatt: no household. */
const MOST_WATTS = 1_000_000n
/** Finest resolution that is stored. */
const MAX_EXPONENT = 6
/** Readings taken within so many seconds of their time need no word (3 % of a quarter hour). */
const SILENT_SECONDS = 27

export type RegisterEnergy = {
  /** Ascending, without overlap. */
  readonly readings: ItemList<Reading>
  /** Valid register readings, ascending, one per instant. */
  readonly states: ItemList<RegisterState>
  /** Readings that the gateway itself calls invalid. */
  readonly unusable: number
  readonly remarks: readonly RegisterRemark[]
}

export type RegisterRemark = {
  readonly code: string
  readonly params: { readonly count: number; readonly start?: number; readonly seconds?: number }
}

type Scale = { readonly factor: bigint; readonly exponent: number }

type Energy = {
  readonly readings: GrowingList<Reading>
  readonly broken: UtcSeconds[]
  longer: number
  /** The most that can be of an interval as long as the one before. */
  bound: { readonly seconds: number; readonly amount: bigint }
}

/** What the remarks need to know of all readings, looked at once: there may be half a million. */
type Survey = {
  /** After status 4 "all future values are invalid" (AR 2418-6, statusPTB). */
  readonly defectiveFrom: number
  readonly invalid: number
  readonly substitutes: number
  /** Seconds by which a reading with a target time missed it, the most, and how many missed theirs by more than a few. */
  readonly latest: number
  readonly late: number
  /** Stamps whose offset is not the one of German time at that instant, in a file that is not in UTC throughout. */
  readonly foreign: number
}

/** @throws AppError ar2418-unit, ar2418-time { line }. */
export function energyOfRegister(list: RegisterList): RegisterEnergy {
  const scale = scaleOf(list)
  const survey = surveyOf(joinedLists(list.blocks.map(({ readings }) => readings)))
  const aligned = alignReadings(list)
  const blocks = aligned.blocks.map((block) => usable(block, survey)).filter(({ readings }) => readings.length > 0)
  const energy: Energy = { readings: createReadingList(), broken: [], longer: 0, bound: { seconds: 0, amount: 0n } }
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1]
    if (before && before.end >= block.start)
      addBetween(energy, before.readings.at(-1), block.readings.at(0), scale, aligned)
    let last: AlignedReading | undefined
    for (const reading of block.readings) {
      addBetween(energy, last, reading, scale, aligned)
      last = reading
    }
  }
  const kept = blocks.reduce((sum, { readings }) => sum + readings.length, 0)
  const unusable = aligned.blocks.reduce((sum, { readings }) => sum + readings.length, 0) - kept
  return {
    readings: energy.readings,
    states: list.isSinceStart ? [] : statesOf(blocks, scale),
    unusable,
    remarks: remarksOf(aligned, energy, unusable, survey)
  }
}

/** Values of a list in watt-hours: value * factor in units of 10^-exponent Wh. */
function scaleOf({ power, line }: RegisterList): Scale {
  if (power < -MAX_EXPONENT) throw new AppError('ar2418-unit', { line })
  return power > 0 ? { factor: 10n ** BigInt(power), exponent: 0 } : { factor: 1n, exponent: -power }
}

/** @throws AppError ar2418-time { line }. */
function surveyOf(readings: Iterable<RegisterReading>): Survey {
  const found = { defectiveFrom: Infinity, invalid: 0, substitutes: 0, latest: 0, late: 0 }
  const zone = createZoneCheck()
  for (const { captured, target, offset, status, line } of readings) {
    if (isOutside(captured) || (target !== null && isOutside(target))) throw new AppError('ar2418-time', { line })
    if (status > 2) found.invalid += 1
    if (status === 2) found.substitutes += 1
    if (status === 4) found.defectiveFrom = Math.min(found.defectiveFrom, captured)
    const missed = Math.abs((target ?? captured) - captured)
    if (missed > found.latest) found.latest = missed
    if (missed > SILENT_SECONDS) found.late += 1
    zone.see(captured, offset)
  }
  return { ...found, foreign: zone.foreign() }
}

function createZoneCheck(): {
  readonly see: (time: UtcSeconds, offset: number) => void
  readonly foreign: () => number
} {
  const zone = toTimeZone('Europe/Berlin')
  let [hour, expected, foreign, local] = [-1, 0, 0, 0]
  return {
    see: (time, offset) => {
      if (offset !== 0) local += 1
      const now = Math.floor(time / 3600)
      if (now !== hour) [hour, expected] = [now, localOffsetAt(time, zone)]
      if (offset !== expected) foreign += 1
    },
    foreign: () => (local === 0 ? 0 : foreign)
  }
}

function isOutside(time: number): boolean {
  return time < FIRST_TIME || time > LAST_TIME
}

function usable(block: AlignedBlock, { invalid, defectiveFrom }: Survey): AlignedBlock {
  if (invalid === 0) return block
  const readings = [...block.readings].filter(({ reading }) => reading.status <= 2 && reading.captured < defectiveFrom)
  return { ...block, readings }
}

function addBetween(
  energy: Energy,
  from: AlignedReading | undefined,
  to: AlignedReading | undefined,
  { factor, exponent }: Scale,
  { period }: { readonly period: number | null }
): void {
  if (!from || !to) return
  const seconds = to.at - from.at
  const amount = (to.reading.value - from.reading.value) * factor
  if (energy.bound.seconds !== seconds) {
    energy.bound = { seconds, amount: (MOST_WATTS * BigInt(seconds) * 10n ** BigInt(exponent)) / 3600n }
  }
  if (amount < 0n || amount > energy.bound.amount) energy.broken.push(from.at)
  else if (seconds > 0) {
    if (period !== null && seconds > 1.5 * period) energy.longer += 1
    energy.readings.push({ start: from.at, seconds, amount, exponent, quality: qualityOf(from, to) })
  }
}

/** As good as the worse of its two ends. */
function qualityOf({ reading: from }: AlignedReading, { reading: to }: AlignedReading): ReadingQuality {
  if (from.status < 2 && to.status < 2) return 'measured'
  return from.isEstimate && to.isEstimate ? 'estimated' : 'substituted'
}

/** A total beyond 64 bits is no meter's and was not taken for energy either. */
function statesOf(blocks: readonly AlignedBlock[], { factor, exponent }: Scale): ItemList<RegisterState> {
  const states = createStateList()
  let last: number | null = null
  for (const { at, reading } of joinedLists(blocks.map(({ readings }) => readings))) {
    const amount = reading.value * factor
    if (at !== last && amount < 2n ** 63n) states.push({ at, amount, exponent })
    last = at
  }
  return states
}

function remarksOf(
  { blocks, doubled }: AlignedList,
  { broken, longer }: Energy,
  unusable: number,
  { substitutes, latest, late, foreign }: Survey
): readonly RegisterRemark[] {
  const counted: readonly (readonly [string, number, Omit<RegisterRemark['params'], 'count'>?])[] = [
    ['register-invalid-left-out', unusable],
    ['register-substitutes', substitutes],
    ['register-doubled', doubled],
    ['register-off-grid', blocks.reduce((sum, { offGrid }) => sum + offGrid, 0)],
    ['register-longer', longer],
    ['register-broken', broken.length, { start: broken[0] ?? 0 }],
    ['register-late', late, { seconds: latest }],
    ['register-other-zone', foreign]
  ]
  return counted.filter(([, count]) => count > 0).map(([code, count, more]) => ({ code, params: { count, ...more } }))
}
