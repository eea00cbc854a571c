import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createChainStore } from '../../../adapters/storage/chain-store'
import type { Database } from '../../../adapters/storage/database'
import { createPadLedger } from '../../../adapters/storage/pad-ledger'
import { createRoundStore } from '../../../adapters/storage/round-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import { type ChainId, OBIS_DRAWN, toMeterId } from '../../../app/domain/meter/meter'
import type { PadLedger } from '../../../app/rounds/pad-ledger'
import type { RoundStore } from '../../../app/rounds/round-store'
import { boardMigrations, createSqliteBoardStore } from '../../../services/collector/sqlite-board-store'
import type { BoardStore } from '../../../services/collector/board-store'
import { encodeWish } from '../../../app/rounds/messages/wish'
import { type Dice, createDice } from '../../support/rounds/dice'
import { fastFolder } from '../../support/rounds/fast-folder'
import { createCell } from '../../support/rounds/memory/cell'
import { EMPTY_HOUSEHOLD } from '../../support/rounds/memory/household-state'
import { EMPTY_BOARD, createMemoryBoardStore } from '../../support/rounds/memory/memory-board-store'
import { createMemoryChainStore } from '../../support/rounds/memory/memory-chain-store'
import { createMemoryPadLedger } from '../../support/rounds/memory/memory-pad-ledger'
import { createMemoryRoundStore } from '../../support/rounds/memory/memory-round-store'
import {
  orNull,
  someBytes,
  someChange,
  someDay,
  someEpoch,
  someEvidence,
  someGid,
  someGroup,
  someId,
  someRoster,
  someRound,
  someTime
} from '../../support/rounds/memory/random-rows'
import { type CallsOf, expectSameAnswers } from '../../support/rounds/memory/same-answers'
import { migratedDatabases } from '../../support/rounds/migrated-database'
import { createTestMeter, primitives, timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY, SECONDS, meterName } from '../../support/rounds/test-neighbourhood'
import { seededRandom } from '../../support/seeded-random'

const seed = fc.nat({ max: 2 ** 32 - 1 })
const households = migratedDatabases()
const boards = migratedDatabases(boardMigrations)

function fresh(databases: typeof households): Database {
  const database = databases.open(join(fastFolder(), 'agree.db'))
  onTestFinished(() => {
    database.close()
  })
  return database
}

const headOf = (dice: Dice): { wire: Uint8Array; count: number; hash: Uint8Array } => ({
  ...{ wire: someBytes(dice, 40), count: dice.below(5), hash: someBytes(dice) }
})
const entryOf = (dice: Dice): { position: number; digest: Uint8Array; hash: Uint8Array } => ({
  ...{ position: 1 + dice.below(12), digest: someBytes(dice), hash: someBytes(dice) }
})
const dlistOf = (dice: Dice): { rho: Uint8Array; t: number; wire: Uint8Array; delivered: boolean } => ({
  ...{ rho: someBytes(dice), t: someEpoch(dice), wire: someBytes(dice, 40), delivered: dice.chance(0.5) }
})
const byGid = (dice: Dice): [Uint8Array] => [someGid(dice)]
const byEpoch = (dice: Dice): [Uint8Array, number] => [someGid(dice), someEpoch(dice)]
const byBytes = (dice: Dice): [Uint8Array, Uint8Array] => [someGid(dice), someBytes(dice, 32, 6)]

