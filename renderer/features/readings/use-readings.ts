/** The Readings page's state: which meter, which day or month, chart or table, compared with what. */

import { computed, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { ReadingsRange } from '../../../app/contract'
import { useAnswer } from '../../composables/use-answer'
import { useClient } from '../../composables/use-client'
import { addDays, addMonths, firstOfMonth, isLocalDate } from '../../format/local-date'

export type PeriodKind = 'day' | 'month'
export type Display = 'chart' | 'table'

export function useReadings() {
  const { client } = useClient()
  const route = useRoute()
  const ranges = useAnswer(() => client['readings.ranges']({}), { events: ['readings.changed', 'program.changed'] })
  const kind = ref<PeriodKind>('day')
  const display = ref<Display>('chart')
  const compare = ref(true)
  const wanted = ref<string | null>(null)
  const meter = ref<string | null>(null)

  const range = computed<ReadingsRange | null>(() => {
    const all = ranges.value.value ?? []
    return all.find((entry) => entry.meterId === meter.value) ?? all[0] ?? null
  })
  const date = computed(() => (range.value ? within(wanted.value ?? range.value.newest, range.value) : null))
  const question = (): string => `${range.value?.meterId}/${date.value}/${kind.value}`

  const day = useAnswer(
    () => {
      if (!range.value || date.value === null || kind.value !== 'day') return null
      return client['readings.day']({ meterId: range.value.meterId, date: date.value })
    },
    { dependsOn: question, events: ['readings.changed'] }
  )
  const month = useAnswer(
    () => {
      if (!range.value || date.value === null || kind.value !== 'month') return null
      return client['readings.month']({ meterId: range.value.meterId, month: firstOfMonth(date.value) })
    },
    { dependsOn: question, events: ['readings.changed'] }
  )

  function step(direction: 1 | -1): void {
    if (date.value === null) return
    wanted.value = kind.value === 'day' ? addDays(date.value, direction) : addMonths(date.value, direction)
  }

  const canStep = (direction: 1 | -1): boolean => {
    if (!range.value || date.value === null) return false
    const [first, last] =
      kind.value === 'day'
        ? [range.value.first, range.value.last]
        : [firstOfMonth(range.value.first), firstOfMonth(range.value.last)]
    const at = kind.value === 'day' ? date.value : firstOfMonth(date.value)
    return direction === 1 ? at < last : at > first
  }

  watch(
    () => route.query,
    (query) => {
      if (typeof query.date === 'string' && isLocalDate(query.date)) [kind.value, wanted.value] = ['day', query.date]
      if (typeof query.month === 'string' && isLocalDate(query.month))
        [kind.value, wanted.value] = ['month', query.month]
    },
    { immediate: true }
  )

  return {
    ranges,
    range,
    meter,
    kind,
    display,
    compare,
    date,
    day,
    month,
    step,
    canStep,
    goTo: (to: string) => (wanted.value = to)
  }
}

/** A day inside what is stored. */
function within(date: string, range: ReadingsRange): string {
  if (date < range.first) return range.first
  return date > range.last ? range.last : date
}
