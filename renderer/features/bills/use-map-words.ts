/** What the maps of a bill say of one of their intervals, and below themselves. */

import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { BillReport } from '../../../app/contract'
import { useDayWords } from '../../components/charts/use-day-words'
import { useFormat } from '../../composables/use-format'
import { MAP_KINDS, countOf } from './map-geometry'

export type MapInterval = { readonly start: number; readonly kind: string }

/**
 * @param mark    what an interval is drawn as
 * @param walked  the interval the keyboard stands on, or null
 */
export function useMapWords(report: () => BillReport, mark: 'stroke' | 'point', walked: () => MapInterval | null) {
  const { t } = useI18n()
  const f = useFormat()
  const { slotName } = useDayWords()

  const spoken = computed(() => {
    const interval = walked()
    if (!interval) return ''
    const { start, kind } = interval
    const span = t('chart.interval', { from: f.value.time(start), to: f.value.time(start + report().seconds) })
    return `${f.value.weekdayOf(start)}, ${span}, ${t(`bills.map.kinds.${MAP_KINDS[kind] ?? 'missing'}`)}`
  })

  const caption = computed(() => {
    const { map } = report()
    const wrong = countOf(report(), 'x')
    const checked = map.reduce((sum, { slots }) => sum + slots.length, 0) - countOf(report(), '-')
    const counted = t(
      wrong > 0 ? 'bills.map.someWrong' : 'bills.map.allChecked',
      { checked: f.value.number(checked), wrong: f.value.number(wrong) },
      wrong > 0 ? wrong : checked
    )
    return `${t(`bills.map.${mark}`, { slot: slotName(report().seconds) })} ${counted}`
  })

  return { spoken, caption }
}
