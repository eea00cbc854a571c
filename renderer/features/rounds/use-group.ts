/** The group, the chosen day and the chosen interval of it. */

import { computed, ref, watch } from 'vue'
import { useAnswer } from '../../composables/use-answer'
import { useClient } from '../../composables/use-client'

/** Phases in which something of this house is with the collector. */
const SENT = new Set(['submitted', 'verified', 'partly-verified', 'false-sum', 'no-sum'])

export function useGroup() {
  const { client } = useClient()
  const group = useAnswer(() => client['rounds.group']({}), { events: ['rounds.changed', 'program.changed'] })
  const wantedDay = ref<number | null>(null)
  const wantedInterval = ref<number | null>(null)

  const days = computed(() => group.value.value?.days ?? [])
  const utcDay = computed(() => {
    if (wantedDay.value !== null && days.value.some((day) => day.utcDay === wantedDay.value)) return wantedDay.value
    const summed = days.value.find((day) => day.sum !== null) ?? days.value.find((day) => SENT.has(day.phase))
    return (summed ?? days.value[0])?.utcDay ?? null
  })
  const day = useAnswer(() => (utcDay.value === null ? null : client['rounds.day']({ utcDay: utcDay.value })), {
    dependsOn: () => utcDay.value,
    events: ['rounds.changed']
  })
  const count = computed(() => day.value.value?.intervals.length ?? 0)
  /** Evening, where there is one: the hour in which most is going on. */
  const interval = computed(() => {
    if (count.value === 0) return null
    return Math.min(count.value - 1, wantedInterval.value ?? Math.floor(count.value * 0.75))
  })

  function stepInterval(direction: 1 | -1): void {
    if (interval.value !== null)
      wantedInterval.value = Math.min(count.value - 1, Math.max(0, interval.value + direction))
  }

  watch(utcDay, (_, before) => before === null && (wantedInterval.value = null))
  return {
    group,
    days,
    utcDay,
    day,
    interval,
    count,
    stepInterval,
    chooseDay: (to: number) => (wantedDay.value = to),
    chooseInterval: (to: number) => (wantedInterval.value = to)
  }
}
