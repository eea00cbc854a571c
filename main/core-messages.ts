/**
 * What main and the core process say to each other over the utility process's message port.
 * The core handles what strangers sent, so main decodes what comes from there like anything from outside.
 */

import { z } from 'zod'
import type { Leaving } from '../adapters/http/request'
import { type Result, failure } from '../app/contract'

const callId = z.number().int().nonnegative()

/** Things only main can do for the core. */
export const hostRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('resolve-file'), token: z.string().max(64), use: z.enum(['read', 'write']) }),
  z.strictObject({
    kind: z.literal('start-service'),
    program: z.enum(['virtual-meter', 'collector', 'supplier', 'household', 'neighbourhood']),
    args: z.array(z.string().max(4096)).max(50)
  }),
  z.strictObject({ kind: z.literal('stop-service'), service: z.number().int().positive() })
])

/** What each of them is answered with. */
export type HostAnswers = {
  readonly 'resolve-file': { readonly path: string; readonly name: string }
  readonly 'start-service': { readonly service: number; readonly url: string }
  readonly 'stop-service': Readonly<Record<string, never>>
}

const result = z.union([
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: failure })
])

export const fromCore = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('failed'), error: failure }),
  z.strictObject({ type: z.literal('result'), id: callId, result }),
  z.strictObject({ type: z.literal('event'), name: z.string().max(64), payload: z.unknown() }),
  z.strictObject({ type: z.literal('ask'), id: callId, request: hostRequest })
])

export type HostRequest = z.infer<typeof hostRequest>
export type FromCore = z.infer<typeof fromCore>

export type KeyProtection = 'os-keychain' | 'file' | 'passphrase'

/** What the person chose instead of data that cannot be opened. */
export type Rescue =
  | { readonly kind: 'copy'; readonly name: string }
  /** `file` is a token; the words are secret. */
  | { readonly kind: 'backup'; readonly file: string; readonly words: string }
  | { readonly kind: 'anew' }

export type CoreStart = {
  readonly type: 'start'
  /** Folder of databases and everything else the program keeps; absolute. */
  readonly dataFolder: string
  /** 32 characters; secret. */
  readonly databaseKey: string
  /** The key the database may still have, where a change of keys was begun; secret. */
  readonly previousKey: string | null
  readonly keyProtection: KeyProtection
  readonly version: string
  /** BCP 47 tag of the operating system, such as "de-AT". */
  readonly systemLocale: string
  /** Done before anything is opened; the core does not start where it fails. */
  readonly rescue?: Rescue | null
}

export type ToCore =
  | CoreStart
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  /** Something that main is about to send: answered with a result once it stands in the privacy log. */
  | { readonly type: 'record'; readonly id: number; readonly leaving: Leaving }
  | { readonly type: 'answer'; readonly id: number; readonly result: Result<unknown> }
  | { readonly type: 'service-ended'; readonly service: number }
  /** The PC woke up. */
  | { readonly type: 'wake' }
  | { readonly type: 'stop' }
