/**
 * A neighbour's safety number, before a list names the neighbour: neighbours meet when they join, the first list comes days
 * later. The number stands for id and meter key (docs/protocol/rounds.md 7.1), so whoever shows the list cannot bend it.
 */

import { toHex } from '../../crypto'
import { readSafetyText } from '../contract/safety-text'
import type { NumberOutcome } from '../contract'
import { membersOf } from './day-view'
import { decodeEnrol } from './messages/enrol'
import type { SignedRoster } from './messages/roster'
import type { JoinedGroup } from './round-store'
import type { RoundsContext } from './rounds-context'
import { safetyNumber } from './safety-number'
import { digitsOfWords } from './safety-words'

/** Verifies the home of the newest list that has this number, or keeps it until a list names that home. */
export function takeNumber(context: RoundsContext, joined: JoinedGroup, typed: string): NumberOutcome {
  const { primitives, store, clock } = context
  const text = readSafetyText(typed)
  const digits = text && ('digits' in text ? text.digits : digitsOfWords(text.words))
  if (digits === null) return { outcome: 'malformed', meterId: null }
  const { meterKey } = decodeEnrol(joined.enrolWire).enrol
  if (digits === safetyNumber(primitives, { memberId: joined.memberId, meterKey })) {
    return { outcome: 'own', meterId: null }
  }
  const roster = store.newestRoster(joined.gid)
  const found = roster && membersOf(context, joined, roster).find((one) => one.safetyNumber === digits)
  if (!found) {
    store.keepNumber(digits, clock.now())
    return { outcome: 'kept', meterId: null }
  }
  store.confirmMember(found.id, clock.now())
  return { outcome: 'verified', meterId: found.meterId ?? found.shortKey }
}

/** Homes that these lists name and whose number was kept are verified from now on. */
export function meetKeptNumbers({ store, primitives, clock }: RoundsContext, shown: readonly SignedRoster[]): void {
  const kept = new Set(store.keptNumbers())
  if (kept.size === 0) return
  for (const { roster } of shown) {
    for (const member of roster.members) {
      const number = safetyNumber(primitives, member)
      if (!kept.has(number)) continue
      store.transaction(() => {
        store.confirmMember(toHex(member.memberId), clock.now())
        store.dropNumber(number)
      })
    }
  }
}
