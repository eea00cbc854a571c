/** What a batch day costs one household: masking its 96 readings, and checking what the collector published. */

import { createHmac } from 'node:crypto'
import { maskDay } from '../../../app/rounds/mask-day'
import { verifyPublishedDay } from '../../../app/rounds/verify-published-day'
import { primitives } from '../../support/rounds/test-meter'
import type { BenchRow, Measurement } from '../bench-row'
import { ROUND_DAY, type RoundDay, inPlace, makeRoundDay } from '../stand/round-day'
import { fastestOf } from '../stopwatch'
import { plainSumHolds } from '../yardsticks/plain-noble'

const SIZES = [20, 50]
const ROUNDS = 4
/** tag, rho and t of a pad, length prefixes included. */
const PAD_MESSAGE_BYTES = 72
const SEED_BYTES = 64

export const batchDay: BenchRow = {
  name: 'batch-day',
  measure: async () => {
    const measurements: Measurement[] = []
    for (const size of SIZES) measurements.push(...(await measureDay(size, await makeRoundDay(size))))
    return measurements
  }
}

async function measureDay(size: number, day: RoundDay): Promise<readonly Measurement[]> {
  const { group, roster, rho, member } = day
  const pads = 2 * (size - 1) * day.sums.length
  const [submit = 0, hashes = 0, check = 0, plain = 0] = await fastestOf(ROUNDS, [
    () => maskDay(primitives, group, roster.roster, rho, member.day, member.secrets),
    () => {
      plainHmacs(pads)
    },
    () => checkDay(day),
    () => {
      plainCheck(day)
    }
  ])
  const frame = { unit: 'ms', limit: null } as const
  return [
    {
      ...{ id: `batch-day.submit-${size}`, what: `a day masked and signed, group of ${size}`, value: submit, ...frame },
      ...{ baseline: hashes, against: `its ${pads.toLocaleString('en')} HMAC-SHA-512 alone, node:crypto` }
    },
    {
      ...{ id: `batch-day.check-${size}`, what: `a published day checked, group of ${size}`, value: check, ...frame },
      ...{ baseline: plain, against: 'each sum by itself, plain noble' }
    }
  ]
}

async function checkDay({ group, rho, roster, member, published }: RoundDay): Promise<void> {
  const ownIndex = 0
  const context = { group, utcDay: ROUND_DAY, rho, enrols: roster.enrols, ownIndex, ownDay: member.day.day }
  const finding = await verifyPublishedDay({ primitives, work: inPlace }, context, published)
  if (finding.kind !== 'rounds' || !finding.rounds.every(({ state }) => state === 'verified')) {
    throw new Error('a true day was refused')
  }
}

function plainCheck({ sums, commitments }: RoundDay): void {
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
