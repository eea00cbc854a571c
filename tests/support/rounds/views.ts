/** What the window would show, checked against the contract. */

import { roundsContract } from '../../../app/contract/rounds'
import type { GroupView, RoundDay } from '../../../app/contract'
import type { TestHousehold } from './test-household'

export async function dayOf({ rounds }: TestHousehold, utcDay: number): Promise<RoundDay> {
  return roundsContract['rounds.day'].response.parse(await rounds.procedures['rounds.day']({ utcDay }))
}

export async function groupOf({ rounds }: TestHousehold): Promise<GroupView> {
  const view = roundsContract['rounds.group'].response.parse(await rounds.procedures['rounds.group']({}))
  if (!view) throw new Error('not in a group')
  return view
}

/** Phase and reason of one day at every household. */
export async function phasesOf(households: readonly TestHousehold[], utcDay: number): Promise<string[]> {
  const days = await Promise.all(households.map((household) => dayOf(household, utcDay)))
  return days.map(({ summary }) => (summary.reason === null ? summary.phase : `${summary.phase}: ${summary.reason}`))
}
