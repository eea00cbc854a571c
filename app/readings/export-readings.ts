/** Writes readings of whole local days into a file: the program's own CSV, or a format that others read. */

import { AppError } from '../app-error'
import { type LocalDate, type TimeZone, monthOf, periodOfDays, toLocalDate, addDays } from '../domain/calendar'
import type { UtcSeconds } from '../domain/interval'
import type { Clock, Documents } from '../ports'
import { encodeAr2418 } from './formats/ar2418/encode-ar2418'
import { encodeEspi } from './formats/espi/encode-espi'
import { encodeWattveilCsv } from './formats/encode-wattveil-csv'
import type { ProfileRow } from './formats/load-profile-file'
import { METER_NAME, type NumberStyle } from './formats/wattveil-csv-form'
import { profileRows } from './profile-rows'
import type { Reading, ReadingStore } from './reading-store'

/** The program's own CSV in two number styles, Green Button, and the format of German gateways. */
export type ExportStyle = NumberStyle | 'espi' | 'ar2418'

export type ExportRequest = {
  readonly meterId: string
  readonly first: string
  readonly last: string
  readonly style: ExportStyle
  readonly target: string
}

type ExportDeps = { readonly readings: ReadingStore; readonly documents: Documents; readonly clock: Clock }

/**
 * Readings that begin inside the days, month by month, so that no file is ever in memory whole.
 * @throws AppError meter-unknown, range-empty, range-backwards, file-unwritable, disk-full.
 */
export async function exportReadings(
  { readings, documents, clock }: ExportDeps,
  timeZone: TimeZone,
  { meterId, first, last, style, target }: ExportRequest
): Promise<{ intervals: number }> {
  const [from, to] = [toLocalDate(first), toLocalDate(last)]
  if (to < from) throw new AppError('range-backwards')
  if (!METER_NAME.test(meterId) || !readings.spans().some((span) => span.meterId === meterId)) {
    throw new AppError('meter-unknown')
  }
  const rows = (): Generator<ProfileRow, void> => storedRows(readings, meterId, timeZone, from, to)
  if (rows().next().done) throw new AppError('range-empty')
  const counted = { intervals: 0 }
  const countedRows = firstPassCounted(rows, counted)
  await documents.replace(target, encodeAs(style, { meterId, timeZone, now: clock.now() }, countedRows))
  return counted
}

function encodeAs(
  style: ExportStyle,
  head: { readonly meterId: string; readonly timeZone: TimeZone; readonly now: UtcSeconds },
  rows: () => Iterable<ProfileRow>
): Iterable<Uint8Array> {
  if (style === 'espi') return encodeEspi(head, rows)
  if (style === 'ar2418') return encodeAr2418(head, rows)
  return encodeWattveilCsv({ ...head, style }, rows())
}

/** Some formats read the rows more than once; every row counts once. */
function firstPassCounted(
  rows: () => Iterable<ProfileRow>,
  counted: { intervals: number }
): () => Generator<ProfileRow, void> {
  let passes = 0
  return function* () {
    passes += 1
    const isFirst = passes === 1
    for (const row of rows()) {
      if (isFirst) counted.intervals += 1
      yield row
    }
  }
}

function* storedRows(
  readings: ReadingStore,
  meterId: string,
  timeZone: TimeZone,
  first: LocalDate,
  last: LocalDate
): Generator<ProfileRow, void> {
  for (let from = first; from <= last;) {
    const to = min(monthOf(from).last, last)
    const period = periodOfDays(from, to, timeZone)
    const inside = (found: readonly Reading[]): readonly Reading[] => found.filter(({ start }) => start >= period.start)
    const drawn = inside(readings.overlapping(meterId, 'drawn', period))
    const fedIn = inside(readings.overlapping(meterId, 'fed-in', period))
    yield* profileRows(drawn, fedIn)
    from = addDays(to, 1)
  }
}

function min(one: LocalDate, other: LocalDate): LocalDate {
  return one < other ? one : other
}
