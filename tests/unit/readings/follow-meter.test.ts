import { describe, expect, it } from 'vitest'
import { endOf, toUtcSeconds, utcDayOf } from '../../../app/domain/interval'
import { OBIS_DRAWN, OBIS_FED_IN } from '../../../app/domain/meter/meter'
import { hashRecord, verifyHead } from '../../../app/domain/meter/record'
import { followMeter } from '../../../app/readings/follow-meter'
import type { MeterLink } from '../../../app/readings/meter-link'
import { MeterLinkError } from '../../../app/readings/meter-link'
import { encodePairing } from '../../../app/readings/wire/pairing-message'
import { createNobleKernel, encodeScalar, equalBytes } from '../../../crypto'
import {
  METER_ID,
  METER_START,
  type MeterProcess,
  householdOf,
  meterProcess,
  newConnection
} from '../../support/meter-process'
import { testDatabase } from '../../support/test-database'

const DRAWN = { meterId: METER_ID, obis: OBIS_DRAWN } as const
const FED_IN = { meterId: METER_ID, obis: OBIS_FED_IN } as const
const DAY = 86_400
const ever = toUtcSeconds(253_402_300_799)

function household(database = testDatabase()) {
  const deps = householdOf(database)
  return {
    ...deps,
    follow: (using: Partial<typeof deps> = {}) => {
      const connection = deps.connections.find(METER_ID)
      if (!connection) throw new Error('not connected')
      return followMeter({ ...deps, ...using }, connection)
    },
    connect: (meter: MeterProcess, password?: string) => {
      deps.connections.save(newConnection(meter.url, password))
    }
  }
}

/** The link with one method changed. */
const changed = (link: MeterLink, change: Partial<MeterLink>): MeterLink => ({ ...link, ...change })

