/** ROSTER, and each reason to refuse it. */

import { toHex } from '../../../../crypto'
import { type Cast, createCast } from '../vector-cast'
import { rosterEntryVectors } from './roster-entry-vectors'
import { rosterListVectors } from './roster-list-vectors'
import { rosterTools } from './roster-tools'
import type { RoundVector } from './round-vector'

export function rosterVectors(cast: Cast): RoundVector[] {
  const tools = rosterTools(cast)
  const { context, make } = tools
  const { roster: good } = cast
  return [
    ...rosterListVectors(cast, tools),
    ...rosterEntryVectors(cast, tools),
    make('too-few-companions', 'Three verified members instead of four.', good, 'too-few-companions', {
      confirmed: [...context.confirmed].slice(0, 3)
    }),
    make('companions-not-in-it', 'Verified members, but none of them in this roster.', good, 'too-few-companions', {
      confirmed: createCast('strangers').members.map(({ memberId }) => toHex(memberId))
    })
  ]
}
