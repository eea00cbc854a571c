/** Two days as a span: the month once where both lie in it; one day by itself. */

import { useI18n } from 'vue-i18n'
import { firstOfMonth } from '../format/local-date'
import { useFormat } from './use-format'

export function useSpan(): (first: string, last: string) => string {
  const { t } = useI18n()
  const f = useFormat()
  return (first, last) => {
    if (first === last) return f.value.dayFull(first)
    const sameMonth = firstOfMonth(first) === firstOfMonth(last)
    return t('common.days', {
      first: sameMonth ? f.value.dayNumber(first) : f.value.dayFull(first),
      last: f.value.dayFull(last)
    })
  }
}
