import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  TAGS,
  createNobleKernel,
  deriveBlinding,
  encodeScalar,
  lp,
  nextDayKey,
  noblePrimitives as primitives,
  u64,
  u8,
  utf8
} from '../../../crypto'
import { toUtcSeconds, utcDayOf } from '../../../app/domain/interval'
import { genesisHash, verifyGenesis } from '../../../app/domain/meter/genesis'
import { STATUS, headOf, verifyHead } from '../../../app/domain/meter/record'
import { toMeterId } from '../../../app/domain/meter/meter'
import { decodeDescription } from '../../../app/readings/wire/meter-messages'
import { decodeRecordPage } from '../../../app/readings/wire/record-page'
import { verifyChain } from '../../../app/domain/meter/verify-chain'
import { meterServiceConfig } from '../../../services/virtual-meter/config'
import { startVirtualMeter } from '../../../services/virtual-meter/start-virtual-meter'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import type { RunningService } from '../../../services/runtime/serve'

const START = Date.parse('2026-02-28T23:00:00Z') / 1000
const ID = '1WVL0000000001'
const PASSWORD = 'tulip-harbour-42'
const dayKey = new Uint8Array(32).fill(5)
const running: RunningService[] = []

afterEach(async () => {
  for (const service of running.splice(0)) await service.close()
})

async function started(options: { solar?: boolean; folder?: string; now?: number } = {}) {
  const config = meterServiceConfig.parse({
    meters: [
      {
        meterId: ID,
        password: PASSWORD,
        level: 2,
        seconds: 900,
        unitExp: 0,
        start: START,
        load: { kind: 'generated', seed: 'home', solar: options.solar ?? false, timeZone: 'Europe/Berlin' }
      }
    ]
  })
  const stateFolder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'wattveil-meter-'))
  const clock = simulatedServiceClock(toUtcSeconds(options.now ?? START))
  const service = await startVirtualMeter({ config, stateFolder, port: 0, clock })
  running.push(service)
  return { url: `${service.url}/meters/${ID}`, root: service.url, stateFolder, close: service.close }
}

async function call(url: string, body?: Uint8Array | object, password = PASSWORD) {
  const isBytes = body instanceof Uint8Array
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: authorised(password),
    ...(body ? { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) } : {})
  })
  return { status: response.status, json: (await response.json().catch(() => null)) as never }
}

const pairing = (day = utcDayOf(toUtcSeconds(START))) => lp(TAGS.pairing, utf8(ID), u64(day), dayKey)
const setTime = (root: string, now: number) => call(`${root}/simulation/clock`, { now })

const authorised = (password = PASSWORD) => ({
  authorization: `Basic ${Buffer.from(`household:${password}`).toString('base64')}`
})

async function recordsOf(url: string, obis = 264, from = 0) {
  const response = await fetch(`${url}/records?obis=${obis}&from=${from}&limit=1000`, { headers: authorised() })
  return decodeRecordPage(new Uint8Array(await response.arrayBuffer()), 1000)
}

async function genesisOf(url: string) {
  const response = await fetch(url, { headers: authorised() })
  const [chain] = decodeDescription(await response.text()).chains
  if (!chain) throw new Error('no chain')
  return chain
}

const kernel = createNobleKernel()

