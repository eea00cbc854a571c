/** Starts a service's HTTP interface on loopback (or where asked) and stops it gracefully. */

import { type ServerType, serve as listen } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AddressInfo } from 'node:net'

export type RunningService = {
  readonly url: string
  readonly close: () => Promise<void>
}

export type ServeOptions = {
  readonly routes: Hono
  /** 0 = any free port. */
  readonly port: number
  readonly host?: string
}

/** A client that dribbles its request is let go: headers within ten seconds, all of it within thirty. */
const HEADERS_MS = 10_000
const REQUEST_MS = 30_000
const MOST_CONNECTIONS = 1000

/** @throws the listening error (EADDRINUSE, …) before the promise resolves. */
export async function serveRoutes({ routes, port, host = '127.0.0.1' }: ServeOptions): Promise<RunningService> {
  const { server, address } = await new Promise<{ server: ServerType; address: AddressInfo }>((resolve, reject) => {
    const server: ServerType = listen({ fetch: routes.fetch, port, hostname: host }, (address) => {
      server.off('error', reject)
      resolve({ server, address })
    })
    server.once('error', reject)
  })
  if ('headersTimeout' in server) {
    server.headersTimeout = HEADERS_MS
    server.requestTimeout = REQUEST_MS
    server.maxConnections = MOST_CONNECTIONS
  }
  return { url: `http://${host}:${address.port}`, close: () => closeServer(server) }
}

/** The one line by which a service process says where it listens; read by whoever started it. */
export function announceReady(name: string, service: RunningService): void {
  process.stdout.write(`${JSON.stringify({ ready: name, url: service.url })}\n`)
}

/** Closes on SIGTERM and SIGINT, then ends the process with exit code 0. */
export function closeOnSignal(close: () => Promise<void>): void {
  const stop = (): void => {
    void close().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}
