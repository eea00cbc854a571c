/** What joining by an invitation would mean for this household, before anything is made or sent. */

import { equalBytes, toHex } from '../../crypto'
import { AppError } from '../app-error'
import type { InvitationView } from '../contract'
import { toMilliwattHours } from '../domain/energy'
import { OBIS_DRAWN } from '../domain/meter/meter'
import { type Invitation, decodeInvitation, encodeInvitation } from './invitation'
import { chainToReturnWith, matchingChain } from './join-group'
import { groupId } from './messages/group-parameters'
import type { RoundsContext } from './rounds-context'

/** @param json the parsed file. @throws AppError invitation-malformed. */
export function inspectInvitation(context: RoundsContext, json: unknown): InvitationView {
  const invitation = decodeInvitation(json)
  const { group, address, operator, pin } = invitation
  const gid = groupId(context.primitives, group)
  return {
    text: JSON.stringify(encodeInvitation(invitation)),
    name: group.name,
    operator,
    address,
    secured: pin ? 'pinned' : address.startsWith('https:') ? 'certificate' : 'this-pc',
    pin: pin && toHex(pin),
    gid: toHex(gid),
    mode: group.mode,
    direction: group.obis === OBIS_DRAWN ? 'drawn' : 'fed-in',
    seconds: group.seconds,
    smallestRoster: group.minRoster,
    largest: toMilliwattHours(group.maxValue, group.unitExp),
    ...standing(context, invitation, gid)
  }
}

function standing(
  context: RoundsContext,
  invitation: Invitation,
  gid: Uint8Array
): Pick<InvitationView, 'joined' | 'meterId' | 'obstacle'> {
  const groups = context.store.groups().filter(({ departure }) => !departure)
  const own = groups.find((joined) => equalBytes(joined.gid, gid))
  if (own) return { joined: true, meterId: chainToReturnWith(context, own).meterId, obstacle: null }
  const none = { joined: false, meterId: null }
  if (groups.length > 0) return { ...none, obstacle: 'in-a-group-already' }
  try {
    return { joined: false, meterId: matchingChain(context, invitation).id.meterId, obstacle: null }
  } catch (error) {
    if (error instanceof AppError) return { ...none, obstacle: error.code }
    throw error
  }
}
