/** What a household reads from a roster that it keeps. */

import { signedRosterOf } from './evidence/evidence'
import { type Roster, decodeRosterBody } from './messages/roster'
import type { SeenRoster } from './round-store'

/** The list that the collector signed, also once nothing else of the roster is kept. @throws FormatError. */
export function listOf({ signed }: Pick<SeenRoster, 'signed'>): Roster {
  return decodeRosterBody(signedRosterOf(signed).body)
}
