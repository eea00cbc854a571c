import { describe, expect, it } from 'vitest'
import { createPadLedger } from '../../../adapters/storage/pad-ledger'
import { createRoundStore } from '../../../adapters/storage/round-store'
import type { ChainId } from '../../../app/domain/meter/meter'
import { OBIS_DRAWN, OBIS_FED_IN, toMeterId } from '../../../app/domain/meter/meter'
import type { StoredDay } from '../../../app/rounds/day-states'
import type { JoinedGroup, RoundStore, SeenRoster } from '../../../app/rounds/round-store'
import type { Database } from '../../../adapters/storage/database'
import { testGroup } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { seededRandom } from '../../support/seeded-random'
import { testDatabase } from '../../support/test-database'

const random = seededRandom('round store')
const CHAIN: ChainId = { meterId: toMeterId('1WVT0000000001'), obis: OBIS_DRAWN }
const gid = random.bytes(32)
const rho = random.bytes(32)
const submission = { rho, members: 17, submitWire: random.bytes(900), submittedAt: timeOf(20_502, 600) }

const joined: JoinedGroup = {
  ...{ gid, group: testGroup(random.bytes(32)), address: 'http://127.0.0.1:7', operator: 'Stromwerk Musterau' },
  ...{ chain: CHAIN, identity: random.bytes(32), memberId: random.bytes(32), enrolWire: random.bytes(300) },
  ...{ enrolState: 'pending', joinedAt: timeOf(20_500), fewerAccepted: false, paused: null },
  ...{ pin: null, departure: null, handedOverAt: null }
}

const days: readonly StoredDay[] = [
  { phase: 'not-offered', utcDay: 1, reason: 'readings-gap' },
  { phase: 'offered', utcDay: 2, exchange: random.bytes(32), keysWire: random.bytes(150), keysDelivered: false },
  {
    ...{ phase: 'refused', utcDay: 3, exchange: random.bytes(32), keysWire: random.bytes(150) },
    ...{ keysDelivered: true, reason: 'too-few-companions' }
  },
  { phase: 'submitted', utcDay: 4, exchange: random.bytes(32), ...submission, delivered: true },
  {
    ...{ phase: 'summed', utcDay: 5, outcome: 'verified', reason: null, exchange: null, ...submission },
    rounds: [
      { state: 'verified', value: 0n },
      { state: 'verified', value: 2n ** 64n - 1n }
    ],
    sumHash: random.bytes(32)
  },
  {
    ...{ phase: 'summed', utcDay: 6, outcome: 'false-sum', reason: null, exchange: random.bytes(32), ...submission },
    rounds: [{ state: 'withheld' }, { state: 'false' }, { state: 'verified', value: 7n }],
    sumHash: null
  },
  {
    ...{ phase: 'summed', utcDay: 7, outcome: 'false-sum', reason: 'head-signature', exchange: random.bytes(32) },
    ...{ ...submission, rounds: [], sumHash: random.bytes(32) }
  },
  { phase: 'lost', utcDay: 8, reason: 'not-in-a-sum', submission: null },
  { phase: 'lost', utcDay: 9, reason: 'no-sum', submission }
]

function storeWithDays(): { store: RoundStore; database: Database } {
  const database = testDatabase()
  const store = createRoundStore(database)
  for (const day of days) store.saveDay(gid, day)
  return { store, database }
}

