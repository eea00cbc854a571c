import { type RequestListener, type Server, createServer as createHttpServer } from 'node:http'
import { type AddressInfo, type Socket, createServer as createTcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type HttpRequest, type Leaving, request } from '../../../adapters/http/request'
import { TransportError } from '../../../app/ports'

const open: { close: () => void }[] = []

afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

async function httpServer(listener: RequestListener): Promise<string> {
  const server: Server = createHttpServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function tcpServer(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    }
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { url, method: 'GET', maxBytes: 1000, timeoutMs: 2000, ...more }
}

async function failureOf(options: HttpRequest): Promise<{ failure: string; status: number | null }> {
  const error: unknown = await request(options).then(
    () => null,
    (reason: unknown) => reason
  )
  if (!(error instanceof TransportError)) throw new Error(`no TransportError: ${String(error)}`)
  return { failure: error.failure, status: error.status }
}

describe('request', () => {
  it('returns status, media type and the whole body', async () => {
    const url = await httpServer((incoming, outgoing) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        outgoing.setHeader('content-type', 'Application/Octet-Stream; charset=x')
        outgoing.end(Buffer.concat([...chunks, Buffer.from([7])]))
      })
    })
    const body = Uint8Array.of(1, 2, 3)
    const answer = await request({ ...get(url), method: 'POST', body })
    expect(answer).toEqual({ status: 200, contentType: 'application/octet-stream', body: Uint8Array.of(1, 2, 3, 7) })
  })

  it('tells the privacy log exactly the bytes that leave, before they leave', async () => {
    let seen = 0
    const url = await tcpServer((socket) => {
      socket.on('data', (chunk: Buffer) => {
        seen += chunk.length
        socket.end('HTTP/1.1 204 None\r\n\r\n')
      })
    })
    const told: Leaving[] = []
    const leaving = {
      purpose: 'round-submit' as const,
      about: null,
      beforeSend: (entry: Leaving) => {
        expect(seen).toBe(0)
        told.push(entry)
      }
    }
    await request({ ...get(`${url}/submit?x=1`), method: 'POST', body: new Uint8Array(10), leaving })
    const { host } = new URL(url)
    expect(told).toEqual([{ recipient: host, host, purpose: 'round-submit', bytes: seen, about: null }])
  })

  it('sends nothing when the privacy log cannot be written', async () => {
    let connections = 0
    const url = await tcpServer(() => {
      connections += 1
    })
    const beforeSend = (): never => {
      throw new Error('disk full')
    }
    const leaving = { purpose: 'round-keys' as const, about: null, beforeSend }
    await expect(request({ ...get(url), leaving })).rejects.toThrow('disk full')
    expect(connections).toBe(0)
  })

  it('names a host that does not answer unreachable', async () => {
    const url = await tcpServer(() => undefined)
    open.splice(0).forEach((server) => {
      server.close()
    })
    expect(await failureOf(get(url))).toEqual({ failure: 'unreachable', status: null })
  })

  it('stops at the deadline although bytes keep coming', async () => {
    const url = await tcpServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n')
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => {
        clearInterval(timer)
      })
    })
    const started = Date.now()
    expect(await failureOf(get(url, { timeoutMs: 200 }))).toEqual({ failure: 'timeout', status: null })
    expect(Date.now() - started).toBeLessThan(1500)
  })

  it('refuses an answer that is announced too large', async () => {
    const url = await httpServer((_, outgoing) => outgoing.end(Buffer.alloc(1001)))
    expect(await failureOf(get(url))).toEqual({ failure: 'too-large', status: null })
  })

  it('cuts off an answer that grows too large without an announcement', async () => {
    const url = await httpServer((_, outgoing) => {
      for (let i = 0; i < 100; i += 1) outgoing.write(Buffer.alloc(100))
      outgoing.end()
    })
    expect(await failureOf(get(url))).toEqual({ failure: 'too-large', status: null })
  })

  it('calls bytes that are not HTTP malformed', async () => {
    const url = await tcpServer((socket) => socket.end('hello\r\n\r\n'))
    expect(await failureOf(get(url))).toEqual({ failure: 'malformed', status: null })
  })

  it('calls an answer that breaks off unreachable', async () => {
    const url = await tcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\nabc'))
    expect(await failureOf(get(url))).toEqual({ failure: 'unreachable', status: null })
  })

  it('does not follow a redirect', async () => {
    let second = 0
    const target = await httpServer((_, outgoing) => {
      second += 1
      outgoing.end()
    })
    const url = await httpServer((_, outgoing) => {
      outgoing.writeHead(307, { location: target }).end()
    })
    expect(await failureOf(get(url))).toEqual({ failure: 'refused', status: 307 })
    expect(second).toBe(0)
  })

  it('tells a wrong password from a refusal, and takes a named status as an answer', async () => {
    const url = await httpServer((incoming, outgoing) => {
      outgoing.writeHead(Number(incoming.url?.slice(1))).end()
    })
    expect(await failureOf(get(`${url}/401`))).toEqual({ failure: 'unauthorised', status: 401 })
    expect(await failureOf(get(`${url}/500`))).toEqual({ failure: 'refused', status: 500 })
    expect((await request(get(`${url}/404`, { acceptStatus: [200, 404] }))).status).toBe(404)
  })
})
