/** Writes readings of whole local days into a file of the program's own format. */

import { AppError } from '../app-error'
import { type LocalDate, type TimeZone, monthOf, periodOfDays, toLocalDate, addDays } from '../domain/calendar'
import type { Documents } from '../ports'
import { encodeWattveilCsv } from './formats/encode-wattveil-csv'
import type { ProfileRow } from './formats/load-profile-file'
import { METER_NAME, type NumberStyle } from './formats/wattveil-csv-form'
import { profileRows } from './profile-rows'
import type { Reading, ReadingStore } from './reading-store'

export type ExportRequest = {
  readonly meterId: string
  readonly first: string
  readonly last: string
  readonly style: NumberStyle
  readonly target: string
}

/**
 * Readings that begin inside the days, month by month, so that no file is ever in memory whole.
 * @throws AppError meter-unknown, range-empty, range-backwards, file-unwritable, disk-full.
 */
export async function exportReadings(
  { readings, documents }: { readonly readings: ReadingStore; readonly documents: Documents },
  timeZone: TimeZone,
  { meterId, first, last, style, target }: ExportRequest
): Promise<{ intervals: number }> {
  const [from, to] = [toLocalDate(first), toLocalDate(last)]
  if (to < from) throw new AppError('range-backwards')
  if (!METER_NAME.test(meterId) || !readings.spans().some((span) => span.meterId === meterId)) {
    throw new AppError('meter-unknown')
  }
  const counted = { intervals: 0 }
  const rows = countedRows(readings, meterId, timeZone, from, to, counted)
  const firstRow = rows.next()
  if (firstRow.done) throw new AppError('range-empty')
  await documents.replace(target, encodeWattveilCsv({ meterId, timeZone, style }, withFirst(firstRow.value, rows)))
  return counted
}

function* withFirst(first: ProfileRow, rest: Iterable<ProfileRow>): Generator<ProfileRow, void> {
  yield first
  yield* rest
}

function* countedRows(
  readings: ReadingStore,
  meterId: string,
  timeZone: TimeZone,
  first: LocalDate,
  last: LocalDate,
  counted: { intervals: number }
): Generator<ProfileRow, void> {
  for (let from = first; from <= last;) {
    const to = min(monthOf(from).last, last)
    const period = periodOfDays(from, to, timeZone)
    const inside = (found: readonly Reading[]): readonly Reading[] => found.filter(({ start }) => start >= period.start)
    const drawn = inside(readings.overlapping(meterId, 'drawn', period))
    const fedIn = inside(readings.overlapping(meterId, 'fed-in', period))
    for (const row of profileRows(drawn, fedIn)) {
      counted.intervals += 1
      yield row
    }
    from = addDays(to, 1)
  }
}

function min(one: LocalDate, other: LocalDate): LocalDate {
  return one < other ? one : other
}
