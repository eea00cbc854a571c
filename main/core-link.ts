/** One core process and what is said to it: the start with its key, calls, answers to its own questions. */

import { type UtilityProcess, utilityProcess } from 'electron'
import type { Leaving } from '../adapters/http/request'
import { checkShape } from '../app/check-shape'
import type { Failure, Result } from '../app/contract'
import { unforeseen } from '../app/unforeseen'
import { type CoreStart, type FromCore, type HostRequest, type ToCore, fromCore } from './core-messages'
import { failureOf } from './failure-of'

export type CoreLink = {
  /** Answers with core-restarted when the process ends before it has answered; never rejects. */
  readonly call: (name: string, request: unknown) => Promise<Result<unknown>>
  /** Like call: a line of the privacy log. */
  readonly record: (leaving: Leaving) => Promise<Result<unknown>>
  readonly serviceEnded: (service: number) => void
  readonly wake: () => void
  /** Asks it to finish and to end; resolves when it has, at the latest after eight seconds. */
  readonly stop: () => Promise<void>
  readonly kill: () => void
}

export type CoreLinkOptions = {
  /** Absolute path of the built core. */
  readonly entry: string
  readonly start: CoreStart
  readonly answerHostRequest: (request: HostRequest) => Promise<unknown>
  readonly onEvent: (name: string, payload: unknown) => void
  readonly onReady: () => void
  /** It could not be composed, for a reason with a code. */
  readonly onFailed: (failure: Failure) => void
  readonly onEnd: (exitCode: number) => void
  /** Lines the core printed, and errors nobody foresaw. */
  readonly log: (text: string) => void
}

const STOP_MS = 8000

export function openCoreLink(options: CoreLinkOptions): CoreLink {
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  const child = fork(options.entry, options.log)
  let nextId = 0

  const post = (message: ToCore): void => child.postMessage(message)

  const receive = (message: FromCore): void => {
    if (message.type === 'ready') options.onReady()
    else if (message.type === 'failed') options.onFailed(message.error)
    else if (message.type === 'event') options.onEvent(message.name, message.payload)
    else if (message.type === 'ask') void answer(message.id, message.request)
    else {
      waiting.get(message.id)?.(message.result as Result<unknown>)
      waiting.delete(message.id)
    }
  }

  const answer = async (id: number, request: HostRequest): Promise<void> => {
    const result = await options.answerHostRequest(request).then(
      (value): Result<unknown> => ({ ok: true, value }),
      (error: unknown): Result<unknown> => ({
        ok: false,
        error: failureOf(error, (seen) => options.log(unforeseen(seen)))
      })
    )
    post({ type: 'answer', id, result })
  }

  child.on('message', (raw: unknown) => {
    const message = checkShape(fromCore, raw)
    if (message.success) receive(message.data)
    else options.log('The core sent a message that is none.')
  })
  child.once('exit', (exitCode) => {
    waiting.forEach((resolve) => resolve({ ok: false, error: { code: 'core-restarted', params: {} } }))
    waiting.clear()
    options.onEnd(exitCode)
  })
  post(options.start)

  const ask = (message: (id: number) => ToCore): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      const id = nextId++
      waiting.set(id, resolve)
      post(message(id))
    })

  return {
    call: (name, request) => ask((id) => ({ type: 'call', id, name, request })),
    record: (leaving) => ask((id) => ({ type: 'record', id, leaving })),
    wake: () => post({ type: 'wake' }),
    serviceEnded: (service) => post({ type: 'service-ended', service }),
    stop: () => stopChild(child, post),
    kill: () => void child.kill()
  }
}

function fork(entry: string, log: (text: string) => void): UtilityProcess {
  // Piped, because the text of a crash is otherwise lost.
  const child = utilityProcess.fork(entry, [], { serviceName: 'wattveil-core', stdio: 'pipe' })
  child.stdout?.on('data', (chunk: Buffer) => log(chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString()))
  return child
}

function stopChild(child: UtilityProcess, post: (message: ToCore) => void): Promise<void> {
  if (child.pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill()
      resolve()
    }, STOP_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    post({ type: 'stop' })
  })
}
