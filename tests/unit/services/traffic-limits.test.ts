import { once } from 'node:events'
import { type AddressInfo, type Socket, connect, createServer } from 'node:net'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished } from 'vitest'
import { limitConnections } from '../../../services/runtime/connection-limits'
import { createMetrics } from '../../../services/runtime/metrics'
import { limitTraffic } from '../../../services/runtime/traffic-limits'

function limited(perMinute: number, atOnce: number) {
  const state = { now: 0, address: '203.0.113.7' }
  const routes = new Hono()
  routes.use(
    limitTraffic(
      { perMinute, atOnce },
      () => state.now,
      () => state.address
    )
  )
  const gates: (() => void)[] = []
  routes.get('/slow', async (context) => {
    await new Promise<void>((resolve) => gates.push(resolve))
    return context.text('done')
  })
  routes.get('/', (context) => context.text('here'))
  return { state, gates, ask: (path = '/') => Promise.resolve(routes.request(path)) }
}

describe('the limits of traffic', () => {
  it('let an address ask so often a minute, and again as the minute goes by', async () => {
    const { state, ask } = limited(10, 100)
    const first = await Promise.all(Array.from({ length: 12 }, () => ask()))
    expect(first.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429, 429])
    expect(first.at(-1)?.headers.get('retry-after')).toBe('60')
    state.now += 6000
    expect((await ask()).status).toBe(200)
    expect((await ask()).status).toBe(429)
  })

  it('count each address by itself, and this PC not at all', async () => {
    const { state, ask } = limited(1, 100)
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 429])
    state.address = '203.0.113.8'
    expect((await ask()).status).toBe(200)
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      state.address = address
      expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
    }
  })

  it.each([
    [['2001:db8:1:2::1', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::'], '2001:db8:1:3::1'],
    [['2001:db8::1', '2001:db8:0:0:1:2:3:4', '2001:db8:0:0::5'], '2001:db8:0:1::1'],
    [['::ffff:203.0.113.7', '::ffff:203.0.113.7'], '::ffff:203.0.113.8'],
    [['fe80::1%eth0', 'fe80::2%eth0'], 'fe81::1%eth0']
  ])('count the addresses of one network of IPv6 together: %j, but not %s', async (together, other) => {
    const { state, ask } = limited(1, 100)
    const answers: number[] = []
    for (const address of [...together, other]) {
      state.address = address
      answers.push((await ask()).status)
    }
    expect(answers).toEqual([200, ...together.slice(1).map(() => 429), 200])
  })

  it('send away what is too much at once, and take it when there is room', async () => {
    const { state, gates, ask } = limited(100, 2)
    state.address = '127.0.0.1'
    const held = [ask('/slow'), ask('/slow')]
    await new Promise((resolve) => setTimeout(resolve, 10))
    const refused = await ask()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
    for (const open of gates) open()
    await Promise.all(held)
    expect((await ask()).status).toBe(200)
  })

  it('remember only so many addresses', async () => {
    const { state, ask } = limited(1, 100)
    for (let host = 0; host < 10_050; host++) {
      state.address = `2001:db8:0:${host.toString(16)}::1`
      await ask()
    }
    // The first was forgotten, the last was not.
    expect((await ask()).status).toBe(429)
    state.address = '2001:db8:0:0::1'
    expect((await ask()).status).toBe(200)
  })
})

describe('the connections of one address', () => {
  it('are closed beyond its share, and it may come again when it has closed one; others and this PC are let in', async () => {
    const from = { address: '2001:db8::1' }
    const server = createServer((socket) => socket.on('error', () => undefined))
    limitConnections(server, 2, () => from.address)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const sockets: Socket[] = []
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    const { port } = server.address() as AddressInfo
    /** Whether the connection is still there once the server has had a look at it. */
    const stays = async (address: string): Promise<boolean> => {
      from.address = address
      const socket = connect(port, '127.0.0.1').on('error', () => undefined)
      sockets.push(socket)
      const seen = once(server, 'connection')
      const closed = once(socket, 'close').then(() => false)
      await seen
      return Promise.race([closed, new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 100))])
    }
    expect([await stays('2001:db8::1'), await stays('2001:db8::2'), await stays('2001:db8::3')]).toEqual([
      ...[true, true, false]
    ])
    expect(await stays('203.0.113.7')).toBe(true)
    const own = [await stays('127.0.0.1'), await stays('127.0.0.1'), await stays('127.0.0.1')]
    expect(own).toEqual([true, true, true])
    sockets[0]!.destroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect([await stays('2001:db8::1'), await stays('2001:db8::1')]).toEqual([true, false])
  })
})

describe('the counters', () => {
  it('count answers by route and status, and never repeat what a stranger wrote', async () => {
    const metrics = createMetrics('test')
    const routes = new Hono()
    routes.use(metrics.count)
    routes.post('/49848b418d3486e9/enrol', (context) => context.text('taken'))
    await routes.request('/49848b418d3486e9/enrol', { method: 'POST' })
    await routes.request('/"}evil 1\n')
    const text = metrics.text([{ name: 'groups', help: 'Groups.', value: () => 1 }])
    expect(text).toContain('test_answers_total{method="POST",route="/enrol",status="200"} 1')
    expect(text).toContain('test_answers_total{method="GET",route="other",status="404"} 1')
    expect(text).toContain('test_groups 1')
    expect(text).not.toContain('evil')
    for (const line of text.split('\n')) expect(line).toMatch(/^$|^# |^[a-z_]+(?:\{[^}]*\})? [0-9.]+$/u)
  })
})
