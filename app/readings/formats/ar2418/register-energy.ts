/** What a list of register readings says about energy per interval: differences of neighbours, each end judged first. */

import { AppError } from '../../../app-error'
import { localOffsetAt, toTimeZone } from '../../../domain/calendar'
import type { UtcSeconds } from '../../../domain/interval'
import type { Reading, ReadingQuality } from '../../reading-store'
import type { RegisterState } from '../format-reader'
import { type GrowingList, type ItemList, countOf, joinedLists } from '../lists/item-list'
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

type Energy = { readonly readings: GrowingList<Reading>; readonly broken: UtcSeconds[]; longer: number }

/** @throws AppError ar2418-unit, ar2418-time { line }. */
export function energyOfRegister(list: RegisterList): RegisterEnergy {
  const scale = scaleOf(list)
  const all = joinedLists(list.blocks.map(({ readings }) => readings))
  assertTimes(all)
  const aligned = alignReadings(list)
  const defective = defectiveFrom(all)
  const blocks = aligned.blocks.map((block) => usable(block, defective)).filter(({ readings }) => readings.length > 0)
  const energy: Energy = { readings: createReadingList(), broken: [], longer: 0 }
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
    remarks: remarksOf(aligned, energy, { unusable, all })
  }
}

/** Values of a list in watt-hours: value * factor in units of 10^-exponent Wh. */
function scaleOf({ power, line }: RegisterList): Scale {
  if (power < -MAX_EXPONENT) throw new AppError('ar2418-unit', { line })
  return power > 0 ? { factor: 10n ** BigInt(power), exponent: 0 } : { factor: 1n, exponent: -power }
}

function assertTimes(readings: Iterable<RegisterReading>): void {
  for (const { captured, target, line } of readings) {
    if (isOutside(captured) || (target !== null && isOutside(target))) throw new AppError('ar2418-time', { line })
  }
}

function isOutside(time: number): boolean {
  return time < FIRST_TIME || time > LAST_TIME
}

/** After status 4 "all future values are invalid" (AR 2418-6, statusPTB). */
function defectiveFrom(readings: Iterable<RegisterReading>): number {
  let first = Infinity
  for (const { status, captured } of readings) if (status === 4) first = Math.min(first, captured)
  return first
}

function usable(block: AlignedBlock, defective: number): AlignedBlock {
  const isUsable = ({ reading }: AlignedReading): boolean => reading.status <= 2 && reading.captured < defective
  if (countOf(block.readings, isUsable) === block.readings.length) return block
  return { ...block, readings: [...block.readings].filter(isUsable) }
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
  const isPossible = amount >= 0n && amount * 3600n <= MOST_WATTS * BigInt(seconds) * 10n ** BigInt(exponent)
  if (!isPossible) energy.broken.push(from.at)
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
  aligned: AlignedList,
  { broken, longer }: Energy,
  { unusable, all }: { readonly unusable: number; readonly all: Iterable<RegisterReading> }
): readonly RegisterRemark[] {
  const substitutes = countOf(all, ({ status }) => status === 2)
  const foreign = foreignStamps(all)
  const { doubled, latest } = aligned
  const late =
    latest > SILENT_SECONDS
      ? countOf(all, ({ target, captured }) => Math.abs((target ?? captured) - captured) > SILENT_SECONDS)
      : 0
  const counted: readonly (readonly [string, number, Omit<RegisterRemark['params'], 'count'>?])[] = [
    ['register-invalid-left-out', unusable],
    ['register-substitutes', substitutes],
    ['register-doubled', doubled],
    [
      'register-off-grid',
      aligned.blocks.reduce((sum, { readings }) => sum + countOf(readings, ({ onGrid }) => !onGrid), 0)
    ],
    ['register-longer', longer],
    ['register-broken', broken.length, { start: broken[0] ?? 0 }],
    ['register-late', late, { seconds: latest }],
    ['register-other-zone', foreign]
  ]
  return counted.filter(([, count]) => count > 0).map(([code, count, more]) => ({ code, params: { count, ...more } }))
}

/** Stamps whose offset is not the one of German time at that instant, in a file that is not in UTC throughout. */
function foreignStamps(readings: Iterable<RegisterReading>): number {
  if (countOf(readings, ({ offset }) => offset !== 0) === 0) return 0
  const zone = toTimeZone('Europe/Berlin')
  const offsets = new Map<number, number>()
  return countOf(readings, ({ captured, offset }) => {
    const hour = Math.floor(captured / 3600)
    const known = offsets.get(hour) ?? localOffsetAt(captured, zone)
    offsets.set(hour, known)
    return known !== offset
  })
}
