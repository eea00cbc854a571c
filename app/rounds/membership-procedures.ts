/** What the window asks about joining and leaving; files come and go as tokens. */

import { AppError } from '../app-error'
import type { CoreProcedures } from '../contract'
import type { Documents } from '../ports'
import type { Rounds } from './create-rounds'

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

const MAX_BYTES = 4000

export function membershipProcedures(rounds: Omit<Rounds, 'procedures'>, documents: Documents): MembershipProcedures {
  return {
    'rounds.inspect-invitation': async (request) =>
      rounds.inspect(parsed('file' in request ? await readText(documents, request.file) : request.text)),
    'rounds.join': async ({ text }) => {
      const { joined, obstacle } = rounds.inspect(parsed(text))
      if (!joined && obstacle !== null) throw new AppError(obstacle)
      await rounds.join(parsed(text))
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

async function readText(documents: Documents, token: string): Promise<string> {
  const document = await documents.open(token)
  if (document.bytes > MAX_BYTES) throw new AppError('invitation-malformed', { where: 'file' })
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of document.chunks) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_BYTES) throw new AppError('invitation-malformed', { where: 'file' })
  }
  return text
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invitation-malformed', { where: 'file' })
  }
}
