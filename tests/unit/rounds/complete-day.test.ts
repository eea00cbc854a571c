import { describe, expect, it } from 'vitest'
import { createChainStore } from '../../../adapters/storage/chain-store'
import { STATUS } from '../../../app/domain/meter/record'
import { readCompleteDay } from '../../../app/rounds/complete-day'
import { testDatabase } from '../../support/test-database'
import { SECONDS, testGroup } from '../../support/rounds/test-neighbourhood'
import { type OddRecords, type TestMeter, createTestMeter, primitives, timeOf } from '../../support/rounds/test-meter'
import { vectorWork } from '../../support/rounds/vector-cast'
import { seededRandom } from '../../support/seeded-random'
import type { ChainWriter } from '../../../app/readings/chain-store'
import type { Database } from '../../../adapters/storage/database'

const DAY = 20_500
const group = testGroup(new Uint8Array(32))

function household(
  start: number,
  days: readonly (readonly bigint[])[],
  odd: OddRecords = {}
): {
  meter: TestMeter
  chains: ChainWriter
  database: Database
  read: () => Promise<string>
} {
  const database = testDatabase()
  const meter = createTestMeter({
    ...{ random: seededRandom('complete day'), meterId: '1WVT0000000001', seconds: SECONDS },
    start: timeOf(0, start)
  })
  const chains = createChainStore(database, primitives)
  chains.hold(meter.genesis, 2)
  for (const values of days) chains.appendVerified(meter.nextDay(values, odd))
  const read = async (): Promise<string> => {
    const reading = await readCompleteDay({ primitives, chains, work: vectorWork }, chains.chain(meter.id)!, group, DAY)
    return reading.state === 'unfit' ? reading.reason : reading.state
  }
  return { meter, chains, database, read }
}

describe('a day for a round', () => {
  it('is complete with all its records', async () => {
    expect(await household(timeOf(DAY), [[1n, 2n, 3n, 4n]]).read()).toBe('complete')
  })

  it('is waited for until the meter has been read to its end', async () => {
    const { meter, chains, read } = household(timeOf(DAY), [[1n, 2n, 3n]])
    expect(await read()).toBe('not-yet')
    chains.appendVerified(meter.nextDay([4n]))
    expect(await read()).toBe('complete')
  })

  it('is not there before the chain began in it, nor before the chain at all', async () => {
    expect(await household(timeOf(DAY, SECONDS), [[2n, 3n, 4n]]).read()).toBe('readings-gap')
    expect(await household(timeOf(DAY + 1), [[1n, 2n, 3n, 4n]]).read()).toBe('readings-gap')
  })

  it.each(Object.entries(STATUS))('is not there with a record of status %s', async (_, bit) => {
    expect(await household(timeOf(DAY), [[1n, 2n, 3n, 4n]], { status: { 2: bit } }).read()).toBe('readings-status')
  })

  it('takes the largest value that the fuse lets through, and no larger one', async () => {
    expect(await household(timeOf(DAY), [[0n, group.maxValue, 0n, 0n]]).read()).toBe('complete')
    expect(await household(timeOf(DAY), [[0n, group.maxValue + 1n, 0n, 0n]]).read()).toBe('readings-too-large')
  })

  it.each([
    ['a value', 'UPDATE chain_record SET value = value + 1 WHERE counter = 2'],
    [
      'a commitment',
      'UPDATE chain_record SET commitment = (SELECT commitment FROM chain_record WHERE counter = 0) WHERE counter = 1'
    ],
    ['a signature', 'UPDATE chain_record SET head_signature = zeroblob(64) WHERE counter = 3'],
    ['a hash', 'UPDATE chain_record SET previous_hash = zeroblob(32) WHERE counter = 0']
  ])('is damaged when %s on the disk is no longer what the meter gave', async (_, sql) => {
    const { database, read } = household(timeOf(DAY), [[1n, 2n, 3n, 4n]])
    expect(await read()).toBe('complete')
    expect(database.prepare(sql).run()).toBe(1)
    expect(await read()).toBe('readings-damaged')
  })
})
