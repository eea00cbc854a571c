/** What this household really sent into rounds, for check V18 of a bill: rounds keep it, bills compare it. */

import { FormatError } from '../crypto'
import { type UtcSeconds, startOfUtcDay, utcDayOf } from './domain/interval'
import type { MeterRecord } from './domain/meter/record'
import type { StoredDay } from './rounds/day-states'
import { roundsPerEpoch } from './rounds/epoch'
import { decodeSubmit } from './rounds/messages/submit'
import type { JoinedGroup, RoundStore } from './rounds/round-store'

/** Days read last stay in memory: a bill asks for its intervals one after the other. */
const MAX_CACHED_DAYS = 40

/** The commitment that went out for a record; null where none did. Of several groups the first that had one. */
export function submittedCommitments(
  store: Pick<RoundStore, 'groups' | 'day'>
): (record: MeterRecord) => Uint8Array | null {
  const days = new Map<string, readonly Uint8Array[] | null>()
  const dayOf = (joined: JoinedGroup, utcDay: number): readonly Uint8Array[] | null => {
    const key = `${joined.gid.join()} ${utcDay}`
    const known = days.get(key)
    if (known !== undefined) return known
    const read = commitmentsOf(joined, store.day(joined.gid, utcDay))
    if (days.size >= MAX_CACHED_DAYS) days.clear()
    // A day that is still open may get its submission any moment.
    if (read) days.set(key, read)
    return read
  }
  // Asked for every record of a bill: groups are read once for each of its days. A bill begins at or before the last record.
  let asked: { readonly at: UtcSeconds; readonly groups: readonly JoinedGroup[] } | null = null
  const groupsFor = (at: UtcSeconds): readonly JoinedGroup[] => {
    const isOn = asked !== null && at > asked.at && utcDayOf(at) === utcDayOf(asked.at)
    asked = { at, groups: isOn && asked ? asked.groups : store.groups() }
    return asked.groups
  }
  return ({ meterId, obis, intervalStart, seconds }) => {
    const utcDay = utcDayOf(intervalStart)
    for (const joined of groupsFor(intervalStart)) {
      const { chain, group } = joined
      if (chain.meterId !== meterId || chain.obis !== obis || group.mode !== 'batch' || group.seconds !== seconds)
        continue
      const commitment = dayOf(joined, utcDay)?.[(intervalStart - startOfUtcDay(utcDay)) / seconds]
      if (commitment) return commitment
    }
    return null
  }
}

function commitmentsOf({ group }: JoinedGroup, day: StoredDay | null): readonly Uint8Array[] | null {
  const wire = wireOf(day)
  if (!wire) return null
  try {
    return decodeSubmit(wire, roundsPerEpoch(group)).submit.coordinates.map(({ commitment }) => commitment)
  } catch (error) {
    // A damaged copy of what was sent says nothing about what was sent.
    if (error instanceof FormatError) return null
    throw error
  }
}

function wireOf(day: StoredDay | null): Uint8Array | null {
  if (day?.phase === 'submitted' || day?.phase === 'summed') return day.submitWire
  return day?.phase === 'lost' ? (day.submission?.submitWire ?? null) : null
}
