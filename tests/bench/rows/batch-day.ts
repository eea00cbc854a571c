/** What a batch day costs one household: masking its 96 readings, and checking what the collector published. */

import { createHmac } from 'node:crypto'
import { maskDay } from '../../../app/rounds/mask-day'
import { verifyPublishedDay } from '../../../app/rounds/verify-published-day'
import type { BenchRow, Measurement } from '../bench-row'
import {
  type PublishedRoundDay,
  ROUND_DAY,
  type RosterDay,
  inPlace,
  makeRosterDay,
  publishRoundDay
} from '../stand/round-day'
import { cheapestOf } from '../stopwatch'
import { plainSumHolds } from '../yardsticks/plain-noble'
import { primitives } from '../stand/platform'

const SIZES = [10, 20, 50, 100, 200]
/** Of what takes long, fewer. */
const roundsFor = (size: number): number => (size > 20 ? 2 : 4)
/** tag, rho and t of a pad, length prefixes included. */
const PAD_MESSAGE_BYTES = 72
const SEED_BYTES = 64

export const batchDay: BenchRow = {
  name: 'batch-day',
  measure: async (_, wants) => {
    const measurements: Measurement[] = []
    for (const size of SIZES.filter((one) => wants(`batch-day.submit-${one}`) || wants(`batch-day.check-${one}`))) {
      const day = makeRosterDay(size)
      measurements.push(await measureSubmit(size, day))
      measurements.push(await measureCheck(size, day, await publishRoundDay(day)))
    }
    return measurements
  }
}

async function measureSubmit(size: number, day: RosterDay): Promise<Measurement> {
  const { group, roster, rho } = day
  const member = firstOf(day)
  const pads = 2 * (size - 1) * member.day.openings.length
  const [submit = 0, hashes = 0] = await cheapestOf(roundsFor(size), [
    () => maskDay(primitives, group, roster.roster, rho, member.day, member.secrets),
    () => {
      plainHmacs(pads)
    }
  ])
  return {
    ...{ id: `batch-day.submit-${size}`, what: `a day masked and signed, group of ${size}`, value: submit },
    ...{ unit: 'ms', limit: null, baseline: hashes },
    against: `its ${pads.toLocaleString('en')} HMAC-SHA-512 alone, node:crypto`
  }
}

async function measureCheck(size: number, day: RosterDay, published: PublishedRoundDay): Promise<Measurement> {
  const [check = 0, plain = 0] = await cheapestOf(roundsFor(size), [
    () => checkDay(day, published),
    () => {
      plainCheck(published)
    }
  ])
  return {
    ...{ id: `batch-day.check-${size}`, what: `a published day checked, group of ${size}`, value: check },
    ...{ unit: 'ms', limit: null, baseline: plain, against: 'each sum by itself, plain noble' }
  }
}

async function checkDay(day: RosterDay, { published }: PublishedRoundDay): Promise<void> {
  const { group, rho, roster } = day
  const ownDay = firstOf(day).day.day
  const context = { group, utcDay: ROUND_DAY, rho, enrols: roster.enrols, ownIndex: 0, ownDay }
  const finding = await verifyPublishedDay({ primitives, work: inPlace }, context, published)
  if (finding.kind !== 'rounds' || !finding.rounds.every(({ state }) => state === 'verified')) {
    throw new Error('a true day was refused')
  }
}

function firstOf({ members }: RosterDay): RosterDay['members'][0] {
  const [member] = members
  if (!member) throw new RangeError('a group without members')
  return member
}

function plainCheck({ sums, commitments }: PublishedRoundDay): void {
  sums.forEach((sum, round) => {
    if (!sum.ok || !plainSumHolds(commitments[round] ?? [], sum.value, sum.blinding)) throw new Error('a false sum')
  })
}

function plainHmacs(count: number): void {
  const seed = Buffer.alloc(SEED_BYTES, 7)
  const message = Buffer.alloc(PAD_MESSAGE_BYTES)
  for (let index = 0; index < count; index++) {
    message.writeUInt32BE(index)
    createHmac('sha512', seed).update(message).digest()
  }
}
