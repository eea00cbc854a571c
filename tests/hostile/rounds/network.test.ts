import { type Server, createServer } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { request } from '../../../adapters/http/request'
import { toHex } from '../../../crypto'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { FIRST_DAY } from '../../support/rounds/test-neighbourhood'
import { timeOf } from '../../support/rounds/test-meter'
import { dayOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 120_000 })

type Handler = Parameters<typeof createServer>[1]

async function server(handler: Handler): Promise<string> {
  const listening: Server = createServer(handler as Parameters<typeof createServer>[0])
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    listening.closeAllConnections()
    listening.close()
  })
  return `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}`
}

/** Sends these bytes and no more, and waits for what the answer begins with. */
function firstLineOf(address: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1')
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      socket.destroy()
      resolve(chunk.toString('latin1').split('\r\n')[0] ?? '')
    })
    socket.write(bytes)
  })
}

describe('R22: a collector that is down, slow, answers garbage or too much', () => {
  const troubles: [string, string, () => Promise<string>][] = [
    ['is down', 'collector-unreachable', () => Promise.resolve('http://127.0.0.1:1')],
    ['never answers', 'collector-timeout', () => server(() => undefined)],
    [
      'answers a byte at a time',
      'collector-timeout',
      () =>
        server((_, response) => {
          response.writeHead(200, { 'content-type': 'application/octet-stream' })
          const timer = setInterval(() => response.write('x'), 50)
          response.on('close', () => {
            clearInterval(timer)
          })
        })
    ],
    ['answers a page', 'collector-malformed', () => server((_, response) => response.end('<html>hello</html>'))],
    [
      'answers noise',
      'collector-malformed',
      () =>
        server((_, response) => {
          response.setHeader('content-type', 'application/octet-stream')
          response.end(Buffer.alloc(500, 0x5a))
        })
    ],
    [
      'answers ten million bytes',
      'collector-too-large',
      () =>
        server((_, response) => {
          response.setHeader('content-type', 'application/octet-stream')
          response.end(Buffer.alloc(10_000_000))
        })
    ],
    ['fails', 'collector-refused', () => server((_, response) => response.writeHead(500).end())],
    [
      'sends it elsewhere',
      'collector-refused',
      () => server((_, response) => response.writeHead(302, { location: '/x' }).end())
    ]
  ]

  it.each(troubles)('%s: said so, nothing lost, and the next step goes on', async (_, reason, start) => {
    const all = await createHttpNeighbourhood({ seed: 'trouble', timeoutMs: 1000 })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const good = all.address.now
    all.address.now = await start()
    // One household meets the trouble with its roster, then with the sum; the others are not concerned.
    const [first, ...others] = all.households
    const now = timeOf(FIRST_DAY + 2, 600)
    all.clock.set(now)
    await first!.rounds.step()
    expect((await dayOf(first!, FIRST_DAY)).summary).toMatchObject({ phase: 'keys-sent', reason })
    all.address.now = good
    await all.collector.step()
    await first!.rounds.step()
    expect((await dayOf(first!, FIRST_DAY)).summary).toMatchObject({ phase: 'submitted', reason: null })
    for (const { rounds } of others) await rounds.step()
    all.address.now = await start()
    all.clock.set(timeOf(FIRST_DAY + 3, 600))
    await first!.rounds.step()
    expect((await dayOf(first!, FIRST_DAY)).summary).toMatchObject({ phase: 'submitted', reason })
    all.address.now = good
    await all.collector.step()
    await first!.rounds.step()
    expect((await phasesOf([first!], FIRST_DAY))[0]).toBe('verified')
  })

  it('down when the household joins: it is a member once the collector is there', async () => {
    const all = await createHttpNeighbourhood({ seed: 'down at first', timeoutMs: 1000 })
    const good = all.address.now
    all.address.now = 'http://127.0.0.1:1'
    const [first] = all.households
    await first!.rounds.join(all.invitation)
    expect((await dayOf(first!, FIRST_DAY)).summary).toMatchObject({
      phase: 'waiting',
      reason: 'collector-unreachable'
    })
    expect(all.board.enrolments()).toEqual([])
    all.address.now = good
    await first!.rounds.step()
    expect(all.board.enrolments()).toHaveLength(1)
    // And joining twice makes no second identity.
    const again = await first!.rounds.join(all.invitation)
    expect(again.identity).toBe(toHex(first!.store.groups()[0]!.memberId))
    expect(all.board.enrolments()).toHaveLength(1)
  })

  it('is asked once, not once for every open day, when it does not answer', async () => {
    let asked = 0
    const all = await createHttpNeighbourhood({ seed: 'asked once', timeoutMs: 500 })
    await all.join()
    for (let day = 1; day <= 3; day++) {
      all.measure()
      await all.stepAll(timeOf(FIRST_DAY + day, 600))
    }
    all.address.now = await server(() => {
      asked += 1
    })
    await all.households[0]!.rounds.step()
    expect(asked).toBe(1)
  })
})