const ofHousehold: CallsOf<RoundStore> = {
  groups: () => [],
  addGroup: (dice) => [someGroup(dice)],
  changeGroup: (dice) => [someGid(dice), someChange(dice)],
  confirmedMembers: () => [],
  confirmMember: (dice) => [someId(dice), someTime(dice)],
  forgetMember: (dice) => [someId(dice)],
  ...{ keptNumbers: () => [], dropNumber: (dice) => [someId(dice)] },
  keepNumber: (dice) => [someId(dice), someTime(dice)],
  ...{
    neighbours: byGid,
    nameNeighbours: (dice) => [someGid(dice), new Map([[someId(dice), meterName(dice.below(3))]])]
  },
  ...{ day: byEpoch, days: (dice) => [someGid(dice), 1 + dice.below(4)], openDays: byGid, counts: byGid },
  saveDay: (dice) => [someGid(dice), someDay(dice)],
  ...{ rosters: byEpoch, rostersAsSeen: byEpoch, roster: byBytes, forgetRosters: byEpoch, newestRoster: byGid },
  saveRoster: (dice) => [someRoster(dice)],
  ...{ ends: byGid, addEnd: byBytes, evidence: byGid, addEvidence: (dice) => [someEvidence(dice)] },
  ...{ dlists: byBytes, saveDlist: (dice) => [someGid(dice), dlistOf(dice)] },
  ...{ round: byEpoch, openRounds: byGid, saveRound: (dice) => [someGid(dice), someRound(dice)] },
  roundsBetween: (dice) => [someGid(dice), someEpoch(dice), someEpoch(dice)],
  roundCounts: (dice) => [someGid(dice), someTime(dice)],
  endorsed: byEpoch,
  saveEndorsed: (dice) => [...byEpoch(dice), { rho: someBytes(dice), delivered: dice.chance(0.5) }],
  ...{ leaveAbove: byGid, setLeaveAbove: (dice) => [someGid(dice), 20 + dice.below(3)] },
  ...{ owedDays: byGid, oweAnswer: byEpoch, settleAnswer: byEpoch },
  ...{ boardHead: byGid, boardHashAfter: byBytes, forgetBoard: byGid },
  extendBoard: (dice) => [someGid(dice), headOf(dice), [entryOf(dice)]]
}

const rho = (dice: Dice): [Uint8Array] => [someBytes(dice)]
const posted = (dice: Dice): [Uint8Array, Uint8Array, Uint8Array, ReturnType<typeof someTime>] => [
  ...([someBytes(dice), someBytes(dice), someBytes(dice, 40), someTime(dice)] as const)
]
const listOf = (dice: Dice): Uint8Array[] => {
  const count = 1 + dice.below(3)
  return Array.from({ length: count }, (_, index) => new Uint8Array(32).fill(1 + index))
}

const ofBoard: CallsOf<Omit<BoardStore, 'found'>> = {
  enrolments: (dice) => [orNull(dice, someBytes(dice)) ?? undefined],
  enrolmentsAfter: (dice) => [dice.below(5)],
  enrolledSince: (dice) => [someTime(dice)],
  addEnrolment: posted,
  ends: () => [],
  endsAfter: (dice) => [dice.below(5)],
  addEnd: (dice) => [someBytes(dice), someTime(dice)],
  keys: (dice) => [someEpoch(dice)],
  addKeys: (dice) => [someEpoch(dice), someBytes(dice), someBytes(dice, 40), someTime(dice)],
  daysWithKeys: (dice) => [someEpoch(dice), someEpoch(dice)],
  rosters: (dice) => [someEpoch(dice)],
  rostersOf: (dice) => [someEpoch(dice), someBytes(dice)],
  roster: rho,
  addRoster: (dice) => [
    {
      ...{ rho: someBytes(dice, 32, 6), utcDay: someEpoch(dice), attempt: 1 + dice.below(3) },
      ...{ wire: someBytes(dice, 40), at: someTime(dice) }
    },
    listOf(dice)
  ],
  ...{ submits: rho, addSubmit: posted, refusals: rho, addRefusal: posted, awaitsSum: rho, published: rho },
  addPublished: (dice) => [someBytes(dice), someBytes(dice, 40), someTime(dice)],
  lastRosterAt: () => [],
  owing: (dice) => [someTime(dice), someTime(dice)],
  answered: (dice) => [someEpoch(dice)],
  wishes: () => [],
  addWish: (dice) => [someBytes(dice), encodeWish(listOf(dice)), someTime(dice)],
  ...{ endorsements: rho, addEndorsement: posted, ask: rho, dlists: rho, findings: rho },
  addAsk: (dice) => [someBytes(dice), someBytes(dice, 40), someTime(dice)],
  addDlist: (dice) => [
    someBytes(dice),
    { memberId: someBytes(dice), t: someEpoch(dice), wire: someBytes(dice, 40) },
    someTime(dice)
  ],
  findingsSince: (dice) => [someTime(dice)],
  addFinding: (dice) => [
    { rho: someBytes(dice), accused: [someId(dice)], wire: someBytes(dice, 40), at: someTime(dice) }
  ],
  lastChainEntry: () => [],
  chainEntry: (dice) => [1 + dice.below(12)],
  digestsAfter: (dice) => [dice.below(12), 1 + dice.below(4)],
  addChainEntry: (dice) => [entryOf(dice)]
}

