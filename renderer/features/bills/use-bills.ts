/** The bills, the chosen one with its report, and the chosen stroke of it. */

import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useAnswer } from '../../composables/use-answer'
import { useClient } from '../../composables/use-client'

export function useBills() {
  const { client } = useClient()
  const route = useRoute()
  const router = useRouter()
  const list = useAnswer(() => client['bills.list']({}), { events: ['bills.changed', 'program.changed'] })
  const history = useAnswer(() => client['bills.history']({}), { events: ['bills.changed', 'program.changed'] })
  const hash = computed(() => {
    const wanted = route.params.hash
    const bills = list.value.value ?? []
    if (typeof wanted === 'string' && bills.some((bill) => bill.hash === wanted)) return wanted
    return bills[0]?.hash ?? null
  })
  const report = useAnswer(() => (hash.value === null ? null : client['bills.report']({ hash: hash.value })), {
    dependsOn: () => hash.value,
    events: ['bills.changed']
  })
  const start = ref<number | null>(null)
  const interval = useAnswer(
    () =>
      hash.value === null || start.value === null
        ? null
        : client['bills.interval']({ hash: hash.value, start: start.value }),
    { dependsOn: () => [hash.value, start.value] }
  )
  watch(hash, () => (start.value = null))
  return {
    list,
    history,
    hash,
    report,
    start,
    interval,
    show: (to: string) => void router.push({ name: 'bills', params: { hash: to } })
  }
}
