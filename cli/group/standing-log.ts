/** What a box without a screen says of its part in the group: a line whenever something has changed. */

import type { GroupView } from '../../app/contract'
import { SECONDS_PER_DAY, toIsoInstant, toUtcSeconds } from '../../app/domain/interval'
import { troubleSentence } from './trouble-sentences'

type Day = GroupView['days'][number]

/** Rounds of older days are over. */
const DAYS = 10
const MWH_PER_KWH = 1_000_000

/** @returns what is to be told each time after the rounds were looked at. */
export function createStandingLog(say: (line: string) => void): (group: GroupView | null) => void {
  const said = new Map<string, string>()
  const change = (about: string, line: string | null): void => {
    if (said.get(about) === (line ?? '')) return
    if (line !== null || said.has(about)) say(line ?? 'Nothing stands in the way any more.')
    said.set(about, line ?? '')
  }
  return (group) => {
    if (!group) return
    change('trouble', troubleSentence(group))
    for (const day of group.days.slice(0, DAYS).reverse()) {
      const line = lineOf(day)
      if (line !== null) change(String(day.utcDay), line)
    }
  }
}

/** Null while nothing of the day has left the house. */
function lineOf({ utcDay, phase, reason, members, intervals, verified, sum }: Day): string | null {
  if (phase === 'waiting') return null
  const day = toIsoInstant(toUtcSeconds(utcDay * SECONDS_PER_DAY)).slice(0, 10)
  const why = reason === null ? '' : ` (${reason.replaceAll('-', ' ')})`
  if (sum === null || verified === 0) return `${day}: ${WORDS[phase]}${why}`
  const total = (sum / MWH_PER_KWH).toFixed(3)
  return `${day}: sums of ${String(members ?? 0)} homes checked for ${String(verified)} of ${String(intervals)} intervals, ${total} kWh in all${why}`
}

const WORDS: Readonly<Record<Exclude<Day['phase'], 'waiting'>, string>> = {
  'keys-sent': 'on offer',
  'not-offered': 'not offered',
  submitted: 'sent, masked; waiting for the sum',
  verified: 'the sum was checked',
  'partly-verified': 'a part of the sums was checked',
  refused: 'the list was refused',
  'false-sum': 'the collector stated a false sum',
  'no-sum': 'no sum; what was sent stays masked',
  'not-in-a-sum': 'on no list'
}
