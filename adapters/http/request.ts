/**
 * One bounded HTTP request: a deadline for the whole exchange, a limit for the answer, no redirects, no cookies,
 * no connection kept. What leaves is told to `beforeSend` first, so the privacy log never lags behind the wire.
 * Where a key is pinned, not a byte of the request leaves before the other side has shown that it holds that key.
 */

import { type IncomingMessage, type RequestOptions, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { PinMismatch, connectPinned } from './connect-pinned'
import type { UtcSeconds } from '../../app/domain/interval'
import { type PrivacyPurpose, TransportError, type TransportFailure } from '../../app/ports'

/** What is about to leave this PC. */
export type Leaving = {
  readonly recipient: string
  /** Host and port that it goes to. */
  readonly host: string
  readonly purpose: PrivacyPurpose
  /** Request line, headers and body. */
  readonly bytes: number
  /** Start of the interval or day it speaks of, if any. */
  readonly about: UtcSeconds | null
}

/** Called before the connection is opened; if it throws or rejects, nothing is sent and the error goes to the caller. */
export type BeforeSend = (leaving: Leaving) => void | Promise<void>

export type HttpRequest = {
  /** Absolute http: or https: address. */
  readonly url: string
  readonly method: 'GET' | 'POST'
  /** Name for the log and for errors; host and port of `url` when absent. */
  readonly recipient?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** SHA-256 of the public key that the other side's certificate must have; only for https. */
  readonly pin?: Uint8Array | null
  /** Media type of `body`; application/octet-stream when absent. */
  readonly contentType?: string
  /** Longest answer in bytes; a longer one is cut off and refused. */
  readonly maxBytes: number
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number
  /** Statuses that are answers and not failures; 200..299 when absent. */
  readonly acceptStatus?: readonly number[]
  /** How the privacy log hears of it; absent only where nothing of a household leaves (the simulation's driver). */
  readonly leaving?: {
    readonly purpose: PrivacyPurpose
    readonly about: UtcSeconds | null
    readonly beforeSend: BeforeSend
  }
}

export type HttpAnswer = {
  readonly status: number
  /** Lower-case media type without parameters; empty when the answer names none. */
  readonly contentType: string
  readonly body: Uint8Array
}

/**
 * Sends one request and reads the whole answer.
 * @throws TransportError: unreachable (no connection, cut off), timeout, too-large, malformed (not HTTP),
 *   unauthorised (401, 403), refused (any other status, redirects too), wrong-certificate (not the pinned key, or none
 *   that the system trusts).
 * @throws TypeError if `url` is not an absolute http(s) address, or http: with a pin.
 */
export async function request(options: HttpRequest): Promise<HttpAnswer> {
  const url = new URL(options.url)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('url: http or https expected')
  if (options.pin && url.protocol !== 'https:') throw new TypeError('pin: https expected')
  const recipient = options.recipient ?? url.host
  const headers = headersOf(options, url)
  if (options.leaving) {
    const { purpose, about, beforeSend } = options.leaving
    await beforeSend({ recipient, host: url.host, purpose, bytes: sizeOf(options, url, headers), about })
  }
  const answer = await exchange(options, url, headers, recipient)
  const { status } = answer
  if (options.acceptStatus?.includes(status) ?? (status >= 200 && status < 300)) return answer
  throw new TransportError(status === 401 || status === 403 ? 'unauthorised' : 'refused', recipient, status)
}

/** For a request whose answer never ends; see listen.ts. */
export function headersOf({ headers, body, contentType }: HttpRequest, url: URL): Record<string, string> {
  const base = { host: url.host, connection: 'close', ...headers }
  if (!body) return base
  return {
    ...base,
    'content-type': contentType ?? 'application/octet-stream',
    'content-length': String(body.length)
  }
}

/** Bytes of request line, headers and body. */
export function sizeOf(options: HttpRequest, url: URL, headers: Readonly<Record<string, string>>): number {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const text = `${options.method} ${url.pathname}${url.search} HTTP/1.1\r\n${head.join('')}\r\n`
  return Buffer.byteLength(text) + (options.body?.length ?? 0)
}

function exchange(
  options: HttpRequest,
  url: URL,
  headers: Readonly<Record<string, string>>,
  recipient: string
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = openRequest(options, url, headers)
    const deadline = setTimeout(() => {
      stop('timeout')
    }, options.timeoutMs)
    const stop = (failure: TransportFailure): void => {
      clearTimeout(deadline)
      outgoing.destroy()
      reject(new TransportError(failure, recipient))
    }
    outgoing.on('error', (error) => {
      stop(failureOf(error))
    })
    outgoing.on('response', (incoming) => {
      collect(incoming, options.maxBytes, stop, (answer) => {
        clearTimeout(deadline)
        resolve(answer)
      })
    })
    outgoing.end(options.body)
  })
}

/** Opens the connection, pinned where a key is pinned. Nothing is sent before `end`. */
export function openRequest(
  { method, pin }: HttpRequest,
  url: URL,
  headers: Readonly<Record<string, string>>
): ReturnType<typeof plainRequest> {
  const settings: RequestOptions = { method, headers: { ...headers } }
  if (url.protocol === 'http:') return plainRequest(url, { ...settings, agent: false })
  if (!pin) return tlsRequest(url, { ...settings, agent: false })
  // With a connection of one's own there is no agent; the request waits until the callback brings the socket.
  return tlsRequest(url, { ...settings, createConnection: (_, done) => void connectPinned(url, pin, done) })
}

function collect(
  incoming: IncomingMessage,
  maxBytes: number,
  stop: (failure: TransportFailure) => void,
  done: (answer: HttpAnswer) => void
): void {
  const chunks: Uint8Array[] = []
  let length = 0
  incoming.on('data', (chunk: Uint8Array) => {
    length += chunk.length
    if (length > maxBytes) stop('too-large')
    else chunks.push(chunk)
  })
  incoming.on('error', (error) => {
    stop(failureOf(error))
  })
  incoming.on('end', () => {
    const body = new Uint8Array(length)
    let at = 0
    for (const chunk of chunks) {
      body.set(chunk, at)
      at += chunk.length
    }
    const contentType = (incoming.headers['content-type'] ?? '').split(';')[0] ?? ''
    done({ status: incoming.statusCode ?? 0, contentType: contentType.trim().toLowerCase(), body })
  })
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) stop('too-large')
}

/** OpenSSL's and BoringSSL's words for a certificate that the system does not trust differ; their beginnings do not. */
const CERTIFICATE_CODES = /^(?:DEPTH_ZERO|SELF_SIGNED|CERT_|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS_CERT)/u

function failureOf(error: Error): TransportFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof PinMismatch || CERTIFICATE_CODES.test(code)) return 'wrong-certificate'
  return code.startsWith('HPE_') ? 'malformed' : 'unreachable'
}
