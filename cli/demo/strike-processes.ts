/** Kills processes of a demo with SIGKILL at moments that follow from a seed, and starts them again in the same folder. */

import { request } from '../../adapters/http/request'
import type { DrivenStep } from '../../adapters/simulation/follow-driver'
import { TransportError } from '../../app/ports'
import { createSeededStream } from '../../services/load-generator/seeded-stream'
import type { Launch, ServiceProgram } from '../../services/neighbourhood/launch'
import type { ChildLaunch, ChildService } from '../launch-child'

export type Striker = {
  readonly launch: Launch
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

type Record = { readonly program: ServiceProgram; service: ChildService; restart: () => Promise<ChildService> }

/** @param share of the steps in which a household is struck, 0 to 1. */
export function createStriker(start: ChildLaunch, seed: string, share: number): Striker {
  const records: Record[] = []
  const pending = new Set<Promise<void>>()
  let calm = false
  let struck = 0
  const launch: Launch = async (program, args, onEnd) => {
    const service = await start(program, args, onEnd)
    const port = service.url === '' ? [] : ['--port', new URL(service.url).port]
    const record: Record = { program, service, restart: () => start(program, [...args, ...port], onEnd) }
    records.push(record)
    return { url: service.url, stop: () => record.service.stop() }
  }
  const strikeOne = async (record: Record, delay: number, step: DrivenStep): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, delay))
    if (calm) return
    struck += 1
    await record.service.strike()
    record.service = await again(record.restart)
    if (record.program === 'collector') await tellTime(record.service.url, step)
  }
  return {
    launch,
    struck: () => struck,
    strike: (step) => {
      if (share === 0 || step.label === 'pairing' || step.label === 'joining') return
      const stream = createSeededStream(seed, 'strike', String(step.number))
      for (const record of records) {
        const chosen = stream.next() < share
        const delay = stream.between(0, LATEST_MS)
        const isDue = record.program === 'collector' && step.number % COLLECTOR_EVERY === 0
        if (!(record.program === 'household' ? chosen : isDue)) continue
        const work = strikeOne(record, delay, step).finally(() => pending.delete(work))
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

/** It began with the time of its first start; the driver may be past telling it. */
async function tellTime(url: string, { now }: DrivenStep): Promise<void> {
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
