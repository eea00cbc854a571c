/**
 * Server-sent events (HTML standard, 9.2) as far as a collector's news need them: told that something was added, never
 * what. Through the same connection as every request: pinned where a key is pinned, logged before it leaves.
 */

import type { IncomingMessage } from 'node:http'
import { type BeforeSend, headersOf, openRequest, sizeOf } from './request'

export type ListenOptions = {
  /** Absolute http: or https: address. */
  readonly url: string
  /** Name for the log. */
  readonly recipient: string
  /** SHA-256 of the public key that the other side's certificate must have; only for https. */
  readonly pin: Uint8Array | null
  readonly beforeSend: BeforeSend
  /** Without a sign of life for so long the connection counts as dead; the collector gives one every 25 s. */
  readonly silentMs?: number
  /** There is news; the first right after connecting. */
  readonly heard: () => void
  /** The connection is no more; called once, not after it was stopped. */
  readonly ended: () => void
}

const SILENT_MS = 60_000
const TYPE = 'text/event-stream'
/** An event is a number; a longer line is nothing of ours. */
const LONGEST_LINE = 1024

/** @returns what ends it. Nothing is thrown: whatever goes wrong ends the connection. */
export function listen(options: ListenOptions): () => void {
  const { url, recipient, pin, beforeSend, silentMs = SILENT_MS } = options
  const state: { over: boolean; destroy: () => void } = { over: false, destroy: () => undefined }
  const stop = (): void => {
    state.over = true
    clearTimeout(silence)
    state.destroy()
  }
  const end = (): void => {
    if (state.over) return
    stop()
    options.ended()
  }
  const silence = setTimeout(end, silentMs)
  const begin = async (): Promise<void> => {
    const request = { url, method: 'GET', pin, headers: { accept: TYPE }, maxBytes: 0, timeoutMs: 0 } as const
    const target = new URL(url)
    const headers = headersOf(request, target)
    await beforeSend({
      recipient,
      host: target.host,
      purpose: 'round-listen',
      bytes: sizeOf(request, target, headers),
      about: null
    })
    if (state.over) return
    const outgoing = openRequest(request, target, headers)
    state.destroy = () => outgoing.destroy()
    outgoing.on('error', end)
    outgoing.on('response', (incoming) => {
      if (!isStream(incoming)) end()
      else {
        readLines(incoming, end, (line) => {
          silence.refresh()
          if (line.startsWith('data:')) options.heard()
        })
      }
    })
    outgoing.end()
  }
  begin().catch(end)
  return stop
}

function isStream({ statusCode, headers }: IncomingMessage): boolean {
  return statusCode === 200 && (headers['content-type'] ?? '').split(';')[0]?.trim() === TYPE
}

function readLines(incoming: IncomingMessage, end: () => void, take: (line: string) => void): void {
  let rest = ''
  incoming.setEncoding('utf8')
  incoming.on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
    if (rest.length > LONGEST_LINE) end()
  })
  incoming.on('error', end)
  incoming.on('close', end)
}
