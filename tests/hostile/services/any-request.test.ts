/** What strangers may send over HTTP to collector, supplier and meter: no answer of 5xx, no hanging, no growing. */

import { Agent, request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { collectorConfig } from '../../../services/collector/collector-config'
import { startCollector } from '../../../services/collector/start-collector'
import { systemServiceClock } from '../../../services/runtime/service-clock'
import { EXAMPLE_SUPPLIER, tariffBody, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { meterServiceConfig } from '../../../services/virtual-meter/config'
import { startVirtualMeter } from '../../../services/virtual-meter/start-virtual-meter'
import { ZONE, exampleTerms } from '../../support/bills/bill-case'
import { heapInUse } from '../../support/heap-in-use'
import { fastFolder } from '../../support/rounds/fast-folder'

/** With WATTVEIL_FULL 100,000 messages in all; otherwise a share of them. */
const MESSAGES = process.env['WATTVEIL_FULL'] === undefined ? 900 : 100_000
const SEED = Number(process.env['WATTVEIL_FUZZ_SEED'] ?? 20_261_123)
const AT_ONCE = 16
const ANSWER_MS = 10_000
/** What engine and server keep for themselves moves by a few MB, once; what stays of each message would come on top. */
const mostGrowth = (messages: number): number => 6 * 1024 * 1024 + 64 * messages
const METER = '1WVL0000000001'
const PASSWORD = 'tulip-harbour-42'

type Chance = (limit: number) => number

type Edge = { readonly paths: readonly string[]; readonly headers: Readonly<Record<string, string>> }

const EDGES: Readonly<Record<string, Edge>> = {
  collector: {
    paths: [
      ...['enrol', 'end', 'keys', 'refuse', 'submit', 'endorse', 'endorsements', 'ask', 'findings', 'rosters'],
      ...['published', 'board', 'invitation', 'dlist', 'metrics']
    ].map((name) => `/${name}`),
    headers: {}
  },
  supplier: {
    paths: ['/tariffs', '/documents/H', '/indexes', '/offers', '/contracts/H', '/contracts/H/amendment'].concat(
      ['exchanges', 'records', 'responses', 'bills', 'bills/H'].map((name) => `/contracts/H/${name}`)
    ),
    headers: {}
  },
  meter: {
    paths: ['', '/pairing', '/records', '/acknowledge', '/sign-enrolment'].map((name) => `/meters/${METER}${name}`),
    headers: { authorization: `Basic ${Buffer.from(`household:${PASSWORD}`).toString('base64')}` }
  }
}

describe(`any request (seed ${SEED})`, () => {
  it.each(Object.keys(EDGES))('does no harm to a %s', { timeout: 900_000 }, async (name) => {
    const service = await start(name)
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
    const chance = chanceOf(SEED + name.length)
    const statuses = new Map<number, number>()
    const send = async (count: number): Promise<void> => {
      const one = async (left: number): Promise<void> => {
        for (let sent = 0; sent < left; sent++) {
          const status = await ask(agent, service.url, anyMessage(EDGES[name] as Edge, chance))
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
      }
      await Promise.all(Array.from({ length: AT_ONCE }, () => one(Math.ceil(count / AT_ONCE))))
    }
    const share = MESSAGES / Object.keys(EDGES).length
    // First what is made once: code that is compiled, prepared statements, buffers of sockets.
    await send(share / 3)
    const before = heapInUse()
    await send((share * 2) / 3)
    const growth = heapInUse() - before
    agent.destroy()
    await service.close()
    expect([...statuses.keys()].filter((status) => status >= 500 || status < 200)).toEqual([])
    // Nothing of it was taken, and it was looked at: not all was refused for its path.
    expect(statuses.get(400)).toBeGreaterThan(share / 20)
    expect(growth).toBeLessThan(mostGrowth(share))
    // eslint-disable-next-line no-console -- the figures of a whole run
    if (MESSAGES >= 100_000) console.log(`${name}: grew by ${growth} bytes`, Object.fromEntries(statuses))
  })
})

async function start(name: string) {
  const [stateFolder, clock, port] = [fastFolder(), systemServiceClock(), 0]
  if (name === 'collector') {
    const group = { name: 'Lindenhof', direction: 'drawn', seconds: 900 }
    const config = collectorConfig.parse({ operator: 'Stromwerk Musterau', group })
    return startCollector({ config, stateFolder, port, clock })
  }
  if (name === 'supplier') {
    const tariffs = [tariffBody(threeTimesTariff(exampleTerms()))]
    const config = { name: EXAMPLE_SUPPLIER, zone: ZONE, tariffs, index: null, mistakes: [] }
    return startSupplier({ config, stateFolder, port, clock })
  }
  const start = Math.floor(Date.now() / 86_400_000) * 86_400 - 86_400
  const load = { kind: 'generated', seed: 'home', solar: false, timeZone: 'Europe/Berlin' }
  const meter = { meterId: METER, password: PASSWORD, level: 2, seconds: 900, unitExp: 0, start, load }
  return startVirtualMeter({ config: meterServiceConfig.parse({ meters: [meter] }), stateFolder, port, clock })
}

type Message = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const METHODS = ['GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD']
const TYPES = ['application/json', 'application/octet-stream', 'text/plain', 'multipart/form-data; boundary=x', 'x']
const FIELDS = ['member', 'roster', 'from', 'limit', 'obis', 'epoch', 't', 'after', '__proto__', 'a[b]', '']
const TEXTS = [
  '',
  '0',
  '-1',
  '1e3',
  '99999999999999999999',
  'NaN',
  '../../etc/passwd',
  '%00',
  '💡',
  '{}',
  'constructor'
]

function anyMessage(edge: Edge, chance: Chance): Message {
  const pick = <Value>(values: readonly Value[]): Value => values[chance(values.length)] as Value
  const hash = (): string => (chance(4) === 0 ? pick(TEXTS) : hexOf(chance, pick([32, 32, 31, 0, 64])))
  const value = (): string => encodeURIComponent(chance(2) === 0 ? hash() : pick(TEXTS))
  const query = Array.from({ length: chance(4) }, () => `${encodeURIComponent(pick(FIELDS))}=${value()}`).join('&')
  const place = pick(edge.paths).replaceAll('H', () => encodeURIComponent(hash()) || '-')
  const method = pick(METHODS)
  const body = method === 'GET' || method === 'HEAD' ? new Uint8Array() : anyBody(chance)
  return { method, path: `${place}?${query}`, headers: { ...edge.headers, 'content-type': pick(TYPES) }, body }
}

function anyBody(chance: Chance): Uint8Array {
  const kind = chance(6)
  if (kind === 0) return new Uint8Array()
  if (kind === 1) return Buffer.alloc(chance(20_000), chance(256))
  if (kind === 2) return Buffer.from(`${'['.repeat(chance(3000))}${'{"a":'.repeat(chance(500))}`)
  if (kind === 3) return Buffer.from(JSON.stringify(anyJson(chance, 4)))
  // As long as messages are, and led by what formats begin with.
  const bytes = Buffer.from(hexOf(chance, [33, 65, 129, 161, 225, 300, 900][chance(7)] ?? 1), 'hex')
  bytes[0] = kind === 4 ? chance(4) : (bytes[0] ?? 0)
  return bytes
}

function anyJson(chance: Chance, depth: number): unknown {
  const kind = chance(depth > 0 ? 7 : 5)
  if (kind < 2) return TEXTS[chance(TEXTS.length)]
  if (kind === 2) return [null, true, -0, 1e308, 2 ** 53][chance(5)]
  if (kind < 5) return hexOf(chance, chance(40))
  const inner = Array.from({ length: chance(5) }, () => anyJson(chance, depth - 1))
  const names = ['tariff', 'contract', 'meter', 'records', 'signature', 'toString', '__proto__', 'format']
  return kind === 5 ? inner : Object.fromEntries(inner.map((each) => [names[chance(names.length)], each]))
}

function hexOf(chance: Chance, bytes: number): string {
  return Array.from({ length: bytes }, () => chance(256).toString(16).padStart(2, '0')).join('')
}

/** Mulberry32: fast, and the same on every machine. */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

function ask(agent: Agent, url: string, { method, path, headers, body }: Message): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${url}${path}`, { agent, method, headers, timeout: ANSWER_MS }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode ?? 0))
    })
    asked.once('timeout', () => asked.destroy(new Error(`no answer to ${method} ${path}`)))
    // Hung up on in the middle of a body that is too long: that is an answer, too.
    asked.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(413) : reject(error)
    )
    asked.end(body)
  })
}
