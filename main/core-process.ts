/**
 * Runs the core as a utility process: starts it, hands it its key, relays calls to it and events from it, and starts
 * it again when it dies.
 */

import { utilityProcess, type UtilityProcess } from 'electron'
import type { Failure, Result } from '../app/contract'
import { type CoreStart, type FromCore, type HostRequest, type ToCore, fromCore } from './core-messages'
import { failureOf } from './failure-of'

export type CoreState = { readonly running: boolean; readonly failure: string | null }

export type CoreProcess = {
  /** Answers with core-not-running or core-restarted where the core cannot; never rejects. */
  readonly call: (name: string, request: unknown) => Promise<Result<unknown>>
  readonly state: () => CoreState
  /** Tells the core that a service it started has ended by itself. */
  readonly serviceEnded: (service: number) => void
  /** Resolves when the process has ended, at the latest after three seconds. */
  readonly stop: () => Promise<void>
}

export type CoreProcessOptions = {
  /** Absolute path of the built core. */
  readonly entry: string
  /** Asked anew at every start; rejects with AppError where the key cannot be had. */
  readonly startMessage: () => Promise<CoreStart>
  readonly answerHostRequest: (request: HostRequest) => Promise<unknown>
  readonly onEvent: (name: string, payload: unknown) => void
  readonly onState: (state: CoreState) => void
  /** The process ended, asked or not; whatever it had started is nobody's now. */
  readonly onEnd: () => void
  /** Lines the core printed, and errors nobody foresaw. */
  readonly log: (text: string) => void
}

// A core that dies again and again is not helped by starting it once more.
const MOST_CRASHES = 3
const CRASH_WINDOW_MS = 60_000
const STOP_MS = 3000

export function startCoreProcess(options: CoreProcessOptions): CoreProcess {
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  const untilSettled: (() => void)[] = []
  const crashes: number[] = []
  let state: CoreState = { running: false, failure: null }
  let child: UtilityProcess | null = null
  let nextId = 0
  let stopping = false

  const unforeseen = (error: unknown): void => options.log(String(error))

  const post = (message: ToCore): void => child?.postMessage(message)

  const setState = (next: CoreState): void => {
    state = next
    options.onState(next)
    if (next.running || next.failure !== null) untilSettled.splice(0).forEach((wake) => wake())
  }

  const receive = (message: FromCore): void => {
    if (message.type === 'ready') setState({ running: true, failure: null })
    else if (message.type === 'failed') setState({ running: false, failure: message.error.code })
    else if (message.type === 'event') options.onEvent(message.name, message.payload)
    else if (message.type === 'ask') void answer(message.id, message.request)
    else {
      waiting.get(message.id)?.(message.result as Result<unknown>)
      waiting.delete(message.id)
    }
  }

  const answer = async (id: number, request: HostRequest): Promise<void> => {
    const asking = child
    const result = await options.answerHostRequest(request).then(
      (value): Result<unknown> => ({ ok: true, value }),
      (error: unknown): Result<unknown> => ({ ok: false, error: failureOf(error, unforeseen) })
    )
    // The core that asked may be gone, and its number may be another's question by now.
    if (child === asking) post({ type: 'answer', id, result })
  }

  const ended = (code: number): void => {
    child = null
    options.onEnd()
    waiting.forEach((resolve) => resolve(refused('core-restarted')))
    waiting.clear()
    if (stopping || state.failure !== null) return
    const now = Date.now()
    crashes.push(now)
    const recent = crashes.filter((at) => at > now - CRASH_WINDOW_MS).length
    options.log(`The core ended with code ${code}.`)
    if (recent < MOST_CRASHES) void start()
    else setState({ running: false, failure: endedBySystem(code) ? 'database-damaged' : 'core-crashed' })
  }

  const start = async (): Promise<void> => {
    setState({ running: false, failure: null })
    try {
      const message = await options.startMessage()
      if (stopping) return
      child = fork(options, receive, ended)
      post(message)
    } catch (error) {
      setState({ running: false, failure: failureOf(error, unforeseen).code })
    }
  }

  const settled = (): Promise<void> =>
    state.running || state.failure !== null ? Promise.resolve() : new Promise((wake) => untilSettled.push(wake))

  void start()
  return {
    state: () => state,
    serviceEnded: (service) => post({ type: 'service-ended', service }),
    call: async (name, request) => {
      await settled()
      if (!state.running) return refused('core-not-running')
      const id = nextId++
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        post({ type: 'call', id, name, request })
      })
    },
    stop: () => {
      stopping = true
      return stopChild(child)
    }
  }
}

function fork(
  options: CoreProcessOptions,
  receive: (message: FromCore) => void,
  ended: (code: number) => void
): UtilityProcess {
  // Piped, because the text of a crash is otherwise lost.
  const child = utilityProcess.fork(options.entry, [], { serviceName: 'wattveil-core', stdio: 'pipe' })
  child.stdout?.on('data', (chunk: Buffer) => options.log(chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => options.log(chunk.toString()))
  child.on('message', (raw: unknown) => {
    const message = fromCore.safeParse(raw)
    if (message.success) receive(message.data)
    else options.log('The core sent a message that is none.')
  })
  child.once('exit', ended)
  return child
}

/**
 * Node ends with 1 after an uncaught error; whatever else the code, the system ended the process (Electron reports some
 * signals as 0). libsql aborts on some damaged pages, so after repeated deaths the database is the first suspect.
 */
function endedBySystem(code: number): boolean {
  return code !== 1
}

function refused(code: string): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code, params: {} } }
}

function stopChild(child: UtilityProcess | null): Promise<void> {
  if (!child) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      child.kill()
      resolve()
    }, STOP_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.postMessage({ type: 'stop' } satisfies ToCore)
  })
}
