/** The words of a day's chart: axis, gaps, names of the series, the sentence that is spoken for a bar. */

import { useI18n } from 'vue-i18n'
import type { ReadingsDay } from '../../../app/contract'
import { useFormat } from '../../composables/use-format'
import type { DayWords } from './day-scene'

type Slot = ReadingsDay['slots'][number]

const MINUTE = 60
const QUARTER = 900
const HALF = 1800
const HOUR = 3600
const DAY = 86_400
const WEEK = 7
const MONTH = { fewest: 28, most: 31 } as const

export function useDayWords() {
  const { t } = useI18n()
  const f = useFormat()

  function slotName(seconds: number): string {
    if (seconds === QUARTER) return t('chart.slot.quarter')
    if (seconds === HALF) return t('chart.slot.half')
    if (seconds === HOUR) return t('chart.slot.hour')
    if (seconds < MINUTE) return t('chart.slot.seconds', { n: f.value.number(seconds) })
    if (seconds === MINUTE) return t('chart.slot.minute')
    if (seconds < HOUR) return t('chart.slot.minutes', { n: f.value.number(seconds / MINUTE) })
    // Days are an hour longer or shorter where the clock changes.
    if (Math.abs(seconds - DAY) <= HOUR) return t('chart.slot.day')
    if (seconds < DAY) return t('chart.slot.hours', { n: f.value.number(Math.round(seconds / HOUR)) })
    const days = Math.round(seconds / DAY)
    if (days === WEEK) return t('chart.slot.week')
    if (days >= MONTH.fewest && days <= MONTH.most) return t('chart.slot.month')
    return t('chart.slot.days', { n: f.value.number(days) })
  }

  /** @param isToday the newest day need not be today: readings may come from a file of last year */
  function words(day: ReadingsDay, kind: 'today' | 'full', isToday: boolean): DayWords {
    return {
      unit: (value) => t('chart.unit', { value, slot: slotName(day.seconds) }),
      number: f.value.number,
      endOfDay: t('chart.endOfDay'),
      price: f.value.priceRounded,
      gap: (gap) => {
        const span = { from: f.value.time(gap.start), to: f.value.time(gap.end) }
        return gap.drawn === null
          ? [t('chart.gap', span)]
          : [t('chart.gapWithSum', span), t('chart.gapSum', { energy: f.value.energy(gap.drawn) })]
      },
      clockChange: t('chart.clockChange'),
      names:
        kind === 'today'
          ? {
              up: t(isToday ? 'chart.drawnToday' : 'chart.drawnThatDay'),
              down: t(isToday ? 'chart.fedInToday' : 'chart.fedInThatDay'),
              usual: t('chart.usualDay', { weekday: f.value.weekday(day.date) })
            }
          : {}
    }
  }

  /** One sentence for a bar, for those who hear it. */
  function spoken(slot: Slot, previous: number | null): string {
    const parts = [t('chart.interval', { from: f.value.time(slot.start), to: f.value.time(slot.start + slot.seconds) })]
    if (slot.quality === 'missing' && slot.drawn === null) return `${parts[0]}: ${t('chart.noReading')}`
    if (slot.drawn !== null) parts.push(t('chart.spokenDrawn', { energy: f.value.energy(slot.drawn, 3) }))
    if (slot.fedIn) parts.push(t('chart.spokenFedIn', { energy: f.value.energy(slot.fedIn, 3) }))
    if (previous !== null) parts.push(t('chart.spokenPrevious', { energy: f.value.energy(previous, 3) }))
    if (slot.cost !== null) parts.push(t('chart.spokenCost', { cost: f.value.cents(slot.cost) }))
    if (slot.quality !== 'measured') parts.push(t(`quality.${slot.quality}`))
    return parts.join(', ')
  }

  return { words, spoken, slotName }
}
