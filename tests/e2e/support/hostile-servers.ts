/** Servers that lie: one that nobody may ever reach, one that sends everybody there, one that steps into a collector's place. */

import { type Server as HttpServer, createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'
import path from 'node:path'
import { toHex } from '../../../crypto'
import { ownCertificate } from '../../../services/runtime/own-certificate'

export type HostileServer = {
  readonly port: number
  /** Connections, whatever came over them. */
  readonly connections: () => number
  /** Whole requests: method and path. */
  readonly requests: () => readonly string[]
  readonly close: () => Promise<void>
}

export type SecuredServer = HostileServer & {
  /** SHA-256 of its public key, as an invitation writes it. */
  readonly pin: string
}

export type Relay = { readonly port: number; leadTo: (port: number) => void; readonly close: () => Promise<void> }

/** Answers everything with a page, so that whoever comes here gets something. */
export function startVictim(): Promise<HostileServer> {
  return watched(createHttp((_, response) => response.end('<title>elsewhere</title>')))
}

/** Answers everything with 302 to `address`. */
export function startRedirector(address: string): Promise<HostileServer> {
  return watched(createHttp((_, response) => response.writeHead(302, { location: address }).end()))
}

/** The same with TLS and a key of its own. */
export async function startSecuredRedirector(address: string, folder: string, name: string): Promise<SecuredServer> {
  const { pin, ...tls } = ownCertificate(path.join(folder, name), ['localhost', '127.0.0.1'])
  const server = createHttps(tls, (_, response) => response.writeHead(302, { location: address }).end())
  return { ...(await watched(server)), pin: toHex(pin) }
}

/** Passes bytes on to one port of this PC, and from one moment on to another: a name that leads elsewhere now. */
export async function startRelay(port: number): Promise<Relay> {
  let target = port
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        open.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.pipe(near)
  })
  const listening = await listen(server)
  return {
    port: listening,
    leadTo: (elsewhere) => {
      target = elsewhere
      for (const socket of open) socket.destroy()
    },
    close: () => {
      for (const socket of open) socket.destroy()
      return ended(server)
    }
  }
}

async function watched(server: HttpServer): Promise<HostileServer> {
  let connections = 0
  const requests: string[] = []
  server.on('connection', () => (connections += 1))
  server.on('request', ({ method, url }) => requests.push(`${String(method)} ${String(url)}`))
  return {
    port: await listen(server),
    connections: () => connections,
    requests: () => requests,
    close: () => {
      server.closeAllConnections()
      return ended(server)
    }
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function ended(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