describe('followMeter', { timeout: 30_000 }, () => {
  it('pairs, fetches, verifies and stores records with openings, registers and readings', async () => {
    const meter = await meterProcess({ solar: true })
    const home = household()
    home.connect(meter)
    expect(await home.follow()).toEqual({ state: { kind: 'connected' }, added: 0 })
    await meter.setTime(METER_START + 2 * DAY + 600)
    expect(await home.follow()).toEqual({ state: { kind: 'connected' }, added: 2 * 2 * 96 })

    const kernel = createNobleKernel()
    for (const id of [DRAWN, FED_IN]) {
      const chain = home.chains.chain(id)!
      expect(chain.level).toBe(2)
      expect(chain.position).toMatchObject({ counter: 2 * 96 - 1, end: METER_START + 2 * DAY })
      const entries = home.chains.entriesBetween(id, METER_START, ever)
      expect(entries).toHaveLength(2 * 96)
      expect(
        kernel.firstBadOpeningVartime({
          commitments: Buffer.concat(entries.map(({ record }) => record.commitment)),
          values: entries.map(({ opening }) => opening!.value),
          blindings: Buffer.concat(entries.map(({ opening }) => encodeScalar(opening!.blinding)))
        })
      ).toBe(-1)
      const total = entries.reduce((sum, { opening }) => sum + opening!.value, 0n)
      expect(home.chains.registerAt(id, ever)).toEqual({ at: METER_START + 2 * DAY, total })
      const readings = home.readings.overlapping(METER_ID, id === DRAWN ? 'drawn' : 'fed-in', {
        start: METER_START,
        end: ever
      })
      expect(readings.map(({ amount }) => amount)).toEqual(entries.map(({ opening }) => opening!.value))
    }
  })

  it('keeps signed heads at the ends of UTC days and of local days, and the last', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    await meter.setTime(METER_START + 2 * DAY + 3 * 900)
    await home.follow()
    const kept = home.chains
      .entriesBetween(DRAWN, METER_START, ever)
      .filter(({ headSignature }) => headSignature)
      .map(({ record }) => endOf({ start: record.intervalStart, seconds: record.seconds }) - METER_START)
    expect(kept).toEqual([3600, DAY, DAY + 3600, 2 * DAY, 2 * DAY + 3 * 900])
    const anchor = home.chains.lastHeadBefore(DRAWN, toUtcSeconds(METER_START + DAY))!
    const { meterKey } = home.chains.chain(DRAWN)!.genesis.genesis
    expect(anchor.head.counter).toBe(95)
    expect(verifyHead(home.primitives, anchor, meterKey)).toBe(true)
    expect(home.chains.headAt(DRAWN, 94)).toBeNull()
    expect(home.chains.headAt(DRAWN, 95)).toEqual(anchor)
    const [entry] = home.chains.entriesByCounter(DRAWN, 95, 95)
    expect(hashRecord(home.primitives, entry!.record)).toEqual(anchor.head.hash)
  })

  it('keeps one key per chain, that of its last verified day, which opens nothing older', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    const [first] = home.chains.keyEras(DRAWN)
    await meter.setTime(METER_START + 3 * DAY)
    await home.follow()
    const eras = home.chains.keyEras(DRAWN)
    expect(eras).toHaveLength(1)
    expect(eras[0]!.day).toBe(utcDayOf(toUtcSeconds(METER_START + 3 * DAY - 900)))
    expect(equalBytes(eras[0]!.key, first!.key)).toBe(false)
    expect(home.connections.find(METER_ID)!.pending).toBeNull()
  })

  it('lets the meter forget what is stored, and asks for nothing when there is nothing new', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    await meter.setTime(METER_START + DAY)
    await home.follow()
    const { chains } = await home.link.describe(newConnection(meter.url).address)
    expect(chains[0]).toMatchObject({ newest: 95, acknowledged: 95 })
    const [offered] = await home.link.records(newConnection(meter.url).address, chains[0]!, 0, 1)
    expect(offered!.metered).toBeNull()
    home.sent.length = 0
    expect((await home.follow()).added).toBe(0)
    expect(home.sent).toHaveLength(1)
    expect(home.sent[0]).toMatchObject({ purpose: 'meter-request', about: null })
  })

  it('goes on after a restart of both sides', async () => {
    const first = await meterProcess()
    const home = household()
    home.connect(first)
    await home.follow()
    await first.setTime(METER_START + DAY)
    await home.follow()
    await first.stop()
    expect((await home.follow()).state).toEqual({ kind: 'unreachable' })
    const second = await meterProcess({ folder: first.folder, now: METER_START + 2 * DAY })
    const connection = home.connections.find(METER_ID)!
    home.connections.save({ ...connection, address: newConnection(second.url).address })
    expect(await home.follow()).toEqual({ state: { kind: 'connected' }, added: 96 })
  })

  it('adopts its pairing when the meter took it but the answer was lost', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    const link = changed(home.link, {
      pair: async (address, message) => {
        await home.link.pair(address, message)
        throw new MeterLinkError({ kind: 'unreachable' })
      }
    })
    expect((await home.follow({ link })).state).toEqual({ kind: 'unreachable' })
    expect(home.connections.find(METER_ID)!.pending).not.toBeNull()
    await meter.setTime(METER_START + 3 * DAY)
    expect(await home.follow()).toEqual({ state: { kind: 'connected' }, added: 3 * 96 })
    expect(home.chains.entriesBetween(DRAWN, METER_START, ever).every(({ opening }) => opening)).toBe(true)
  })

  it('says that the meter is paired with somebody else, and does not take it back by itself', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    const other = { meterId: METER_ID, day: utcDayOf(METER_START), key: new Uint8Array(32).fill(9) }
    await home.link.pair(newConnection(meter.url).address, encodePairing(other))
    expect((await home.follow()).state).toEqual({ kind: 'refused', code: 'paired-elsewhere' })
  })

  it('names a wrong password with the tries that are left, and a locked meter with the time', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter, 'not the password')
    for (const triesLeft of [4, 3, 2, 1]) {
      expect((await home.follow()).state).toEqual({ kind: 'wrong-password', triesLeft })
    }
    expect((await home.follow()).state).toEqual({ kind: 'locked', until: METER_START + 300 })
    expect(home.connections.find(METER_ID)!.state).toEqual({ kind: 'locked', until: METER_START + 300 })
  })

  it('stores nothing of a page in which one thing is wrong, names it, and goes on when it is mended', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    await meter.setTime(METER_START + DAY)
    const spoilt = (
      at: number,
      spoil: (page: Awaited<ReturnType<MeterLink['records']>>[number]) => object
    ): MeterLink =>
      changed(home.link, {
        records: async (...args) =>
          (await home.link.records(...args)).map((one) => (one.record.counter === at ? { ...one, ...spoil(one) } : one))
      })
    const cases = [
      ['link', 50, spoilt(50, ({ record }) => ({ record: { ...record, previousHash: new Uint8Array(32) } }))],
      ['link', 51, spoilt(50, ({ record }) => ({ record: { ...record, commitment: new Uint8Array(32).fill(1) } }))],
      ['time', 50, spoilt(50, ({ record }) => ({ record: { ...record, intervalStart: record.intervalStart + 1 } }))],
      ['status', 50, spoilt(50, ({ record }) => ({ record: { ...record, status: 16 } }))],
      ['head', 95, spoilt(95, () => ({ headSignature: new Uint8Array(64) }))],
      ['register', 50, spoilt(50, ({ metered }) => ({ metered: { ...metered!, value: metered!.value + 1n } }))],
      ['value', 50, spoilt(50, ({ metered }) => ({ metered: { ...metered!, value: 2n ** 24n } }))],
      [
        'opening',
        95,
        spoilt(95, ({ metered }) => ({ metered: { value: metered!.value + 1n, register: metered!.register + 1n } }))
      ]
    ] as const
    for (const [fault, counter, link] of cases) {
      expect(await home.follow({ link })).toEqual({ state: { kind: 'chain-broken', fault, counter }, added: 0 })
      expect(home.chains.chain(DRAWN)!.position.counter).toBe(-1)
      expect(home.readings.spans()).toEqual([])
      expect(home.connections.find(METER_ID)!.state).toEqual({ kind: 'chain-broken', fault, counter })
    }
    expect(await home.follow()).toEqual({ state: { kind: 'connected' }, added: 96 })
  })

  it('notices a meter that begins again or has lost records', async () => {
    const first = await meterProcess()
    const home = household()
    home.connect(first)
    await home.follow()
    await first.setTime(METER_START + DAY)
    await home.follow()
    const other = await meterProcess()
    const connection = home.connections.find(METER_ID)!
    home.connections.save({ ...connection, address: newConnection(other.url).address })
    expect((await home.follow()).state).toEqual({ kind: 'chain-broken', fault: 'genesis', counter: 0 })
    home.connections.save(connection)
    const link = changed(home.link, {
      describe: async (address) => {
        const description = await home.link.describe(address)
        return { ...description, chains: description.chains.map((chain) => ({ ...chain, newest: 10 })) }
      }
    })
    expect((await home.follow({ link })).state).toEqual({ kind: 'chain-broken', fault: 'rollback', counter: 95 })
  })

  it('leaves all of a page or nothing when the process dies while it is stored', async () => {
    const meter = await meterProcess()
    const database = testDatabase()
    const home = household(database)
    home.connect(meter)
    await home.follow()
    await meter.setTime(METER_START + DAY)
    const readings = {
      ...home.readings,
      add: () => {
        throw new Error('killed')
      }
    }
    await expect(home.follow({ readings })).rejects.toThrow('killed')
    expect(home.chains.chain(DRAWN)!.position.counter).toBe(-1)
    expect(home.chains.entriesBetween(DRAWN, METER_START, ever)).toEqual([])
    expect(home.chains.keyEras(DRAWN)[0]!.day).toBe(utcDayOf(METER_START))
    expect((await home.follow()).added).toBe(96)
  })

  it('stores again what the meter offers again after a lost acknowledgement', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    await meter.setTime(METER_START + DAY)
    const link = changed(home.link, {
      acknowledge: () => Promise.reject(new MeterLinkError({ kind: 'unreachable' }))
    })
    expect(await home.follow({ link })).toEqual({ state: { kind: 'unreachable' }, added: 96 })
    expect(await home.follow()).toEqual({ state: { kind: 'connected' }, added: 0 })
    const { chains } = await home.link.describe(newConnection(meter.url).address)
    expect(chains[0]!.acknowledged).toBe(95)
  })

  it('keeps a reading that a file brought before, also where the meter says otherwise', async () => {
    const meter = await meterProcess()
    const home = household()
    home.connect(meter)
    await home.follow()
    const reading = { start: METER_START, seconds: 900, amount: 7n, exponent: 0, quality: 'measured' } as const
    home.readings.add(METER_ID, 'drawn', [reading], { at: METER_START, origin: 'file', name: 'readings.csv' })
    await meter.setTime(METER_START + DAY)
    await home.follow()
    const stored = home.readings.overlapping(METER_ID, 'drawn', { start: METER_START, end: ever })
    expect(stored).toHaveLength(96)
    expect(stored[0]).toEqual(reading)
    expect(home.chains.entriesByCounter(DRAWN, 0, 0)[0]!.opening!.value).not.toBe(7n)
  })
})
