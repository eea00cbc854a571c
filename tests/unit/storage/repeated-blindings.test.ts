import { describe, expect, it } from 'vitest'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { createChainStore } from '../../../adapters/storage/chain-store'
import { OBIS_DRAWN, OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { toUtcSeconds } from '../../../app/domain/interval'
import { type Scalar, toScalar } from '../../../crypto'
import { type MadeChain, makeChain, memoryChains } from '../../support/bills/memory-chains'
import { testDatabase } from '../../support/test-database'

const primitives = createPlatformPrimitives()
const START = toUtcSeconds(1_772_323_200)
const HOUR = 3600
const at = (hour: number) => toUtcSeconds(START + hour * HOUR)

/** Ten hours of a chain, with given blindings at some of them; what the database holds is not verified here. */
function chainWith(
  obis: typeof OBIS_DRAWN | typeof OBIS_FED_IN,
  blindings: Readonly<Record<number, bigint>>
): MadeChain {
  const intervals = Array.from({ length: 10 }, (_, hour) => ({ value: BigInt(hour) }))
  const chain = makeChain({ seed: `repeated ${obis}`, obis, start: START, seconds: HOUR, intervals })
  for (const [hour, blinding] of Object.entries(blindings)) {
    const entry = chain.entries[Number(hour)]!
    chain.entries[Number(hour)] = { ...entry, opening: { ...entry.opening!, blinding: toScalar(blinding) as Scalar } }
  }
  return chain
}

function stored(...chains: readonly MadeChain[]): ReturnType<typeof createChainStore> {
  const store = createChainStore(testDatabase(), primitives)
  for (const { id, genesis, entries, registers } of chains) {
    store.hold(genesis, 2)
    const last = entries.at(-1)!.record
    const position = { counter: last.counter, hash: new Uint8Array(32), end: at(entries.length) }
    store.appendVerified({
      ...{ id, entries, position, eras: [] },
      registers: [...registers].map(([time, total]) => ({ at: toUtcSeconds(time), total }))
    })
  }
  return store
}

describe('blindings that were used twice', () => {
  it('are found in the chain itself and in every other one, as in memory', () => {
    const drawn = chainWith(OBIS_DRAWN, { 2: 77n, 8: 77n, 3: 5n })
    const fedIn = chainWith(OBIS_FED_IN, { 6: 5n })
    const asked = [drawn.id, at(0), at(10), 20] as const
    const found = stored(drawn, fedIn).repeatedBlindings(...asked)
    expect(found).toEqual([
      { counter: 2, intervalStart: at(2), other: { chain: drawn.id, counter: 8 } },
      { counter: 3, intervalStart: at(3), other: { chain: fedIn.id, counter: 6 } },
      { counter: 8, intervalStart: at(8), other: { chain: drawn.id, counter: 2 } }
    ])
    expect(memoryChains([drawn, fedIn]).repeatedBlindings(...asked)).toEqual(found)
  })

  it('are told for records of the period alone, whenever the other one was, and no more than asked for', () => {
    const drawn = chainWith(OBIS_DRAWN, { 2: 77n, 8: 77n, 9: 77n })
    const store = stored(drawn)
    expect(store.repeatedBlindings(drawn.id, at(2), at(3), 20).map(({ other }) => other.counter)).toEqual([8, 9])
    expect(store.repeatedBlindings(drawn.id, at(2), at(3), 1)).toHaveLength(1)
    expect(store.repeatedBlindings(drawn.id, at(3), at(8), 20)).toEqual([])
  })

  it('are not those of 0, which say it themselves', () => {
    const drawn = chainWith(OBIS_DRAWN, { 2: 0n, 8: 0n })
    expect(stored(drawn).repeatedBlindings(drawn.id, at(0), at(10), 20)).toEqual([])
  })
})
