/** Kills processes of a demo with SIGKILL at moments that follow from a seed, and starts them again in the same folder. */

import { request } from '../../adapters/http/request'
import type { DrivenStep } from '../../adapters/simulation/follow-driver'
import { TransportError } from '../../app/ports'
import { createSeededStream } from '../../services/load-generator/seeded-stream'
import type { Launch, ServiceProgram } from '../../services/neighbourhood/launch'
import type { ChildLaunch, ChildService } from '../launch-child'

export type Striker = {
  readonly launch: Launch
  /** Rejects where somebody who was struck cannot be started again. */
  readonly failed: Promise<never>
  /** A step has begun: some are struck while it goes on. */
  strike(step: DrivenStep): void
  /** Resolves when everybody is back; nobody is struck any more. */
  calm(): Promise<void>
  /** How often a process was killed. */
  struck(): number
}

/** In the middle of a household's step, which takes some tenths of a second. */
const LATEST_MS = 400
const RESTARTS = 5
/** Where crashes are asked for, the collector is struck at least at these steps. */
const COLLECTOR_EVERY = 9
const CLOCK = '--simulated-clock'

type Record = {
  readonly program: ServiceProgram
  readonly restart: (now: number) => Promise<ChildService>
  service: ChildService
  /** From the choice until it is back: who lies on the floor is not struck again, or two would rise in one folder. */
  isDown: boolean
}

/** @param share of the steps in which a household is struck, 0 to 1. */
export function createStriker(start: ChildLaunch, seed: string, share: number): Striker {
  const records: Record[] = []
  const pending = new Set<Promise<void>>()
  let calm = false
  let struck = 0
  let now = 0
  let giveUp: (reason: unknown) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => {
    giveUp = reject
  })
  failed.catch(() => undefined)
  const launch: Launch = async (program, args, onEnd) => {
    const service = await start(program, args, onEnd)
    const port = service.url === '' ? [] : ['--port', new URL(service.url).port]
    const restart = (now: number): Promise<ChildService> =>
      start(program, [...args.map((arg, index) => (args[index - 1] === CLOCK ? String(now) : arg)), ...port], onEnd)
    const record: Record = { program, restart, service, isDown: false }
    records.push(record)
    return { url: service.url, stop: () => record.service.stop() }
  }
  const strikeOne = async (record: Record, delay: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    if (calm) return
    struck += 1
    await record.service.strike()
    record.service = await again(() => record.restart(now))
    if (record.program === 'collector') await tellTime(record.service.url, now)
  }
  return {
    launch,
    failed,
    struck: () => struck,
    strike: (step) => {
      now = step.now
      if (share === 0 || step.label === 'pairing' || step.label === 'joining') return
      const stream = createSeededStream(seed, 'strike', String(step.number))
      for (const record of records) {
        const chosen = stream.next() < share
        const delay = stream.between(0, LATEST_MS)
        const isDue = record.program === 'collector' && step.number % COLLECTOR_EVERY === 0
        if (record.isDown || !(record.program === 'household' ? chosen : isDue)) continue
        record.isDown = true
        const work = strikeOne(record, delay)
          .catch(giveUp)
          .finally(() => {
            record.isDown = false
            pending.delete(work)
          })
        pending.add(work)
      }
    },
    calm: async () => {
      calm = true
      await Promise.all(pending)
    }
  }
}

/** A port or a lock may be free only a moment after its owner has died. */
async function again(restart: () => Promise<ChildService>): Promise<ChildService> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await restart()
    } catch (error) {
      if (attempt === RESTARTS) throw error
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt))
    }
  }
}

/** While it rose, the driver may have gone on without being able to tell it. */
async function tellTime(url: string, now: number): Promise<void> {
  try {
    await request({
      url: `${url}/simulation/clock`,
      method: 'POST',
      body: new TextEncoder().encode(JSON.stringify({ now })),
      contentType: 'application/json',
      timeoutMs: 60_000,
      maxBytes: 10_000
    })
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
  }
}
