/** Readings of one list as energy per interval: in order, without overlap, each left-out one counted. */

import { AppError } from '../../../app-error'
import { toUtcSeconds } from '../../../domain/interval'
import type { Reading, ReadingQuality } from '../../reading-store'
import { type ItemList, countOf, joinedLists } from '../lists/item-list'
import { createReadingList } from '../lists/reading-list'
import type { EspiReading, EspiReadingType } from './espi-document'
import type { EspiList } from './link-lists'

const MAX_EXPONENT = 6
/** A megawatt: no household. */
const MOST_WATTS = 1_000_000n
/** From here on a home's interval is worth a word. */
const UNUSUAL_WATTS = 100_000n
/** Shorter intervals than a type states are another quantity under the same address, where they are the exception. */
const HOUR = 3600

export type ListEnergy = {
  /** Ascending, without overlap. */
  readonly readings: ItemList<Reading>
  /** How many of each, and where the first is. */
  readonly leftOut: Readonly<Record<LeftOut, { readonly count: number; readonly start: number }>>
  /** Watts of the strongest interval above 100 kW; 0 where there is none. */
  readonly unusualWatts: number
}

type Counted = Iterable<EspiReading> & { readonly length: number }

export type LeftOut = 'no-duration' | 'doubled' | 'overlap' | 'other-length'

/** @throws AppError espi-type, espi-negative, espi-implausible { line }. */
export function energyOfList({ blocks }: EspiList, type: EspiReadingType): ListEnergy {
  const none = { count: 0, start: 0 }
  const leftOut: Record<LeftOut, { count: number; start: number }> = {
    'no-duration': { ...none },
    doubled: { ...none },
    overlap: { ...none },
    'other-length': { ...none }
  }
  const scale = scaleOf(type)
  const all = inOrder(joinedLists(blocks.map(({ readings }) => readings)))
  const isStray = strayTest(all, type.seconds)
  const readings = createReadingList()
  let [last, unusualWatts]: [EspiReading | null, number] = [null, 0]
  for (const reading of all) {
    const reason = reasonToLeaveOut(reading, last, isStray)
    if (reason) {
      leftOut[reason].start ||= reading.start
      leftOut[reason].count += 1
      continue
    }
    last = reading
    const taken = takenReading(reading, scale, type)
    readings.push(taken)
    unusualWatts = Math.max(unusualWatts, wattsAbove(taken))
  }
  return { readings, leftOut, unusualWatts }
}

function reasonToLeaveOut(
  reading: EspiReading,
  last: EspiReading | null,
  isStray: (reading: EspiReading) => boolean
): LeftOut | null {
  if (reading.seconds === 0) return 'no-duration'
  if (isStray(reading)) return 'other-length'
  if (!last || reading.start >= last.start + last.seconds) return null
  const isSame = reading.start === last.start && reading.seconds === last.seconds && reading.value === last.value
  return isSame ? 'doubled' : 'overlap'
}

/** As they come where they come in order, as a year of minutes does. */
function inOrder(all: Counted): Counted {
  let last = -Infinity
  for (const { start } of all) {
    if (start < last) return [...all].sort((one, other) => one.start - other.start)
    last = start
  }
  return all
}

function strayTest(all: Counted, stated: number | null): (reading: EspiReading) => boolean {
  if (stated === null || stated > HOUR) return () => false
  const shorter = countOf(all, ({ seconds }) => seconds > 0 && seconds < stated)
  return 2 * shorter < all.length ? ({ seconds }) => seconds < stated : () => false
}

type Scale = { readonly factor: bigint; readonly exponent: number }

function scaleOf({ power, line }: EspiReadingType): Scale {
  if (power < -MAX_EXPONENT) throw new AppError('espi-type', { line })
  return power > 0 ? { factor: 10n ** BigInt(power), exponent: 0 } : { factor: 1n, exponent: -power }
}

function takenReading(reading: EspiReading, { factor, exponent }: Scale, { quality }: EspiReadingType): Reading {
  const { start, seconds, value, line } = reading
  if (value < 0n) throw new AppError('espi-negative', { line })
  const amount = value * factor
  if (amount * 3600n > MOST_WATTS * BigInt(seconds) * 10n ** BigInt(exponent)) {
    throw new AppError('espi-implausible', { line })
  }
  return { start: toUtcSeconds(start), seconds, amount, exponent, quality: qualityOf(reading.quality ?? quality) }
}

function wattsAbove({ amount, exponent, seconds }: Reading): number {
  const watts = (amount * 3600n) / (BigInt(seconds) * 10n ** BigInt(exponent))
  return watts > UNUSUAL_WATTS ? Number(watts) : 0
}

/** QualityOfReading of ESPI 1.1: 7 edited by hand; 8, 9, 10, 12, 13, 15 and 16 are guesses of some kind. */
function qualityOf(code: number | null): ReadingQuality {
  if (code === 7) return 'substituted'
  return code !== null && [8, 9, 10, 12, 13, 15, 16].includes(code) ? 'estimated' : 'measured'
}
