/** What this household really sent into rounds, for check V18 of a bill: rounds keep it, bills compare it. */

import { FormatError } from '../crypto'
import { SECONDS_PER_DAY, type UtcSeconds, startOfUtcDay, utcDayOf } from './domain/interval'
import type { MeterRecord } from './domain/meter/record'
import type { StoredDay } from './rounds/day-states'
import { roundsPerEpoch } from './rounds/epoch'
import type { LiveRound } from './rounds/live/live-states'
import { decodeSubmit } from './rounds/messages/submit'
import type { JoinedGroup, RoundStore } from './rounds/round-store'

type Submissions = Pick<RoundStore, 'groups' | 'day' | 'roundsBetween'>

/** By the place of the interval in its UTC day; null where nothing went out. */
type SentDay = readonly (Uint8Array | null)[]

/**
 * One day of records asked for one after the other, which is how a bill asks: groups and days are read once for it. It
 * ends with the day or a step back in time, so what is sent later is seen by the next bill.
 */
type Walk = {
  readonly day: number
  readonly groups: readonly JoinedGroup[]
  readonly sent: Map<JoinedGroup, SentDay>
}

/** The commitment that went out for a record; null where none did. Of several groups the first that had one. */
export function submittedCommitments(store: Submissions): (record: MeterRecord) => Uint8Array | null {
  let walk: Walk | null = null
  let last: UtcSeconds | null = null
  const walkTo = (at: UtcSeconds): Walk => {
    const day = utcDayOf(at)
    if (walk?.day !== day || last === null || at <= last) walk = { day, groups: store.groups(), sent: new Map() }
    last = at
    return walk
  }
  return ({ meterId, obis, intervalStart, seconds }) => {
    const { day, groups, sent } = walkTo(intervalStart)
    for (const joined of groups) {
      const { chain, group } = joined
      if (chain.meterId !== meterId || chain.obis !== obis || group.seconds !== seconds) continue
      const commitments = sent.get(joined) ?? sentOn(store, joined, day)
      sent.set(joined, commitments)
      const commitment = commitments[(intervalStart - startOfUtcDay(day)) / seconds]
      if (commitment) return commitment
    }
    return null
  }
}

function sentOn(store: Submissions, { gid, group }: JoinedGroup, utcDay: number): SentDay {
  if (group.mode === 'batch') return commitmentsOf(wireOfDay(store.day(gid, utcDay)), roundsPerEpoch(group))
  const intervals = SECONDS_PER_DAY / group.seconds
  const first = utcDay * intervals
  const sent: (Uint8Array | null)[] = Array.from({ length: intervals }, () => null)
  for (const round of store.roundsBetween(gid, first, first + intervals - 1)) {
    sent[round.t - first] = commitmentsOf(wireOfRound(round), roundsPerEpoch(group))[0] ?? null
  }
  return sent
}

function commitmentsOf(wire: Uint8Array | null, rounds: number): SentDay {
  if (!wire) return []
  try {
    return decodeSubmit(wire, rounds).submit.coordinates.map(({ commitment }) => commitment)
  } catch (error) {
    // A damaged copy of what was sent says nothing about what was sent.
    if (error instanceof FormatError) return []
    throw error
  }
}

function wireOfDay(day: StoredDay | null): Uint8Array | null {
  if (day?.phase === 'submitted' || day?.phase === 'summed') return day.submitWire
  return day?.phase === 'lost' ? (day.submission?.submitWire ?? null) : null
}

function wireOfRound(round: LiveRound): Uint8Array | null {
  if (round.phase === 'submitted' || round.phase === 'summed') return round.submitWire
  return round.phase === 'ended' ? (round.submission?.submitWire ?? null) : null
}
