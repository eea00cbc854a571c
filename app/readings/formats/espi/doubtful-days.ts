/**
 * Utilities that write local time as if it were UTC: their days begin at midnight UTC though the file says that the clock
 * there shows something else. The times are taken as they stand, and the person is told.
 */

import type { EspiDocument, EspiReading } from './espi-document'

const DAY = 86_400
const HOUR = 3600
/** Of a DstRuleType: which weekday of the month is meant, in three bits; 7 is the last. */
const OPERATOR_BIT = 25
const OPERATORS = 8
const LAST = 7

export type DoubtfulDays = {
  readonly count: number
  /** What the file's own clock is ahead of universal time, without summer time. */
  readonly hours: number
  /** The file names a clock that there is nowhere. */
  readonly isNowhere: boolean
}

/** Days that begin at midnight UTC and at no midnight of the file's own zone, or of a zone that there is nowhere. */
export function doubtfulDays({ blocks, clock }: EspiDocument): DoubtfulDays {
  if (!clock) return { count: 0, hours: 0, isNowhere: false }
  const isNowhere = isNoZone(clock)
  const starts = blocks.flatMap(({ start, seconds, readings }) => [
    ...(start !== null && isDay(seconds) ? [start] : []),
    ...startsOfDays(readings)
  ])
  const isDoubtful = (start: number): boolean =>
    start % DAY === 0 &&
    (isNowhere || ((start + clock.offset) % DAY !== 0 && (start + clock.offset + clock.summer) % DAY !== 0))
  return { count: starts.filter(isDoubtful).length, hours: clock.offset / HOUR, isNowhere }
}

/**
 * Where winter has universal time, from Iceland to Portugal, summer time begins on a last Sunday or not at all; American
 * utilities that write local time as universal time leave the rule of their own zone beside it.
 */
function isNoZone({ offset, summer, begins }: NonNullable<EspiDocument['clock']>): boolean {
  if (offset !== 0 || summer === 0 || !/^[0-9A-F]{8}$/iu.test(begins)) return false
  return (Number.parseInt(begins, 16) >>> OPERATOR_BIT) % OPERATORS !== LAST
}

function startsOfDays(readings: Iterable<EspiReading>): number[] {
  const starts: number[] = []
  for (const { start, seconds } of readings) if (isDay(seconds)) starts.push(start)
  return starts
}

function isDay(seconds: number | null): boolean {
  return seconds === DAY || seconds === DAY - HOUR || seconds === DAY + HOUR
}
