/** What TAF-1 asks of its files: few registers, one stage each, a period of whole months (TRuDI, ADR 21). */

import { AppError } from '../../app-error'
import { type TimeZone, addDays, localDateAt, monthOf, startOfDay } from '../../domain/calendar'
import type { Period } from '../../domain/interval'
import type { RegisterList, TariffFile } from '../formats/ar2418/ar2418-document'

const MOST_LISTS = 3
const MONTHS = [1, 2, 3, 6, 12]

/** @throws AppError registers-too-many, registers-derived, registers-stages. */
export function assertTariffOfTaf1(
  all: readonly RegisterList[],
  originals: readonly RegisterList[],
  { stages }: TariffFile
): void {
  if (originals.length > MOST_LISTS) throw new AppError('registers-too-many', { most: MOST_LISTS })
  if (originals.length !== all.length) throw new AppError('registers-derived')
  if (stages.length > originals.length) {
    throw new AppError('registers-stages', { stages: stages.length, registers: originals.length })
  }
}

/** @throws AppError registers-period: only 1, 2, 3, 6 or 12 calendar months from the first of a month. */
export function assertPeriodOfTaf1({ start, end }: Period, timeZone: TimeZone): void {
  const first = localDateAt(start, timeZone)
  const isWhole = first === monthOf(first).first && startOfDay(first, timeZone) === start
  let [months, day] = [0, first]
  while (isWhole && months < 12 && startOfDay(day, timeZone) < end) {
    day = addDays(monthOf(day).last, 1)
    months += 1
  }
  if (!isWhole || startOfDay(day, timeZone) !== end || !MONTHS.includes(months)) {
    throw new AppError('registers-period', { start, end })
  }
}
