/** What the window asks about joining and leaving; files come and go as tokens. */

import { AppError } from '../app-error'
import type { CoreProcedures, InvitationView } from '../contract'
import type { Documents, OpenDocument } from '../ports'
import type { Rounds } from './create-rounds'
import { MAX_INVITATION_BYTES, fromInvitationFile, parseInvitation } from './invitation'

export type MembershipProcedures = Pick<
  CoreProcedures,
  | 'rounds.inspect-invitation'
  | 'rounds.join'
  | 'rounds.leave'
  | 'rounds.resume'
  | 'rounds.invitation'
  | 'rounds.save-invitation'
  | 'rounds.confirm-member'
  | 'rounds.take-number'
>

export function membershipProcedures(rounds: Omit<Rounds, 'procedures'>, documents: Documents): MembershipProcedures {
  return {
    'rounds.inspect-invitation': async (request) =>
      'file' in request
        ? inspectFile(rounds, await documents.open(request.file))
        : rounds.inspect(parseInvitation(request.text)),
    'rounds.join': async ({ text }) => {
      const { joined, obstacle } = rounds.inspect(parseInvitation(text))
      if (!joined && obstacle !== null) throw new AppError(obstacle)
      await rounds.join(parseInvitation(text))
      return {}
    },
    'rounds.leave': async () => {
      await rounds.leave()
      return {}
    },
    'rounds.resume': async () => {
      rounds.resume()
      return {}
    },
    'rounds.invitation': async () => ({ text: JSON.stringify(rounds.invitation()) }),
    'rounds.save-invitation': async ({ target }) => {
      await documents.replace(target, [new TextEncoder().encode(`${JSON.stringify(rounds.invitation(), null, 2)}\n`)])
      return {}
    },
    'rounds.confirm-member': async ({ id, confirmed }) => {
      if (confirmed) rounds.confirmMember(id)
      else rounds.forgetMember(id)
      return {}
    },
    'rounds.take-number': ({ text }) => Promise.resolve(rounds.takeNumber(text))
  }
}

function inspectFile(rounds: Pick<Rounds, 'inspect'>, { name, bytes, chunks }: OpenDocument): Promise<InvitationView> {
  return fromInvitationFile(name, async () => {
    if (bytes > MAX_INVITATION_BYTES) throw new AppError('invitation-malformed', { where: 'file' })
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true })
    return rounds.inspect(parseInvitation(text))
  })
}
