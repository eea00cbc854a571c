/** What others learnt of a day: from rounds, privacy log and bills, never from constants (docs/look.md 2). */

import { type ComputedRef, computed } from 'vue'
import type { BillSummary, RoundDaySummary } from '../../app/contract'
import { useAnswer } from './use-answer'
import { useClient } from './use-client'

export type Outside = {
  readonly groupName: string | null
  /** The day's sum, once it is there. */
  readonly sum: RoundDaySummary | null
  /** Newest day with a sum, for a day that has none yet. */
  readonly newestSum: RoundDaySummary | null
  /** Messages of rounds that left on this local day. */
  readonly roundMessages: number
  /** Everything else that left the house for the supplier on this day. */
  readonly billMessages: number
  /** The genuine bill that covers the day. */
  readonly bill: BillSummary | null
}

const DAY_MS = 86_400_000

/** @param date local day YYYY-MM-DD, or null while it is not known */
export function useOutside(date: () => string | null): ComputedRef<Outside | null> {
  const { client } = useClient()
  const group = useAnswer(() => client['rounds.group']({}), { events: ['rounds.changed'] })
  const bills = useAnswer(() => client['bills.list']({}), { events: ['bills.changed'] })
  const log = useAnswer(() => (date() === null ? null : client['privacy.day']({ date: date() })), {
    dependsOn: date,
    events: ['privacy.changed']
  })
  return computed(() => {
    const day = date()
    if (day === null || group.loading.value || bills.loading.value || !log.value.value) return null
    const utcDay = Date.parse(`${day}T00:00:00Z`) / DAY_MS
    const days = group.value.value?.days ?? []
    const messages = (kind: string): number =>
      log.value.value?.recipients
        .filter((to) => to.purpose.startsWith(kind))
        .reduce((sum, to) => sum + to.messages, 0) ?? 0
    return {
      groupName: group.value.value?.name ?? null,
      sum: days.find((entry) => entry.utcDay === utcDay && entry.sum !== null) ?? null,
      newestSum: days.find((entry) => entry.sum !== null) ?? null,
      roundMessages: messages('round-'),
      billMessages: messages('bill-'),
      bill:
        bills.value.value?.find((bill) => bill.verdict !== 'not-genuine' && bill.first <= day && day <= bill.last) ??
        null
    }
  })
}
