import { Hono } from 'hono'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type ListenOptions, listen } from '../../../adapters/http/listen'
import { createChangeFeed } from '../../../services/collector/change-feed'
import { eventStream } from '../../../services/collector/event-stream'
import { ownCertificate } from '../../../services/runtime/own-certificate'
import { serveRoutes } from '../../../services/runtime/serve'
import { temporaryFolder } from '../../support/temporary-folder'

type Told = { heard: number; ended: number; readonly logged: string[] }

async function feeding(tls: Parameters<typeof serveRoutes>[0]['tls'] = null) {
  const feed = createChangeFeed()
  const routes = new Hono()
  routes.get('/events', (context) => {
    const events = eventStream(feed)
    return events ? context.body(events, 200, { 'content-type': 'text/event-stream' }) : context.body(null, 503)
  })
  routes.get('/page', (context) => context.text('data: 1\n\n'))
  routes.get('/flood', (context) => context.body('x'.repeat(9000), 200, { 'content-type': 'text/event-stream' }))
  const service = await serveRoutes({ routes, port: 0, tls })
  onTestFinished(() => {
    feed.end()
    return service.close()
  })
  return { feed, url: service.url }
}

function listening(url: string, more: Partial<ListenOptions> = {}): { told: Told; stop: () => void } {
  const told: Told = { heard: 0, ended: 0, logged: [] }
  const stop = listen({
    ...{ url, recipient: 'Stromwerk Musterau', pin: null },
    beforeSend: ({ recipient, purpose }) => void told.logged.push(`${purpose} ${recipient}`),
    heard: () => {
      told.heard += 1
    },
    ended: () => {
      told.ended += 1
    },
    ...more
  })
  onTestFinished(stop)
  return { told, stop }
}

describe('listening for news', () => {
  it('hears of every addition, and is in the privacy log before it begins', async () => {
    const { feed, url } = await feeding()
    const { told, stop } = listening(`${url}/events`)
    await vi.waitFor(() => {
      expect(told.heard).toBe(1)
    })
    feed.added()
    await vi.waitFor(() => {
      expect(told.heard).toBe(2)
    })
    expect(told.logged).toEqual(['round-listen Stromwerk Musterau'])
    stop()
    await vi.waitFor(() => {
      expect(feed.listeners()).toBe(0)
    })
    expect(told.ended).toBe(0)
  })

  it('ends once when the collector stops, is silent, answers something else, or floods', async () => {
    const { feed, url } = await feeding()
    const lines = [
      listening(`${url}/events`),
      listening(`${url}/events`, { silentMs: 200 }),
      listening(`${url}/page`),
      listening(`${url}/flood`),
      listening(`${url}/nowhere`),
      listening('http://127.0.0.1:1/events')
    ]
    await vi.waitFor(() => {
      expect(lines.map(({ told }) => told.ended)).toEqual([0, 1, 1, 1, 1, 1])
    })
    feed.end()
    await vi.waitFor(() => {
      expect(lines[0]!.told.ended).toBe(1)
    })
    expect(lines.slice(2).map(({ told }) => told.heard)).toEqual([0, 0, 0, 0])
  })

  it('sends nothing where the log cannot be written, or where another key is shown than is pinned', async () => {
    const certificate = ownCertificate(`${temporaryFolder()}/tls.key`, ['127.0.0.1'])
    const { feed, url } = await feeding(certificate)
    const pinned = listening(`${url}/events`, { pin: certificate.pin })
    const stranger = listening(`${url}/events`, { pin: new Uint8Array(32) })
    const refuse = (): never => {
      throw new Error('disk full')
    }
    const unlogged = listening(`${url}/events`, { pin: certificate.pin, beforeSend: refuse })
    await vi.waitFor(() => {
      expect([pinned, stranger, unlogged].map(({ told }) => [told.heard, told.ended])).toEqual([
        [1, 0],
        [0, 1],
        [0, 1]
      ])
    })
    expect(feed.listeners()).toBe(1)
  })
})
