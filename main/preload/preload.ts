/**
 * Builds window.wattveil from the contract. Nothing of Electron reaches the page: no ipcRenderer, no event object,
 * no path.
 */

import './without-eval'
import { contextBridge, ipcRenderer } from 'electron'
import { z } from 'zod'
import { type EventName, type Failure, type PayloadOf, type Result, contract, failure } from '../../app/contract'
import type { WindowBridge } from '../../app/contract/bridge'
import { CHANNEL_PREFIX } from '../channels'
import { watchDroppedFiles } from './dropped-files'

const INTERNAL: Failure = { code: 'internal', params: {} }

const bridge = {
  client: createClient(),
  subscribe,
  droppedFiles: watchDroppedFiles()
} as WindowBridge

contextBridge.exposeInMainWorld('wattveil', bridge)

/** An answer is checked, and shown, in tasks of their own: with five years in it each takes its time. */
function createClient(): Record<string, (request: unknown) => Promise<Result<unknown>>> {
  const client: Record<string, (request: unknown) => Promise<Result<unknown>>> = {}
  for (const [name, entry] of Object.entries(contract)) {
    if (entry.kind !== 'procedure') continue
    const answerOf = answers(entry)
    client[name] = async (request) => {
      try {
        const answer = answerOf().parse(await ipcRenderer.invoke(CHANNEL_PREFIX + name, request)) as Result<unknown>
        await scheduler.postTask(() => undefined)
        return answer
      } catch (error) {
        console.error(`${name}: the answer does not fit the contract`, error instanceof z.ZodError ? error.issues : '')
        return { ok: false, error: INTERNAL }
      }
    }
  }
  return client
}

/** Made with the first answer: all of them at once were half of what the page waits for before it begins. */
function answers({ response }: { readonly response: z.ZodType }): () => z.ZodType {
  let made: z.ZodType | null = null
  return () =>
    (made ??= z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), value: response }),
      z.strictObject({ ok: z.literal(false), error: failure })
    ]))
}

function subscribe<Name extends EventName>(name: Name, listener: (payload: PayloadOf<Name>) => void): () => void {
  const entry = Object.hasOwn(contract, name) ? contract[name] : undefined
  if (entry?.kind !== 'event') throw new TypeError(`no event of this name: ${name}`)
  const receive = (_: unknown, raw: unknown): void => {
    // eslint-disable-next-line no-restricted-properties -- comes from the main process, which no stranger speaks for
    const payload = entry.payload.safeParse(raw)
    if (payload.success) listener(payload.data as PayloadOf<Name>)
    else console.error(`${name}: the payload does not fit the contract`)
  }
  ipcRenderer.on(CHANNEL_PREFIX + name, receive)
  return () => ipcRenderer.off(CHANNEL_PREFIX + name, receive)
}