describe('the virtual meter over HTTP', () => {
  it('writes records whose chain, heads, openings and registers all verify, once it is paired', async () => {
    const { url, root } = await started()
    const chain = await genesisOf(url)
    const { genesis } = chain.genesis
    expect(verifyGenesis(primitives, chain.genesis)).toBe(true)
    expect(chain.newest).toBe(-1)
    expect((await call(`${url}/pairing`, pairing())).status).toBe(200)
    await setTime(root, START + 50 * 900)

    const offered = await recordsOf(url)
    expect(offered).toHaveLength(50)
    const records = offered.map(({ record }) => record)
    const origin = { counter: -1, hash: genesisHash(primitives, genesis), end: genesis.start }
    expect(verifyChain(primitives, { meterId: toMeterId(ID), obis: 264 }, 900, origin, records).ok).toBe(true)

    let register = 0n
    for (const { record, headSignature, metered } of offered) {
      if (!metered) throw new Error('no value')
      const { value, register: total } = metered
      const key = record.intervalStart < START + 3600 ? dayKey : nextDayKey(primitives, dayKey)
      const blinding = deriveBlinding(primitives, key, { ...record, value })
      const batch = { commitments: record.commitment, values: [value], blindings: encodeScalar(blinding) }
      expect(kernel.firstBadOpeningVartime(batch)).toBe(-1)
      const head = headOf(primitives, record)
      expect(verifyHead(primitives, { head, signature: headSignature }, genesis.meterKey)).toBe(true)
      register += value
      expect(total).toBe(register)
    }
  })

  it('makes no record before it is paired, then one gap record for the time before', async () => {
    const { url, root } = await started()
    const later = START + 10 * 900 + 60
    await setTime(root, later)
    expect(await recordsOf(url)).toHaveLength(0)
    await call(`${url}/pairing`, pairing(utcDayOf(toUtcSeconds(later))))
    await setTime(root, START + 12 * 900)
    const [gap, next] = await recordsOf(url)
    expect(gap?.record).toMatchObject({ counter: 0, intervalStart: START, seconds: 11 * 900, status: STATUS.endOfLife })
    expect(next?.record).toMatchObject({ counter: 1, intervalStart: START + 11 * 900, seconds: 900, status: 0 })
  })

  it('keeps one chain per direction where the home feeds in', async () => {
    const { url, root } = await started({ solar: true })
    await call(`${url}/pairing`, pairing())
    await setTime(root, START + 4 * 900)
    expect(await recordsOf(url, 264)).toHaveLength(4)
    expect(await recordsOf(url, 520)).toHaveLength(4)
  })

  it('erases values once they are acknowledged, and keeps the records', async () => {
    const { url, root } = await started()
    await call(`${url}/pairing`, pairing())
    await setTime(root, START + 4 * 900)
    await call(`${url}/acknowledge`, { obis: 264, counter: 2 })
    expect((await recordsOf(url)).map(({ metered }) => metered === null)).toEqual([true, true, true, false])
  })

  it('goes on with the same chain after a restart', async () => {
    const first = await started()
    await call(`${first.url}/pairing`, pairing())
    await setTime(first.root, START + 4 * 900)
    const before = await recordsOf(first.url)
    await first.close()
    running.length = 0
    const second = await started({ folder: first.stateFolder, now: START + 6 * 900 })
    const after = await recordsOf(second.url)
    expect(after.slice(0, 4)).toEqual(before)
    expect(after).toHaveLength(6)
  })

  it('answers a repeated pairing alike and refuses one for another day or meter', async () => {
    const { url } = await started()
    const first = await call(`${url}/pairing`, pairing())
    expect((await call(`${url}/pairing`, pairing())).json).toEqual(first.json)
    expect(await call(`${url}/pairing`, pairing(1))).toMatchObject({ status: 409, json: { code: 'other-day' } })
    const foreign = lp(TAGS.pairing, utf8('OTHER'), u64(1), dayKey)
    expect(await call(`${url}/pairing`, foreign)).toMatchObject({ status: 409, json: { code: 'other-meter' } })
    expect(await call(`${url}/pairing`, new Uint8Array(40))).toMatchObject({ status: 400, json: { code: 'malformed' } })
  })

  it('counts wrong passwords down, locks, and opens again after a while', async () => {
    const { url, root } = await started()
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(await call(url, undefined, 'wrong')).toMatchObject({
        status: 401,
        json: { code: 'wrong-password', triesLeft }
      })
    }
    expect(await call(url, undefined, 'wrong')).toMatchObject({
      status: 423,
      json: { code: 'locked', until: START + 300 }
    })
    expect((await call(url)).status).toBe(423)
    await setTime(root, START + 301)
    expect((await call(url)).status).toBe(200)
  })

  it('signs an enrolment that names itself and no other', async () => {
    const { url } = await started()
    await call(`${url}/pairing`, pairing())
    const key = (await genesisOf(url)).genesis.genesis.meterKey
    const enrol = (meterId: string, meterKey: Uint8Array) =>
      lp(TAGS.enrol, new Uint8Array(32), new Uint8Array(32), utf8(meterId), meterKey, u8(2), u64(0), u64(1))
    const response = await fetch(`${url}/sign-enrolment`, {
      method: 'POST',
      headers: authorised(),
      body: new Uint8Array(enrol(ID, key))
    })
    const signature = new Uint8Array(await response.arrayBuffer())
    expect(primitives.ed25519.verify(signature, enrol(ID, key), key)).toBe(true)
    expect((await call(`${url}/sign-enrolment`, enrol('OTHER', key))).status).toBe(409)
    expect((await call(`${url}/sign-enrolment`, enrol(ID, new Uint8Array(32)))).status).toBe(409)
  })

  it('refuses what is too large, malformed or unknown', async () => {
    const { url, root } = await started()
    expect((await call(`${url}/pairing`, new Uint8Array(5000))).status).toBe(400)
    expect((await call(`${url}/records?obis=1&from=0&limit=10`)).status).toBe(400)
    expect((await call(`${url}/records?obis=264&from=-1&limit=10`)).status).toBe(400)
    expect((await call(`${url}/records?obis=264&from=0&limit=1001`)).status).toBe(400)
    expect((await call(`${root}/meters/UNKNOWN`)).status).toBe(404)
  })
})
