/**
 * The one place where the window's calls arrive. Every procedure of the contract gets a channel of its name; the
 * sender is checked and the request decoded here, whoever answers it.
 */

import { ipcMain, type WebContents } from 'electron'
import {
  type EventName,
  type PayloadOf,
  type ProcedureName,
  type RequestOf,
  type ResponseOf,
  type Result,
  contract,
  shellContract
} from '../app/contract'
import { checkShape } from '../app/check-shape'
import { CHANNEL_PREFIX, GRANT_CHANNEL } from './channels'
import { failureOf } from './failure-of'
import type { FileTokens } from './file-tokens'
import { isOwnSender } from './security/own-sender'
import { unforeseen } from '../app/unforeseen'
import { z } from 'zod'

type ShellProcedureName = Extract<ProcedureName, keyof typeof shellContract>

/** What main answers itself. */
export type ShellProcedures = {
  readonly [Name in ShellProcedureName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>>
}

export type IpcOptions = {
  /** The only page that may speak, or null while there is none. */
  readonly page: () => WebContents | null
  readonly shell: ShellProcedures
  readonly callCore: (name: string, request: unknown) => Promise<Result<unknown>>
  readonly files: FileTokens
  readonly log: (text: string) => void
}

const droppedPaths = z.array(z.string().max(4096)).max(100)

const BAD_REQUEST = { ok: false, error: { code: 'bad-request', params: {} } } as const

export function serveWindow(options: IpcOptions): void {
  for (const [name, entry] of Object.entries(contract)) {
    if (entry.kind !== 'procedure') continue
    handle(options, CHANNEL_PREFIX + name, async (raw) => {
      const request = checkShape(entry.request, raw)
      if (!request.success) return BAD_REQUEST
      return isShellProcedure(name) ? answerHere(options, name, request.data) : options.callCore(name, request.data)
    })
  }
  handle(options, GRANT_CHANNEL, (raw) => {
    const paths = checkShape(droppedPaths, raw)
    if (!paths.success) return []
    return paths.data.map((file) => options.files.grantRead(file)).filter((file) => file !== null)
  })
}

/** Sends an event to the window; without a window it is dropped, as the window asks for the state when it opens. */
export function sendEvent<Name extends EventName>(
  page: WebContents | null,
  name: Name,
  payload: PayloadOf<Name>
): void {
  if (page && !page.isDestroyed()) page.send(CHANNEL_PREFIX + name, payload)
}

/** @returns whether the contract has an event of that name */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(contract, name) && contract[name as keyof typeof contract].kind === 'event'
}

function handle(options: IpcOptions, channel: string, answer: (raw: unknown) => unknown): void {
  ipcMain.handle(channel, (event, raw: unknown) => {
    if (!isOwnSender(options.page(), event)) {
      options.log(`Refused a message on ${channel} from somewhere else.`)
      return BAD_REQUEST
    }
    return answer(raw)
  })
}

function isShellProcedure(name: string): name is ShellProcedureName {
  return Object.hasOwn(shellContract, name)
}

async function answerHere(options: IpcOptions, name: ShellProcedureName, request: unknown): Promise<Result<unknown>> {
  const procedure = options.shell[name] as (request: unknown) => Promise<unknown>
  try {
    return { ok: true, value: await procedure(request) }
  } catch (error) {
    return { ok: false, error: failureOf(error, (seen) => options.log(unforeseen(seen))) }
  }
}
