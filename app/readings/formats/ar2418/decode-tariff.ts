/** Reads the tariff of a supplier's file (AnalysisProfile of VDE-AR-N 2418-6): stages, days, and the day of every date. */

import { AppError } from '../../../app-error'
import { type LocalDate, toLocalDate } from '../../../domain/calendar'
import { toUtcSeconds } from '../../../domain/interval'
import { readXmlDateTime } from '../xml/xml-date-time'
import type { XmlNode } from '../xml/read-xml'
import { child, childrenOf, smallNumber, textAt } from '../xml/xml-node'
import type { DaySwitch, TariffDay, TariffFile, TariffStage } from './ar2418-document'
import { readObisCode } from './obis-code'

const MAX_SECONDS = 5 * 366 * 86_400

/**
 * @param profile the element AnalysisProfile.
 * @throws AppError tariff-period, tariff-stage, tariff-no-day, tariff-day, tariff-date, tariff-unknown-day,
 * tariff-unknown-stage, tariff-week, tariff-trigger { line }.
 */
export function decodeTariff(profile: XmlNode): TariffFile {
  const useCase = smallNumber(textAt(profile, 'tariffUseCase'), 0, 99)
  if (useCase === undefined) throw refused('tariff-stage', profile)
  const stages = childrenOf(profile, 'TariffStage').map(stageOf)
  if (stages.length === 0) throw refused('tariff-stage', profile)
  const trigger = timeTriggerOf(profile)
  const days = childrenOf(trigger, 'DayProfile').map((day) => dayOf(day, stages))
  if (days.length === 0) throw refused('tariff-no-day', trigger)
  const known = new Set(days.flatMap(({ ids }) => ids))
  return {
    useCase,
    name: (textAt(profile, 'tariffId') ?? '').slice(0, 200),
    ...periodOf(profile),
    stages,
    days,
    calendar: childrenOf(trigger, 'SpecialDayProfile').map((date) => dateOf(date, known))
  }
}

function periodOf(profile: XmlNode): { readonly start: TariffFile['start']; readonly end: TariffFile['end'] } {
  const start = readXmlDateTime(textAt(profile, 'billingPeriod', 'start'))
  const seconds = smallNumber(textAt(profile, 'billingPeriod', 'duration'), 1, MAX_SECONDS)
  if (!start || seconds === undefined) throw refused('tariff-period', child(profile, 'billingPeriod') ?? profile)
  return { start: start.time, end: toUtcSeconds(start.time + seconds) }
}

function stageOf(node: XmlNode): TariffStage {
  const number = smallNumber(textAt(node, 'tariffNumber'), 0, 65_535)
  const obis = readObisCode(textAt(node, 'obisCode'))
  if (number === undefined || !obis) throw refused('tariff-stage', node)
  return { number, obis, description: (textAt(node, 'description') ?? '').slice(0, 200) }
}

/** The one kind of switching whose dates are all in the file; events and thresholds are not, nor are weeks rolled out. */
function timeTriggerOf(profile: XmlNode): XmlNode {
  const triggers = childrenOf(profile, 'TariffChangeTrigger')
  const [trigger] = triggers
  const time = trigger && child(trigger, 'TimeTrigger')
  if (!trigger || !time || triggers.length > 1) throw refused('tariff-trigger', trigger ?? profile)
  const week = child(time, 'WeekProfile') ?? child(time, 'SeasonProfile')
  if (week) throw refused('tariff-week', week)
  return time
}

function dayOf(node: XmlNode, stages: readonly TariffStage[]): TariffDay {
  const ids = childrenOf(node, 'dayId').map(({ text }) => text)
  const switches = childrenOf(node, 'DayTimeProfile').map((one) => switchOf(one, stages))
  switches.sort((one, other) => one.second - other.second)
  const isTwice = switches.some(({ second }, index) => index > 0 && switches[index - 1]?.second === second)
  if (ids.length === 0 || ids.includes('') || switches.length === 0 || isTwice) throw refused('tariff-day', node)
  return { ids, switches }
}

function switchOf(node: XmlNode, stages: readonly TariffStage[]): DaySwitch {
  const part = (name: string, most: number): number | undefined => {
    const text = textAt(node, 'startTime', name)
    return text === undefined ? 0 : smallNumber(text, 0, most)
  }
  const [hour, minute, second] = [part('hour', 23), part('minute', 59), part('second', 59)]
  const stage = smallNumber(textAt(node, 'tariffNumber'), 0, 65_535)
  if (hour === undefined || minute === undefined || second === undefined || stage === undefined) {
    throw refused('tariff-day', node)
  }
  if (!stages.some(({ number }) => number === stage)) throw refused('tariff-unknown-stage', node)
  return { second: hour * 3600 + minute * 60 + second, stage }
}

function dateOf(node: XmlNode, known: ReadonlySet<string>): { readonly date: LocalDate; readonly dayId: string } {
  const dayId = textAt(node, 'dayId') ?? ''
  if (!known.has(dayId)) throw refused('tariff-unknown-day', node)
  const part = (name: string): string => (textAt(node, 'specialDayDate', name) ?? '').padStart(2, '0')
  try {
    return { date: toLocalDate(`${part('year')}-${part('month')}-${part('day_of_month')}`), dayId }
  } catch {
    throw refused('tariff-date', node)
  }
}

function refused(code: string, { line }: XmlNode): AppError {
  return new AppError(code, { line })
}
