/**
 * Energy per tariff stage from a gateway's register readings and a supplier's tariff, by the rules of the use cases TAF-1
 * and TAF-2 (BSI TR-03109-1, 4.2.2) as the transparency software TRuDI applies them:
 * a difference of two valid readings belongs to a stage where the stage does not change between them, else to the
 * error register 63. ADR 21 has the details.
 */

import { AppError } from '../../app-error'
import type { Remark } from '../../contract/common'
import { type TimeZone, addDays, localDateAt, startOfDay } from '../../domain/calendar'
import { type Period, type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { type AlignedReading, alignReadings } from '../formats/ar2418/align-readings'
import type { RegisterList, TariffFile, TariffStage } from '../formats/ar2418/ar2418-document'
import { type ObisCode, writeObisCode } from '../formats/ar2418/obis-code'
import { assertPeriodOfTaf1, assertTariffOfTaf1 } from './taf1-rules'
import { hasUnseenSwitch, stageBetween, stageStarts } from './stage-times'

/** E of the register for energy that no stage could be given to. */
const ERROR_TARIFF = 63

export type StageRegister = {
  readonly obis: ObisCode
  /** Number of the stage in the tariff; 63 for the error register. */
  readonly stage: number
  readonly description: string
  /** In units of 10^power Wh, as the meter counts. */
  readonly amount: bigint
  readonly power: number
}

export type RegisterResult = {
  readonly useCase: 1 | 2
  readonly tariff: string
  readonly asked: Period
  /** From the first valid reading inside to the last; TAF-1 has a result only where that is all of it. */
  readonly period: Period
  /** In the order of the tariff; the error register after its direction's stages unless the tariff lists it. */
  readonly registers: readonly StageRegister[]
  /** registers-shortened { start, end }, registers-error-energy { count }, registers-last-quarter. */
  readonly remarks: readonly Remark[]
}

type Sum = { amount: bigint; power: number | null }

/**
 * @param lists of one file of readings.
 * @throws AppError registers-… with what is missing or contradicts itself.
 */
export function computeRegisters(
  lists: readonly RegisterList[],
  tariff: TariffFile,
  span: Period,
  timeZone: TimeZone
): RegisterResult {
  const { useCase } = tariff
  if (useCase !== 1 && useCase !== 2) throw new AppError('registers-use-case', { useCase })
  const originals = lists.filter(({ isOriginal }) => isOriginal)
  if (originals.length === 0) throw new AppError('registers-no-original')
  if (span.end <= span.start) throw new AppError('range-backwards')
  if (useCase === 1) {
    assertTariffOfTaf1(lists, originals, tariff)
    assertPeriodOfTaf1(span, timeZone)
  }
  const sums = new Map<string, Sum>()
  const covered: Period[] = []
  for (const list of originals) {
    if (useCase === 1) addWhole(sums, list, tariff, span, timeZone)
    else addByStage(sums, list, tariff, span, timeZone, covered)
  }
  const registers = registersOf(sums, tariff)
  const covers = covered.length === 0 ? span : commonPeriod(covered)
  const remarks = useCase === 1 ? [] : remarksOf(tariff, registers, span, covers)
  return { useCase, tariff: tariff.name, asked: span, period: covers, registers, remarks }
}

function remarksOf(
  { days }: TariffFile,
  registers: readonly StageRegister[],
  asked: Period,
  { start, end }: Period
): readonly Remark[] {
  const errors = registers.filter(({ stage, amount }) => stage === ERROR_TARIFF && amount > 0n).length
  return [
    ...(start !== asked.start || end !== asked.end ? [{ code: 'registers-shortened', params: { start, end } }] : []),
    ...(errors > 0 ? [{ code: 'registers-error-energy', params: { count: errors } }] : []),
    ...(days.some(hasUnseenSwitch) ? [{ code: 'registers-last-quarter', params: {} }] : [])
  ]
}

/** From the first valid reading of any register to the last. */
function commonPeriod(covered: readonly Period[]): Period {
  return {
    start: toUtcSeconds(Math.min(...covered.map(({ start }) => start))),
    end: toUtcSeconds(Math.max(...covered.map(({ end }) => end)))
  }
}

/** TRuDI's rule: over a midnight without reading, a change at the very end counts as one inside (ADR 21). */
function endOfSearch(from: UtcSeconds, to: UtcSeconds, timeZone: TimeZone): UtcSeconds {
  const midnight = startOfDay(addDays(localDateAt(from, timeZone), 1), timeZone)
  return from < midnight && midnight < to ? toUtcSeconds(to + 1) : to
}

/** TAF-1: the whole difference over the period belongs to the one stage of the register. */
function addWhole(
  sums: Map<string, Sum>,
  list: RegisterList,
  tariff: TariffFile,
  period: Period,
  timeZone: TimeZone
): void {
  const readings = validReadings(list)
  const [first, last] = endsOf(readings, period)
  const days = daysOf(list, tariff)
  const [day] = days
  if (!day || days.length > 1) throw new AppError('registers-one-day', { days: days.length })
  assertWholeCalendar(tariff, new Set(day.ids), period, timeZone)
  const stage = tariff.stages.find(({ number }) => number === day.switches[0]?.stage)
  if (stage) add(sums, list, writeObisCode(stage.obis), last.reading.value - first.reading.value)
}

/** TAF-2: neighbour by neighbour. */
function addByStage(
  sums: Map<string, Sum>,
  list: RegisterList,
  tariff: TariffFile,
  period: Period,
  timeZone: TimeZone,
  covered: Period[]
): void {
  const days = daysOf(list, tariff)
  if (days.length === 0) return
  const starts = stageStarts(tariff, new Set(days.flatMap(({ ids }) => ids)), period, timeZone)
  const inside = validReadings(list).filter(({ at }) => at >= period.start && at <= period.end)
  const [first, last] = [inside[0], inside.at(-1)]
  if (!first || !last || first === last) throw new AppError('registers-no-value', { at: period.start })
  covered.push({ start: first.at, end: last.at })
  for (const [index, to] of inside.entries()) {
    const from = inside[index - 1]
    if (!from) continue
    const number = stageBetween(starts, from.at, endOfSearch(from.at, to.at, timeZone))
    const stage = tariff.stages.find((one) => one.number === number)
    add(sums, list, stage ? writeObisCode(stage.obis) : errorOf(list.obis), to.reading.value - from.reading.value)
  }
}

/** Status up to 2 and taken on time: an invalid or stray reading is as good as none. */
function validReadings(list: RegisterList): readonly AlignedReading[] {
  const all = alignReadings(list).blocks.flatMap(({ readings }) => [...readings])
  return all
    .filter(({ onGrid, reading }) => onGrid && reading.status <= 2)
    .filter(({ at }, index, valid) => valid[index - 1]?.at !== at)
}

function endsOf(
  readings: readonly AlignedReading[],
  { start, end }: Period
): readonly [AlignedReading, AlignedReading] {
  const at = (time: UtcSeconds): AlignedReading => {
    const found = readings.find((one) => one.at === time)
    if (!found) throw new AppError('registers-no-value', { at: time })
    return found
  }
  return [at(start), at(end)]
}

/** Days whose switches all lead to stages of the list's direction. */
function daysOf({ obis }: RegisterList, { days, stages }: TariffFile): TariffFile['days'] {
  const own = new Set(stages.filter((stage) => stage.obis.c === obis.c).map(({ number }) => number))
  return days.filter(({ switches }) => switches.every(({ stage }) => own.has(stage)))
}

/** The calendar has to name the days of the period, all of them and no other. */
function assertWholeCalendar(
  { calendar }: TariffFile,
  dayIds: ReadonlySet<string>,
  period: Period,
  timeZone: TimeZone
): void {
  const named = new Set<string>(calendar.flatMap(({ date, dayId }) => (dayIds.has(dayId) ? [date] : [])))
  const last = localDateAt(toUtcSeconds(period.end - 1), timeZone)
  for (let date = localDateAt(period.start, timeZone); date <= last; date = addDays(date, 1)) {
    if (!named.delete(date)) throw new AppError('registers-calendar', { date })
  }
  const [stray] = named
  if (stray !== undefined) throw new AppError('registers-calendar', { date: stray })
}

function add(sums: Map<string, Sum>, { power, line }: RegisterList, obis: string, amount: bigint): void {
  if (amount < 0n) throw new AppError('registers-backwards', { register: obis })
  const sum = sums.get(obis) ?? { amount: 0n, power: null }
  if (sum.power !== null && sum.power !== power) throw new AppError('ar2418-unit', { line })
  sums.set(obis, { amount: sum.amount + amount, power })
}

function errorOf({ a, b, c, d, f }: ObisCode): string {
  return writeObisCode({ a, b, c, d, e: ERROR_TARIFF, f })
}

function registersOf(sums: ReadonlyMap<string, Sum>, { useCase, stages }: TariffFile): readonly StageRegister[] {
  const powerOf = (one: ObisCode): number =>
    [...sums].find(([obis, { power }]) => power !== null && obis.startsWith(`${one.a}-${one.b}:${one.c}.`))?.[1]
      .power ?? 0
  const registerOf = ({ obis, number, description }: TariffStage): StageRegister => {
    const sum = sums.get(writeObisCode(obis))
    const stage = obis.e === ERROR_TARIFF ? ERROR_TARIFF : number
    return { obis, stage, description, amount: sum?.amount ?? 0n, power: sum?.power ?? powerOf(obis) }
  }
  if (useCase === 1 || stages.some(({ obis }) => obis.e === ERROR_TARIFF)) return stages.map(registerOf)
  return stages.flatMap((stage, index) => {
    const isLast = !stages.slice(index + 1).some(({ obis }) => obis.c === stage.obis.c)
    const error = { obis: { ...stage.obis, e: ERROR_TARIFF }, number: ERROR_TARIFF, description: '' }
    return [registerOf(stage), ...(isLast ? [registerOf(error)] : [])]
  })
}