describe('stores in memory, which the schedules of rounds are played on', () => {
  it('answer as the encrypted database of a household does, also after a transaction was cut short', () => {
    fc.assert(
      fc.property(seed, (number) => {
        const stores = [
          createRoundStore(fresh(households)),
          createMemoryRoundStore(createCell(EMPTY_HOUSEHOLD))
        ] as const
        expectSameAnswers(createDice(number), stores, ofHousehold, {
          steps: 300,
          unordered: ['ends', 'endorsed', 'keptNumbers']
        })
      }),
      { numRuns: 6 }
    )
  })

  it('answer as the board of a collector does', () => {
    fc.assert(
      fc.property(seed, (number) => {
        const stores = [createSqliteBoardStore(fresh(boards)), createMemoryBoardStore(createCell(EMPTY_BOARD))] as const
        expectSameAnswers(createDice(number), stores, ofBoard, {
          steps: 300,
          unordered: ['submits', 'refusals', 'rosters', 'rostersOf']
        })
      }),
      { numRuns: 6 }
    )
  })

  it("answer as rule W's log does, with the day in the same transaction", () => {
    fc.assert(
      fc.property(seed, (number) => {
        const dice = createDice(number)
        const database = fresh(households)
        const cell = createCell(EMPTY_HOUSEHOLD)
        const real = { ledger: createPadLedger(database), store: createRoundStore(database) }
        const paper = { ledger: createMemoryPadLedger(cell), store: createMemoryRoundStore(cell) }
        const chain: ChainId = { meterId: toMeterId(meterName(1)), obis: OBIS_DRAWN }
        for (let step = 0; step < 60; step++) {
          const [start, under, gid, day] = [someTime(dice), someBytes(dice), someGid(dice), someDay(dice)]
          const isCut = dice.chance(0.3)
          if (dice.chance(0.1)) for (const { ledger } of [real, paper]) ledger.countAsSubmittedBefore(start)
          const [one, other] = [real, paper].map(({ ledger, store }) => {
            const reserved = outcomeOf(ledger, chain, under, [start, toUtcSeconds(start + 1)], () => {
              store.saveDay(gid, day)
              if (isCut) throw new Error('power cut')
            })
            return [reserved, ledger.rhoOf(chain, start), ledger.submittedBefore(), store.day(gid, day.utcDay)]
          })
          expect(other).toEqual(one)
        }
      }),
      { numRuns: 4 }
    )
  })

  it("answer as a meter's chain in the database does", () => {
    const random = seededRandom('chains agree')
    const database = fresh(households)
    const stores = [
      createChainStore(database, primitives),
      createMemoryChainStore(createCell(EMPTY_HOUSEHOLD), primitives)
    ]
    const options = { random, seconds: SECONDS, start: timeOf(FIRST_DAY) }
    const meters = [1, 2].map((index) => createTestMeter({ ...options, meterId: meterName(index) }))
    for (const { genesis } of meters) for (const store of stores) store.hold(genesis, 2)
    for (let step = 0; step < 12; step++) {
      const { id, nextDay } = meters[random.below(2)]!
      const run = nextDay(Array.from({ length: 1 + random.below(4) }, () => BigInt(random.below(3000))))
      const [from, to] = [timeOf(FIRST_DAY + random.below(4)), timeOf(FIRST_DAY + random.below(9))]
      const first = random.below(20)
      const answers = stores.map((store) => {
        store.appendVerified(run)
        expect(() => store.appendVerified(run)).toThrow(RangeError)
        store.beginEra(id, { fromCounter: first, day: FIRST_DAY, key: run.entries[0]!.record.previousHash })
        return [
          ...[store.chains(), store.chain(id), store.entriesBetween(id, from, to), store.keyEras(id)],
          ...[store.entriesByCounter(id, first, first + 5), store.lastHeadBefore(id, to), store.headAt(id, first)],
          ...[store.registerAt(id, to), store.repeatedBlindings(id, from, to, 9)]
        ]
      })
      expect(answers[1]).toEqual(answers[0])
    }
  })
})

function outcomeOf(ledger: PadLedger, ...asked: Parameters<PadLedger['reserve']>): unknown {
  try {
    return ledger.reserve(...asked)
  } catch {
    return 'cut'
  }
}
