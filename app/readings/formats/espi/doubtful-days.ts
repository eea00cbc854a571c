/**
 * Utilities that write local time as if it were UTC: their days begin at midnight UTC though the file says that the clock
 * there shows something else. The times are taken as they stand, and the person is told.
 */

import type { EspiDocument, EspiReading } from './espi-document'

const DAY = 86_400
const HOUR = 3600

/** Days that begin at midnight UTC and at no midnight of the file's own zone; its offset in hours. */
export function doubtfulDays({ blocks, clock }: EspiDocument): { readonly count: number; readonly hours: number } {
  if (!clock) return { count: 0, hours: 0 }
  const starts = blocks.flatMap(({ start, seconds, readings }) => [
    ...(start !== null && isDay(seconds) ? [start] : []),
    ...startsOfDays(readings)
  ])
  const isDoubtful = (start: number): boolean =>
    start % DAY === 0 && (start + clock.offset) % DAY !== 0 && (start + clock.offset + clock.summer) % DAY !== 0
  return { count: starts.filter(isDoubtful).length, hours: clock.offset / HOUR }
}

function startsOfDays(readings: Iterable<EspiReading>): number[] {
  const starts: number[] = []
  for (const { start, seconds } of readings) if (isDay(seconds)) starts.push(start)
  return starts
}

function isDay(seconds: number | null): boolean {
  return seconds === DAY || seconds === DAY - HOUR || seconds === DAY + HOUR
}
