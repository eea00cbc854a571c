/**
 * The vectors of the rounds: every message once as it must be, and once for each way in which it can be broken. Made
 * from a seed; the test beside them compares, and writes them anew where WATTVEIL_WRITE_VECTORS is set.
 */

import { createCast } from './vector-cast'
import { blameVectors } from './vectors/blame-vectors'
import { boardVectors } from './vectors/board-vectors'
import { comparedVectors } from './vectors/compared-vectors'
import { groupVectors } from './vectors/group-vectors'
import { endVectors, enrolVectors, keysVectors, refuseVectors } from './vectors/member-vectors'
import { publishedVectors } from './vectors/published-vectors'
import type { RoundVector } from './vectors/round-vector'
import { rosterVectors } from './vectors/roster-vectors'
import { padVectors, submitVectors } from './vectors/submit-vectors'

export async function roundVectors(): Promise<readonly RoundVector[]> {
  const cast = createCast('round vectors')
  return [
    ...groupVectors(cast),
    ...enrolVectors(cast),
    ...endVectors(cast),
    ...keysVectors(cast),
    ...rosterVectors(cast),
    ...padVectors(cast),
    ...submitVectors(cast),
    ...refuseVectors(cast),
    ...blameVectors(cast),
    ...boardVectors(cast),
    ...(await publishedVectors(cast)),
    ...comparedVectors(cast)
  ]
}