describe('the store of the rounds', () => {
  it('gives every state of a day back as it was', () => {
    const { store } = storeWithDays()
    for (const day of days) expect(store.day(gid, day.utcDay)).toEqual(day)
    expect(store.days(gid, 3)).toEqual([...days].reverse().slice(0, 3))
    expect(store.day(gid, 99)).toBeNull()
    expect(store.days(random.bytes(32), 10)).toEqual([])
  })

  it('lists the days in which something is left to do or to erase', () => {
    const { store } = storeWithDays()
    expect(store.openDays(gid).map(({ utcDay }) => utcDay)).toEqual([2, 3, 4, 6, 7])
  })

  it('counts submissions, and those without a sum: a false one is none', () => {
    const { store } = storeWithDays()
    expect(store.counts(gid)).toEqual({ submitted: 5, withoutSum: 4 })
  })

  it('loses a key with the state that held it', () => {
    const { store, database } = storeWithDays()
    store.saveDay(gid, { phase: 'lost', utcDay: 2, reason: 'not-in-a-sum', submission: null })
    const row = database.prepare('SELECT exchange, keys FROM round_day WHERE utc_day = 2').get()
    expect(row).toEqual({ exchange: null, keys: null })
    expect(database.prepare('PRAGMA secure_delete').get()).toEqual({ secure_delete: 1n })
  })

  it('calls a row that no state is written as damage', () => {
    const { store, database } = storeWithDays()
    database.prepare("UPDATE round_day SET phase = 'dreamt' WHERE utc_day = 1").run()
    expect(() => store.day(gid, 1)).toThrowError(expect.objectContaining({ code: 'database-damaged' }))
    database.prepare('UPDATE round_day SET exchange = NULL WHERE utc_day = 2').run()
    expect(() => store.day(gid, 2)).toThrowError(expect.objectContaining({ code: 'database-damaged' }))
    database.prepare('UPDATE round_day SET findings = ? WHERE utc_day = 5').run(new Uint8Array(10))
    expect(() => store.day(gid, 5)).toThrowError(expect.objectContaining({ code: 'database-damaged' }))
  })

  it('changes of a group only what is named', () => {
    const store = createRoundStore(testDatabase())
    store.addGroup(joined)
    expect(store.groups()).toEqual([joined])
    store.changeGroup(gid, { enrolState: 'accepted' })
    store.changeGroup(gid, { fewerAccepted: true })
    expect(store.groups()).toEqual([{ ...joined, enrolState: 'accepted', fewerAccepted: true }])
    expect(() => {
      store.changeGroup(random.bytes(32), { paused: 'false-sum' })
    }).toThrow(TypeError)
  })

  it('keeps rosters by their hash, members once confirmed, ENDs and evidence once', () => {
    const store = createRoundStore(testDatabase())
    const seen: SeenRoster = {
      ...{ gid, utcDay: 4, attempt: 1, rho, wire: random.bytes(50), signed: random.bytes(40) },
      ...{ refusal: null, refuseDelivered: false }
    }
    const later = { ...seen, rho: random.bytes(32), utcDay: 5 }
    for (const roster of [seen, later, { ...seen, refusal: 'two-rosters' as const, wire: null }])
      store.saveRoster(roster)
    expect(store.roster(gid, rho)).toEqual({ ...seen, refusal: 'two-rosters', wire: null })
    expect(store.rosters(gid, 4)).toHaveLength(1)
    expect(store.newestRoster(gid)).toEqual(later)
    for (let time = 1; time < 3; time++) {
      store.confirmMember('ab'.repeat(32), timeOf(time))
      store.addEnd(gid, Uint8Array.of(1, 2))
      store.addEvidence({ gid, utcDay: 4, kind: 'false-sum', bytes: Uint8Array.of(3), at: timeOf(time) })
    }
    expect([...store.confirmedMembers()]).toEqual(['ab'.repeat(32)])
    expect(store.ends(gid)).toEqual([Uint8Array.of(1, 2)])
    expect(store.evidence(gid)).toEqual([{ gid, utcDay: 4, kind: 'false-sum', bytes: Uint8Array.of(3), at: timeOf(1) }])
  })
})

describe('the pad ledger', () => {
  const other = random.bytes(32)
  const starts = [timeOf(10), timeOf(10, 900), timeOf(10, 1800)]
  const nothing = (): void => undefined

  it('fixes one roster per interval; the same again is fine, another is not', () => {
    const ledger = createPadLedger(testDatabase())
    expect(ledger.reserve(CHAIN, rho, starts, nothing)).toEqual({ reserved: true })
    expect(ledger.reserve(CHAIN, rho, starts, nothing)).toEqual({ reserved: true })
    expect(ledger.reserve(CHAIN, other, starts.slice(1), nothing)).toEqual({
      reserved: false,
      intervalStart: starts[1]
    })
    expect(ledger.rhoOf(CHAIN, starts[0]!)).toEqual(rho)
    expect(ledger.rhoOf(CHAIN, timeOf(11))).toBeNull()
  })

  it('reserves all or nothing, together with what is stored beside it', () => {
    const database = testDatabase()
    const ledger = createPadLedger(database)
    ledger.reserve(CHAIN, rho, starts.slice(2), nothing)
    const stored: string[] = []
    expect(ledger.reserve(CHAIN, other, starts, () => stored.push('day')).reserved).toBe(false)
    expect(stored).toEqual([])
    expect(ledger.rhoOf(CHAIN, starts[0]!)).toBeNull()
    const failing = (): never => {
      throw new Error('power cut')
    }
    expect(() => ledger.reserve(CHAIN, other, starts.slice(0, 2), failing)).toThrow('power cut')
    expect(ledger.rhoOf(CHAIN, starts[0]!)).toBeNull()
  })

  it('keeps both registers of a meter apart', () => {
    const ledger = createPadLedger(testDatabase())
    ledger.reserve(CHAIN, rho, starts, nothing)
    expect(ledger.reserve({ ...CHAIN, obis: OBIS_FED_IN }, other, starts, nothing).reserved).toBe(true)
  })

  it('is not changed and not emptied by anybody, not even by a mistake of ours', () => {
    const database = testDatabase()
    createPadLedger(database).reserve(CHAIN, rho, starts, nothing)
    expect(() => database.prepare('UPDATE pad_use SET rho = ?').run(other)).toThrow()
    expect(() => database.prepare('DELETE FROM pad_use').run()).toThrow()
  })

  it('lets a day already fixed go on after a restored backup, and nothing new', () => {
    const ledger = createPadLedger(testDatabase())
    ledger.reserve(CHAIN, rho, starts.slice(0, 1), nothing)
    ledger.countAsSubmittedBefore(timeOf(10, 1000))
    expect(ledger.reserve(CHAIN, rho, starts.slice(0, 1), nothing).reserved).toBe(true)
    expect(ledger.reserve(CHAIN, rho, starts.slice(1, 2), nothing).reserved).toBe(false)
    expect(ledger.reserve(CHAIN, rho, starts.slice(2), nothing).reserved).toBe(true)
  })
})
