/** How the own house takes part, for the tray. */

import type { OpenHousehold } from '../../adapters/household/open-household'
import type { GroupView, Participation } from '../../app/contract'

export async function participationOf({ app }: OpenHousehold): Promise<Participation> {
  const { settings } = await app.procedures['program.state']({})
  const group = await app.procedures['rounds.group']({})
  return { group: group?.name ?? null, state: stateOf(group), language: settings.language }
}

function stateOf(group: GroupView | null): Participation['state'] {
  if (!group) return 'none'
  if (group.moved) return 'moved'
  if (group.paused) return 'paused'
  if (group.trouble === 'collector-unreachable' || group.trouble === 'collector-timeout') return 'unreachable'
  if (group.enrolment === 'pending') return 'enrolling'
  return group.enrolment === 'accepted' ? 'taking-part' : 'rejected'
}
