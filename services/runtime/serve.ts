/** Starts a service's HTTP interface on loopback (or where asked) and stops it gracefully. */

import { type ServerType, serve as listen } from '@hono/node-server'
import type { Hono } from 'hono'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { limitConnections } from './connection-limits'

export type RunningService = {
  readonly url: string
  readonly close: () => Promise<void>
  /** The fast arithmetic does not work here; absent where a service has none, or several. */
  readonly slowArithmetic?: boolean
}

export type ServeOptions = {
  readonly routes: Hono
  /** 0 = any free port. */
  readonly port: number
  readonly host?: string
  /** PEM; plain HTTP when absent. */
  readonly tls?: { readonly key: string; readonly cert: string } | null
  /** Connections at a time; more are turned away before they are read. */
  readonly mostConnections?: number
  /** How long a client may take to say what it wants, TLS included. */
  readonly headersMs?: number
}

/** A client that dribbles its request is let go: headers within ten seconds, all of it within thirty. */
const HEADERS_MS = 10_000
const REQUEST_MS = 30_000
/** Node looks every half a minute where it is not told otherwise. */
const LOOK_MS = 2000
const MOST_CONNECTIONS = 1000
/** Of one address: a house with 200 homes behind one, each of which listens, and what they ask. */
const MOST_FROM_ONE = 250
/** What is being answered when the service is to end gets this long. */
const DRAIN_MS = 3000
const PART_MS = 50

/** @throws the listening error (EADDRINUSE, …) before the promise resolves. */
export async function serveRoutes(options: ServeOptions): Promise<RunningService> {
  const { routes, port, host = '127.0.0.1', tls, mostConnections = MOST_CONNECTIONS, headersMs = HEADERS_MS } = options
  const watch = { connectionsCheckingInterval: Math.min(LOOK_MS, headersMs) }
  const secure = tls
    ? { createServer, serverOptions: { ...tls, ...watch, minVersion: 'TLSv1.2' as const, handshakeTimeout: headersMs } }
    : { serverOptions: watch }
  const { server, address } = await new Promise<{ server: ServerType; address: AddressInfo }>((resolve, reject) => {
    const server: ServerType = listen({ fetch: routes.fetch, port, hostname: host, ...secure }, (address) => {
      server.off('error', reject)
      resolve({ server, address })
    })
    limitConnections(server, MOST_FROM_ONE)
    server.once('error', reject)
  })
  if ('headersTimeout' in server) {
    server.headersTimeout = headersMs
    server.requestTimeout = REQUEST_MS
    server.maxConnections = mostConnections
  }
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return { url: `${tls ? 'https' : 'http'}://${shown}:${address.port}`, close: () => closeServer(server) }
}

/** The one line by which a service process says where it listens; read by whoever started it. */
export function announceReady(name: string, service: RunningService): void {
  process.stdout.write(
    `${JSON.stringify({ ready: name, url: service.url, ...(service.slowArithmetic ? { slowArithmetic: true } : {}) })}\n`
  )
}

/** Closes on SIGTERM and SIGINT, then ends the process with exit code 0. */
export function closeOnSignal(close: () => Promise<void>): void {
  const stop = (): void => {
    void close().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

/** Takes nothing new, lets what is being answered finish, and then hangs up on whoever is still there. */
function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    const hangUp = setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections()
    }, DRAIN_MS)
    // Whoever has its answer may keep the connection open for another request that will not be taken.
    const part = setInterval(() => {
      if ('closeIdleConnections' in server) server.closeIdleConnections()
    }, PART_MS)
    server.close(() => {
      clearTimeout(hangUp)
      clearInterval(part)
      resolve()
    })
  })
}
