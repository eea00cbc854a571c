/** Everything the Overview shows: the day, the month, the last bill, the group, what left the house. */

import { computed } from 'vue'
import { useAnswer } from '../../composables/use-answer'
import { useClient } from '../../composables/use-client'

export function useOverview() {
  const { client } = useClient()
  const overview = useAnswer(() => client['readings.overview']({}), { events: ['readings.changed', 'program.changed'] })
  const bills = useAnswer(() => client['bills.list']({}), { events: ['bills.changed'] })
  const group = useAnswer(() => client['rounds.group']({}), { events: ['rounds.changed'] })
  const today = useAnswer(() => client['privacy.day']({ date: null }), { events: ['privacy.changed'] })
  const lastBill = computed(() => bills.value.value?.[0] ?? null)
  const report = useAnswer(
    () => {
      const hash = lastBill.value?.hash
      return hash === undefined ? null : client['bills.report']({ hash })
    },
    { dependsOn: () => lastBill.value?.hash }
  )
  return { overview, lastBill, report: report.value, group: group.value, today: today.value }
}