describe('R22: at the collector', () => {
  it('refuses bodies that are too large before it reads them, and goes on', async () => {
    const all = await createHttpNeighbourhood({ seed: 'large bodies' })
    for (const path of ['/enrol', '/keys', '/submit', '/refuse', '/end']) {
      expect(
        await firstLineOf(all.address.now, `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 10000000\r\n\r\n`)
      ).toBe('HTTP/1.1 413 Payload Too Large')
    }
    await all.join()
    expect(all.board.enrolments()).toHaveLength(10)
  })

  it('takes thousands of senseless messages, and a connection that never finishes, without harm', async () => {
    const all = await createHttpNeighbourhood({ seed: 'senseless' })
    const slow: Socket = connect(Number(new URL(all.address.now).port), '127.0.0.1')
    slow.on('error', () => undefined)
    slow.write('POST /submit HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n')
    onTestFinished(() => {
      slow.destroy()
    })
    // Each on a connection of its own, as a household sends: fetch keeps connections, and one that the collector closes
    // after five idle seconds, which a busy machine lets pass between two batches, is reset under the next request.
    const post = async (index: number): Promise<number> => {
      const body = all.random.bytes(index % 300)
      const url = `${all.address.now}/submit`
      const bounds = { maxBytes: 1024, timeoutMs: 60_000, acceptStatus: [200, 400, 403, 404, 429, 503] }
      return (await request({ url, method: 'POST', body, ...bounds })).status
    }
    const statuses = new Set<number>()
    for (let batch = 0; batch < 20; batch++) {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => post(batch * 100 + index)))
      for (const status of answers) statuses.add(status)
    }
    expect(statuses).toEqual(new Set([400]))
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    expect(new Set(await phasesOf(all.households, FIRST_DAY))).toEqual(new Set(['verified']))
  })

  it.each([
    '/rosters',
    '/rosters?day=1',
    '/rosters?day=-1&member=00',
    '/published',
    '/published?roster=zz',
    '/nothing'
  ])('answers %s with a code, never with a stack', async (path) => {
    const all = await createHttpNeighbourhood({ seed: 'odd paths' })
    const response = await fetch(`${all.address.now}${path}`)
    expect([400, 404]).toContain(response.status)
    expect(Object.keys((await response.json()) as object)).toEqual(['code'])
  })
})

describe('the privacy log', () => {
  it('has one line for every message, before it leaves, with its purpose and its day', async () => {
    const all = await createHttpNeighbourhood({ seed: 'log' })
    await all.join()
    all.measure()
    for (let day = 1; day <= 3; day++) await all.stepAll(timeOf(FIRST_DAY + day, 600))
    const count = (purpose: string): number => all.sent.filter((entry) => entry.purpose === purpose).length
    expect([count('round-enrol'), count('round-keys'), count('round-submit'), count('round-refuse')]).toEqual([
      10, 10, 10, 0
    ])
    const aboutNoDay = all.sent.filter(({ about }) => about === null)
    expect(new Set(aboutNoDay.map(({ purpose }) => purpose))).toEqual(new Set(['round-enrol', 'round-read']))
    expect(aboutNoDay.length).toBeLessThanOrEqual(10 + 2 * 10)
    for (const entry of all.sent) {
      expect(entry.recipient).toBe('Stromwerk Musterau')
      // The board speaks of no day.
      const ofDay = entry.purpose !== 'round-enrol' && entry.about !== null
      expect(entry.about).toBe(ofDay ? timeOf(FIRST_DAY) : null)
      expect(entry.bytes).toBeGreaterThan(100)
    }
  })
})
