/** What a collector bears and how it stops: listeners that do not read, too many of them, requests under way, a copy put back. */

import { cpSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { Hono } from 'hono'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '../../../app/app-error'
import { createFailureLog } from '../../../cli/serve/failure-log'
import { createChangeFeed } from '../../../services/collector/change-feed'
import { collectorConfig } from '../../../services/collector/collector-config'
import { eventStream } from '../../../services/collector/event-stream'
import { foundGroup } from '../../../services/collector/found-group'
import { groupsIn } from '../../../services/collector/group-folder'
import { startCollectors } from '../../../services/collector/start-collector'
import { answerFailure } from '../../../services/runtime/answer-failure'
import { createMetrics } from '../../../services/runtime/metrics'
import { ownCertificate } from '../../../services/runtime/own-certificate'
import { serveRoutes } from '../../../services/runtime/serve'
import { systemServiceClock } from '../../../services/runtime/service-clock'
import { temporaryFolder } from '../../support/temporary-folder'

vi.setConfig({ testTimeout: 30_000 })

const CONFIG = collectorConfig.parse({
  operator: 'Stromwerk Musterau',
  group: { name: 'Lindenhof', direction: 'drawn', seconds: 900 }
})

function founded(): string {
  const state = temporaryFolder()
  foundGroup(state, CONFIG, systemServiceClock().clock)
  return state
}

/** What a connection is answered, all of it; sends more when asked. */
function opened(url: string, bytes: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const heard = { text: '', closed: false }
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => (heard.text += chunk.toString('latin1')))
  socket.on('close', () => (heard.closed = true))
  socket.write(bytes)
  onTestFinished(() => {
    socket.destroy()
  })
  const hangUp = (): void => {
    socket.end()
  }
  return { heard, hangUp, send: (more: string) => socket.write(more) }
}

describe('what fails', () => {
  it('is told to who runs the collector, a request of a group as well as what is due', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => {
      vi.useRealTimers()
    })
    const { clock } = systemServiceClock()
    const disk = { full: false }
    const now: typeof clock.now = () => {
      if (disk.full) throw new AppError('disk-full')
      return clock.now()
    }
    const told: unknown[] = []
    const report = (error: unknown): void => {
      told.push(error)
    }
    const service = await startCollectors(groupsIn(founded()), {
      ...{ port: 0, clock: { clock: { now }, mount: () => undefined }, report }
    })
    const { address } = service.groups[0]!.invitation.collector
    const asked = `${address}/rosters?day=20000&member=${'00'.repeat(32)}`
    expect((await fetch(asked)).status).toBe(200)
    expect((await fetch(`${address}/rosters?day=x`)).status).toBe(400)
    expect(told).toEqual([])
    disk.full = true
    const failed = await fetch(asked)
    expect([failed.status, await failed.json()]).toEqual([500, { code: 'failed' }])
    expect(told).toEqual([new AppError('disk-full')])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(told).toHaveLength(2)
    disk.full = false
    await service.close()
  })

  it('is written as a sentence, the same once an hour, and no word that may be a stranger’s', () => {
    const lines: string[] = []
    const at = { now: 0 }
    const report = createFailureLog(
      (line) => lines.push(line),
      () => at.now
    )
    report(new AppError('disk-full'))
    report(new AppError('disk-full'))
    report(new TypeError('what a stranger wrote'))
    at.now += 3_600_000
    report(new AppError('disk-full'))
    const words = lines.map((line) => /^\d{4}-\d\d-\d\dT\S+Z (.*)$/u.exec(line)?.[1])
    const full = 'The disk is full. Nothing was half written. Make room and try again.'
    expect(words).toEqual([full, 'TypeError', full])
  })
})

describe('who listens for news', () => {
  it('and does not read them is told little more than the newest: what waits for it is bounded', async () => {
    const feed = createChangeFeed()
    const reader = eventStream(feed)!.getReader()
    for (let time = 0; time < 10_000; time++) feed.added()
    feed.end()
    const chunks: string[] = []
    for (let one = await reader.read(); !one.done; one = await reader.read()) {
      chunks.push(new TextDecoder().decode(one.value))
    }
    expect(chunks.length).toBeLessThanOrEqual(17)
    expect(feed.sequence()).toBe(10_000)
  })

  it('and reads again hears of what comes then', async () => {
    const feed = createChangeFeed()
    const reader = eventStream(feed)!.getReader()
    for (let time = 0; time < 100; time++) feed.added()
    for (let time = 0; time < 16; time++) await reader.read()
    feed.added()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 101\n\n')
    await reader.cancel()
    expect(feed.listeners()).toBe(0)
  })

  it('is one of four hundred at most; one more is sent away', () => {
    const feed = createChangeFeed()
    const streams = Array.from({ length: 400 }, () => eventStream(feed))
    expect(streams).not.toContain(null)
    expect(eventStream(feed)).toBeNull()
    feed.end()
    expect(eventStream(feed)).not.toBeNull()
    feed.end()
  })
})

