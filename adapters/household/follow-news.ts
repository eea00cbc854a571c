/**
 * Listens to the collectors of a household's groups, on the PC's clock, so that a sum is checked soon after it is there.
 * It only says when to look: what is due is done by the steps, which also ask by themselves where nobody can be heard.
 */

import { randomInt } from 'node:crypto'
import type { NewsSource } from '../../app/rounds/create-rounds'
import { type ListenOptions, listen } from '../http/listen'
import type { BeforeSend } from '../http/request'

export type NewsOptions = {
  /** Whom to listen to now; asked again and again. */
  readonly sources: () => readonly NewsSource[]
  /** Seconds after which a piece of news should be looked at; null while none is waited for. */
  readonly lookIn: () => number | null
  readonly beforeSend: BeforeSend
  /** Something may be due: do what is. */
  readonly look: () => void
  /** How to listen; over HTTP when absent. */
  readonly connect?: (options: ListenOptions) => () => void
  /** 0 <= x < 1; homes must not all come back in the same second. */
  readonly chance?: () => number
}

export type News = {
  /** Whether every collector is being heard. */
  isHearing(): boolean
  stop(): void
}

const CHECK_MS = 5000
const FIRST_RETRY_MS = 5000
const LAST_RETRY_MS = 10 * 60_000

type Line = { stop: (() => void) | null; hearing: boolean; failures: number; retryAt: number }

export function followNews(options: NewsOptions): News {
  const { sources, connect = listen, chance = ofTheSystem } = options
  const lines = new Map<string, Line>()
  let looking: NodeJS.Timeout | null = null
  const heard = (line: Line): void => {
    Object.assign(line, { hearing: true, failures: 0 })
    const seconds = options.lookIn()
    if (seconds === null) return
    // What comes until then is looked at together.
    looking ??= setTimeout(
      () => {
        looking = null
        options.look()
      },
      seconds * 1000 * (1 + chance())
    )
  }
  const open = (source: NewsSource, line: Line): void => {
    line.stop = connect({
      ...{ url: `${source.address}/events`, recipient: source.recipient, pin: source.pin },
      beforeSend: options.beforeSend,
      heard: () => {
        heard(line)
      },
      ended: () => {
        const wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** line.failures) * (1 + chance() / 2)
        Object.assign(line, {
          stop: null,
          hearing: false,
          failures: line.failures + 1,
          retryAt: performance.now() + wait
        })
      }
    })
  }
  const check = (): void => {
    const wanted = new Map(sources().map((source) => [source.address, source]))
    for (const [address, line] of lines) {
      if (wanted.has(address)) continue
      line.stop?.()
      lines.delete(address)
    }
    for (const [address, source] of wanted) {
      const line = lines.get(address) ?? { stop: null, hearing: false, failures: 0, retryAt: 0 }
      lines.set(address, line)
      if (!line.stop && performance.now() >= line.retryAt) open(source, line)
    }
  }
  const timer = setInterval(check, CHECK_MS)
  return {
    isHearing: () => lines.size > 0 && [...lines.values()].every(({ hearing }) => hearing),
    stop: () => {
      clearInterval(timer)
      if (looking) clearTimeout(looking)
      for (const line of lines.values()) line.stop?.()
      lines.clear()
    }
  }
}

function ofTheSystem(): number {
  return randomInt(1_000_000) / 1_000_000
}
