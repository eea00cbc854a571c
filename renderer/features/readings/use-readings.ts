/** The Readings page's state: which meter, which days, chart or table, compared with what. */

import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import type { ReadingsDay, ReadingsRange, ReadingsSpan } from '../../../app/contract'
import { useAnswer } from '../../composables/use-answer'
import { useClient } from '../../composables/use-client'
import { addDays, daysBetween, isLocalDate } from '../../format/local-date'
import { isCoarse } from './coarse-source'
import { type Comparison, type Days, type PeriodKind, comparedDays, periodOf, shifted, stepFrom } from './period'

export type Display = 'chart' | 'table'

export type SpanKind = Exclude<PeriodKind, 'day'>

/** What the page shows: the newest answer, until the next one is there. */
export type Shown =
  | { readonly kind: 'day'; readonly day: ReadingsDay }
  | { readonly kind: SpanKind; readonly span: ReadingsSpan; readonly compare: Comparison }

/** Spans as long as these have a row per hour. */
const DAYS_OF_HOURS = 8
/** As many days as the core shows at once. */
const MOST_DAYS = 4018
/** What a free range begins with. */
const RECENT_DAYS = 90

export function useReadings() {
  const { client } = useClient()
  const route = useRoute()
  const events = ['readings.changed', 'program.changed'] as const
  const ranges = useAnswer(() => client['readings.ranges']({}), { events })
  const kind = ref<PeriodKind>('day')
  const display = ref<Display>('chart')
  const compare = ref<Comparison>('before')
  const wanted = ref<string | null>(null)
  const meter = ref<string | null>(null)
  const chosen = ref<Days | null>(null)

  const range = computed<ReadingsRange | null>(() => {
    const all = ranges.value.value ?? []
    return (
      all.find((entry) => entry.meterId === meter.value) ?? all.find((entry) => !entry.isProduction) ?? all[0] ?? null
    )
  })
  const date = computed(() => (range.value ? within(wanted.value ?? range.value.newest, range.value) : null))
  const days = computed<Days | null>(() =>
    range.value && date.value !== null ? periodOf(kind.value, date.value, chosen.value ?? recent(range.value)) : null
  )
  const question = (): string =>
    JSON.stringify([range.value?.meterId, kind.value, days.value, kind.value === 'day' ? '' : compare.value])

  const day = useAnswer(
    () => {
      if (!range.value || date.value === null || kind.value !== 'day') return null
      return client['readings.day']({ meterId: range.value.meterId, date: date.value })
    },
    { dependsOn: question, events: ['readings.changed'], keepsOld: true }
  )
  const span = useAnswer(
    () => {
      if (!range.value || !days.value || kind.value === 'day') return null
      return client['readings.span']({
        meterId: range.value.meterId,
        ...days.value,
        by: daysBetween(days.value.first, days.value.last) <= DAYS_OF_HOURS ? 'hour' : 'day',
        compare: comparedDays(kind.value, compare.value, days.value)
      })
    },
    { dependsOn: question, events: ['readings.changed'], keepsOld: true }
  )

  const shown = shallowRef<Shown | null>(null)
  watch([day.value, span.value, day.loading, span.loading], () => {
    const isDay = kind.value === 'day'
    if (isDay ? day.loading.value : span.loading.value) return
    if (isDay && day.value.value) shown.value = { kind: 'day', day: day.value.value }
    if (!isDay && span.value.value) {
      shown.value = { kind: kind.value as SpanKind, span: span.value.value, compare: compare.value }
    }
  })

  function step(direction: 1 | -1): void {
    if (date.value === null || !days.value) return
    if (kind.value === 'range') chosen.value = shifted(days.value, direction)
    else wanted.value = stepFrom(kind.value, date.value, direction)
  }

  const canStep = (direction: 1 | -1): boolean => {
    if (!range.value || !days.value) return false
    return direction === 1 ? days.value.last < range.value.last : days.value.first > range.value.first
  }

  function goTo(to: string, as: PeriodKind = kind.value): void {
    wanted.value = to
    kind.value = as
  }

  function choose({ first, last }: Days): void {
    const longest = addDays(first, MOST_DAYS - 1)
    chosen.value = { first, last: last > longest ? longest : last }
  }

  watch(
    () => route.query,
    (query) => {
      if (typeof query.date === 'string' && isLocalDate(query.date)) goTo(query.date, 'day')
      if (typeof query.month === 'string' && isLocalDate(query.month)) goTo(query.month, 'month')
    },
    { immediate: true }
  )
  // Where not even days can be told apart, a day is no page to begin with.
  watch(
    () => range.value?.meterId,
    () => {
      const isAsked = route.query.date !== undefined || route.query.month !== undefined
      const seconds = range.value?.seconds ?? null
      if (!isAsked && kind.value === 'day' && seconds !== null && isCoarse(seconds)) kind.value = 'year'
    }
  )
  watch(kind, (now) => {
    if (now === 'day' && compare.value === 'year') compare.value = 'before'
  })

  return { ranges, range, meter, kind, display, compare, date, days, day, span, shown, step, canStep, goTo, choose }
}

/** A day inside what is stored. */
function within(date: string, range: ReadingsRange): string {
  if (date < range.first) return range.first
  return date > range.last ? range.last : date
}

/** The newest three months, or all where there are fewer. */
function recent({ first, last }: ReadingsRange): Days {
  const from = addDays(last, 1 - RECENT_DAYS)
  return { first: from < first ? first : from, last }
}
