/** The words of a span's charts and tables: axis, bars, gaps, the sentence that is spoken for a bar. */

import { useI18n } from 'vue-i18n'
import type { ReadingsSpan } from '../../../app/contract'
import type { BarLevel, SpanBar } from '../../components/charts/span-bars'
import type { SpanWords } from '../../components/charts/span-scene'
import { useFormat } from '../../composables/use-format'

export function useSpanWords() {
  const { t } = useI18n()
  const f = useFormat()

  const words = (level: BarLevel): SpanWords => ({
    unit: (value) => t('chart.unit', { value, slot: t(`chart.level.${level}`) }),
    costUnit: (value) => t('chart.costUnitEuro', { value, slot: t(`chart.level.${level}`) }),
    number: f.value.number,
    price: f.value.priceRounded,
    gap: (gap) => {
      const span = { from: f.value.hourOf(gap.start), to: f.value.hourOf(gap.end) }
      if (gap.drawn === null) return [t('chart.gap', span)]
      return [t('chart.gapWithSum', span), t('chart.gapSum', { energy: f.value.energy(gap.drawn) })]
    },
    day: (date) => String(Number(date.slice(8))),
    weekday: (date) => f.value.weekdayAndDay(date),
    month: (date) => f.value.monthShort(date),
    year: (date) => date.slice(0, 4)
  })

  /** When a bar is, in words. */
  function when(bar: SpanBar, level: BarLevel): string {
    if (level === 'hour') {
      const hours = { from: f.value.time(bar.start), to: f.value.time(bar.end) }
      return `${f.value.weekdayAndDayLong(bar.first)}, ${t('chart.interval', hours)}`
    }
    if (level === 'day') return f.value.dayLong(bar.first)
    return level === 'week' ? f.value.days(bar.first, bar.last) : f.value.monthLong(bar.first)
  }

  function spoken(bar: SpanBar, level: BarLevel): string {
    const parts = [when(bar, level)]
    if (bar.drawn === null && bar.fedIn === null) return `${parts[0]}: ${t('chart.noReading')}`
    if (bar.drawn !== null) parts.push(t('chart.spokenDrawn', { energy: f.value.energy(bar.drawn) }))
    if (bar.fedIn) parts.push(t('chart.spokenFedIn', { energy: f.value.energy(bar.fedIn) }))
    if (bar.compare !== null) parts.push(t('chart.spokenCompared', { energy: f.value.energy(bar.compare) }))
    if (bar.cost !== null) parts.push(t('chart.spokenCost', { cost: f.value.cost(bar.cost) }))
    if (bar.measured === 0) parts.push(t('readings.long.title'))
    else if (bar.measured < bar.expected) parts.push(t('chart.spokenShare', { share: shareOf(bar) }))
    if (bar.estimated > 0) parts.push(t('chart.spokenEstimated'))
    if (bar.contradictions > 0)
      parts.push(t('readings.contradictionCount', { n: bar.contradictions }, bar.contradictions))
    return parts.join(', ')
  }

  /** Of what is still to come, and of what is known as a sum only, a share of slots says nothing. */
  function shareOf({ measured, expected, drawn, fedIn }: SpanBar): string {
    if (expected === 0 || (measured === 0 && (drawn !== null || fedIn !== null))) return '–'
    return f.value.percentKnown(measured, expected)
  }

  /** The whole of a span, in words. */
  function whole({ first, last }: Pick<ReadingsSpan, 'first' | 'last'>): string {
    return f.value.days(first, last)
  }

  return { words, when, spoken, shareOf, whole }
}
