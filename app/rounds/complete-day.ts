/** An epoch fit for a round (a UTC day; in live mode an interval): all records there, regular, opened and signed (docs/protocol/rounds.md 3.1). */

import { type Primitives, ELEMENT_BYTES, concatBytes, encodeScalar, equalBytes } from '../../crypto'
import { type Opening, hashRecord, verifyHead } from '../domain/meter/record'
import type { CommitmentWork } from '../ports'
import type { ChainEntry, ChainStore, HeldChain } from '../readings/chain-store'
import { roundsPerEpoch, spanOf } from './epoch'
import { headOfDay } from './member-day'
import type { MemberDay } from './messages/data'
import type { GroupParameters } from './messages/group-parameters'

export type CompleteDay = {
  readonly utcDay: number
  readonly day: MemberDay
  /** One for each commitment. Secret. */
  readonly openings: readonly Opening[]
}

/** Why a day that is over is not offered, for ever. Codes for the locales. */
export const DAY_REFUSALS = [
  'readings-gap',
  'readings-status',
  'readings-too-large',
  'readings-not-opened',
  'readings-damaged'
] as const

export type DayRefusal = (typeof DAY_REFUSALS)[number]

export type DayReading =
  | { readonly state: 'complete'; readonly day: CompleteDay }
  /** The household has not read the meter far enough. */
  | { readonly state: 'not-yet' }
  | { readonly state: 'unfit'; readonly reason: DayRefusal }

/**
 * Reads and checks the household's own day.
 * @param work null where the openings were checked before, when the day was offered.
 */
export async function readCompleteDay(
  { primitives, chains, work }: { primitives: Primitives; chains: ChainStore; work: CommitmentWork | null },
  chain: HeldChain,
  group: GroupParameters,
  utcDay: number
): Promise<DayReading> {
  const { start, end } = spanOf(group, utcDay)
  if (chain.position.end < end) return { state: 'not-yet' }
  const entries = chains.entriesBetween(chain.id, start, end)
  const reason = irregularity(entries, group, start)
  if (reason) return { state: 'unfit', reason }
  const openings = entries.flatMap(({ opening }) => (opening ? [opening] : []))
  const day = memberDayOf(entries)
  if (!day || openings.length !== entries.length) return { state: 'unfit', reason: 'readings-not-opened' }
  if (openings.some(({ value }) => value > group.maxValue)) return { state: 'unfit', reason: 'readings-too-large' }
  const sound =
    holdsTogether(primitives, chain, group, utcDay, entries, day) && (!work || (await openingsFit(work, day, openings)))
  return sound ? { state: 'complete', day: { utcDay, day, openings } } : { state: 'unfit', reason: 'readings-damaged' }
}

function irregularity(entries: readonly ChainEntry[], group: GroupParameters, start: number): DayRefusal | null {
  if (entries.some(({ record }) => record.status !== 0)) return 'readings-status'
  if (entries.length !== roundsPerEpoch(group)) return 'readings-gap'
  const regular = entries.every(
    ({ record }, index) => record.seconds === group.seconds && record.intervalStart === start + index * group.seconds
  )
  return regular ? null : 'readings-gap'
}

function memberDayOf(entries: readonly ChainEntry[]): MemberDay | null {
  const first = entries[0]?.record
  const headSignature = entries.at(-1)?.headSignature
  if (!first || !headSignature) return null
  return {
    meterId: first.meterId,
    firstCounter: first.counter,
    previousHash: first.previousHash,
    commitments: concatBytes(...entries.map(({ record }) => record.commitment)),
    headSignature
  }
}

/**
 * The store's pages are encrypted, not authenticated (docs/platform-notes.md 10): what goes out under the household's
 * name is checked once more against the meter's signature. That is over the head which follows from what goes out; a stored
 * last record that is another one changes nothing of that, and only tells of damage.
 */
function holdsTogether(
  primitives: Primitives,
  chain: HeldChain,
  group: GroupParameters,
  utcDay: number,
  entries: readonly ChainEntry[],
  day: MemberDay
): boolean {
  const last = entries.at(-1)?.record
  if (!last || last.intervalStart + last.seconds !== spanOf(group, utcDay).end) return false
  const head = headOfDay(primitives, group, utcDay, day)
  const { meterKey } = chain.genesis.genesis
  return (
    last.counter === head.counter &&
    equalBytes(hashRecord(primitives, last), head.hash) &&
    verifyHead(primitives, { head, signature: day.headSignature }, meterKey)
  )
}

async function openingsFit(work: CommitmentWork, day: MemberDay, openings: readonly Opening[]): Promise<boolean> {
  const fits = await work.openingsFit({
    commitments: day.commitments,
    values: openings.map(({ value }) => value),
    blindings: concatBytes(...openings.map(({ blinding }) => encodeScalar(blinding)))
  })
  return fits.length === day.commitments.length / ELEMENT_BYTES && fits.every((fit) => fit === 1)
}
