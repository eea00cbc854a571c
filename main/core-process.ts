/**
 * Keeps a core running: starts it, starts it again when it dies, and gives up when that does not help. A core that could
 * not start is tried again when the window next asks for something.
 */

import type { Leaving } from '../adapters/http/request'
import { AppError } from '../app/app-error'
import type { Failure, Result } from '../app/contract'
import { type CoreLink, type CoreLinkOptions, openCoreLink } from './core-link'
import type { CoreStart, Rescue } from './core-messages'
import { failureOf } from './failure-of'
import { unforeseen } from '../app/unforeseen'

export type CoreState = { readonly running: boolean; readonly failure: string | null }

export type CoreProcess = {
  /** Waits for a core that is starting; answers core-not-running where there is none. Never rejects. */
  readonly call: (name: string, request: unknown) => Promise<Result<unknown>>
  /** Writes a line of the privacy log. @throws AppError where it could not be written, so that nothing may be sent */
  readonly record: (leaving: Leaving) => Promise<void>
  readonly state: () => CoreState
  /** Tells the core that a service it started has ended by itself. */
  readonly serviceEnded: (service: number) => void
  /** Tells the core that the PC woke up: what is due is done now. */
  readonly wake: () => void
  /**
   * Ends the core and starts it anew.
   * @param rescue    done first, once
   * @param meanwhile done while no core runs
   * @returns when it runs: null; when it has said why it cannot: that
   * @throws what `meanwhile` threw, once a core runs again or cannot
   */
  readonly restart: (rescue?: Rescue | null, meanwhile?: () => Promise<void>) => Promise<Failure | null>
  /** Resolves when the process has ended, at the latest after eight seconds. */
  readonly stop: () => Promise<void>
}

export type CoreProcessOptions = Pick<CoreLinkOptions, 'entry' | 'answerHostRequest' | 'onEvent' | 'log'> & {
  /** Asked anew at every start; rejects with AppError where the key cannot be had. */
  readonly startMessage: (rescue: Rescue | null) => Promise<CoreStart>
  readonly onState: (state: CoreState) => void
  /** The process ended, asked or not; whatever it had started is nobody's now. */
  readonly onEnd: () => void
}

// A core that dies again and again is not helped by starting it once more.
const MOST_CRASHES = 3
const CRASH_WINDOW_MS = 60_000
// Pages ask for several things at once; they must not start a failing core several times.
const RETRY_MS = 3000

const NOT_RUNNING = { ok: false, error: { code: 'core-not-running', params: {} } } as const

export function startCoreProcess(options: CoreProcessOptions): CoreProcess {
  const untilSettled: (() => void)[] = []
  const crashes: number[] = []
  let state: CoreState = { running: false, failure: null }
  let reason: Failure | null = null
  let link: CoreLink | null = null
  /** Spans are taken from a clock that nobody sets. */
  let startedAt = 0
  let stopping = false

  const setState = (running: boolean, failure: Failure | null): void => {
    state = { running, failure: failure?.code ?? null }
    reason = failure
    options.onState(state)
    if (running || failure !== null) untilSettled.splice(0).forEach((wake) => wake())
  }

  const start = async (rescue: Rescue | null = null): Promise<void> => {
    startedAt = performance.now()
    setState(false, null)
    try {
      const message = await options.startMessage(rescue)
      if (!stopping) link = open(message)
    } catch (error) {
      setState(
        false,
        failureOf(error, (seen) => options.log(unforeseen(seen)))
      )
    }
  }

  const open = (message: CoreStart): CoreLink => {
    const opened = openCoreLink({
      ...options,
      start: message,
      onReady: () => setState(true, null),
      onFailed: (failure) => {
        link = null
        opened.kill()
        setState(false, failure)
      },
      onEnd: (exitCode) => {
        if (link === opened) ended(exitCode)
      }
    })
    return opened
  }

  const ended = (exitCode: number): void => {
    link = null
    options.onEnd()
    if (stopping) return
    options.log(`The core ended with code ${exitCode}.`)
    crashes.push(performance.now())
    const recent = crashes.filter((at) => at > performance.now() - CRASH_WINDOW_MS).length
    if (recent < MOST_CRASHES) void start()
    else setState(false, { code: endedBySystem(exitCode) ? 'database-damaged' : 'core-crashed', params: {} })
  }

  const settled = (): Promise<void> =>
    state.running || state.failure !== null ? Promise.resolve() : new Promise((wake) => untilSettled.push(wake))

  void start()
  return {
    state: () => state,
    serviceEnded: (service) => link?.serviceEnded(service),
    wake: () => link?.wake(),
    record: async (leaving) => {
      const written = state.running && link ? await link.record(leaving) : NOT_RUNNING
      if (!written.ok) throw new AppError(written.error.code, written.error.params)
    },
    call: async (name, request) => {
      // Asking again opens no lock.
      const isLocked = state.failure === 'passphrase-needed'
      if (state.failure !== null && !isLocked && !stopping && performance.now() - startedAt > RETRY_MS) void start()
      await settled()
      if (state.running && link) return link.call(name, request)
      return NOT_RUNNING
    },
    restart: async (rescue = null, meanwhile = () => Promise.resolve()) => {
      const ending = link
      link = null
      setState(false, null)
      await ending?.stop()
      options.onEnd()
      if (stopping) return null
      const [done] = await Promise.allSettled([meanwhile()])
      await start(rescue)
      await settled()
      if (done.status === 'rejected') throw done.reason
      return reason
    },
    stop: async () => {
      stopping = true
      await link?.stop()
    }
  }
}

/**
 * Node ends with 1 after an uncaught error; whatever else the code, the system ended the process (Electron reports some
 * signals as 0). libsql aborts on some damaged pages, so after repeated deaths the database is the first suspect.
 */
function endedBySystem(exitCode: number): boolean {
  return exitCode !== 1
}