describe('connections', () => {
  it('beyond as many as there may be are turned away before they are read, and there is room again when one goes', async () => {
    const routes = new Hono().get('/', (context) => context.text('here'))
    const service = await serveRoutes({ routes, port: 0, mostConnections: 2 })
    onTestFinished(() => service.close())
    const half = 'GET / HTTP/1.1\r\nhost: x\r\n'
    const held = [opened(service.url, half), opened(service.url, half)]
    await new Promise((resolve) => setTimeout(resolve, 100))
    const third = opened(service.url, `${half}\r\n`)
    await vi.waitFor(() => expect(third.heard).toEqual({ text: '', closed: true }))
    held[0]!.send('connection: close\r\n\r\n')
    await vi.waitFor(() => expect(held[0]!.heard.closed).toBe(true))
    expect(held[0]!.heard.text).toMatch(/^HTTP\/1\.1 200 OK/u)
    await vi.waitFor(async () =>
      expect((await fetch(service.url, { headers: { connection: 'close' } })).status).toBe(200)
    )
  })

  it.each(['plain', 'TLS'])(
    'that say nothing, or half of it, are closed soon, not when Node looks next (%s)',
    async (kind) => {
      const routes = new Hono().get('/', (context) => context.text('here'))
      const tls = kind === 'TLS' ? ownCertificate(path.join(temporaryFolder(), 'tls.key'), ['127.0.0.1']) : null
      const service = await serveRoutes({ routes, port: 0, tls, headersMs: 300 })
      onTestFinished(() => service.close())
      const held = ['', 'GET / HTTP/1.1\r\nx: '].map((bytes) => opened(service.url, kind === 'TLS' ? '' : bytes))
      await vi.waitFor(() => expect(held.map(({ heard }) => heard.closed)).toEqual([true, true]), 5000)
    }
  )
})

describe('a request that cannot be answered', () => {
  it('is counted as hung up where the client went in the middle of its body', async () => {
    const folders = groupsIn(founded())
    const service = await startCollectors(folders, { port: 0, clock: systemServiceClock(), metricsPort: 0 })
    onTestFinished(() => service.close())
    const at = new URL(service.groups[0]!.invitation.collector.address).pathname
    const bodies = ['content-length: 40\r\n\r\nhalf of i', 'transfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n']
    for (const body of bodies) opened(service.url, `POST ${at}/enrol HTTP/1.1\r\nhost: x\r\n${body}`).hangUp()
    await vi.waitFor(async () => {
      const counted = await (await fetch(service.metricsUrl!)).text()
      expect(counted).toContain('answers_total{method="POST",route="/enrol",status="499"} 2\n')
      expect(counted).not.toContain('status="500"')
    })
  })

  it('is a failure of ours otherwise, and says nothing of it but that', async () => {
    const metrics = createMetrics('x')
    const routes = new Hono().use(metrics.count).get('/', () => Promise.reject(new Error('disk')))
    routes.onError(answerFailure)
    expect(await (await routes.request('/')).json()).toEqual({ code: 'failed' })
    expect(metrics.text([])).toContain('status="500"} 1\n')
  })
})

describe('a collector that is stopped', () => {
  it('answers what it has begun to read, and takes nothing new', async () => {
    const state = founded()
    const service = await startCollectors(groupsIn(state), { port: 0, clock: systemServiceClock() })
    const at = new URL(service.groups[0]!.invitation.collector.address).pathname
    const under = opened(
      service.url,
      `POST ${at}/enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 40\r\n\r\n${'x'.repeat(20)}`
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    const stopped = service.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
    await expect(fetch(service.url)).rejects.toThrow()
    under.send('x'.repeat(20))
    await vi.waitFor(() => expect(under.heard.text).toMatch(/^HTTP\/1\.1 400 /u))
    await stopped
  })

  it('is the same group from a copy of its folder, made while it stood still', async () => {
    const state = founded()
    const first = await startCollectors(groupsIn(state), { port: 0, clock: systemServiceClock() })
    const board = async (url: string): Promise<Response> =>
      fetch(`${url}/board?from=0&seen=${'00'.repeat(32)}`, { headers: { connection: 'close' } })
    const before = new Uint8Array(await (await board(first.groups[0]!.invitation.collector.address)).arrayBuffer())
    await first.close()
    const copy = path.join(temporaryFolder(), 'copy')
    cpSync(state, copy, { recursive: true })
    const second = await startCollectors(groupsIn(copy), { port: 0, clock: systemServiceClock() })
    onTestFinished(() => second.close())
    expect(second.groups[0]!.invitation.group).toEqual(first.groups[0]!.invitation.group)
    const after = new Uint8Array(await (await board(second.groups[0]!.invitation.collector.address)).arrayBuffer())
    // The same key signs the same bytes, so the same board has the same answer.
    expect(after).toEqual(before)
  })
})
