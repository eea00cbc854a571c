/**
 * The simulation's clockwork: sets the time of every service, tells every household what time it is, waits until all
 * have acted, goes on. Households ask for the next step over HTTP; the driver never reaches into them.
 */

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { request } from '../../adapters/http/request'
import { checkShape } from '../../app/check-shape'
import { TransportError } from '../../app/ports'
import { type RunningService, serveRoutes } from '../runtime/serve'
import { type Barrier, type OpenStep, type Participant, createBarrier } from './barrier'
import type { SimulationStep } from './schedule'

export type DriverOptions = {
  readonly steps: Iterable<SimulationStep>
  readonly participants: readonly Participant[]
  /** Base addresses of services that carry a simulated clock. */
  readonly clocks: readonly string[]
  /** Pause between two steps; 0 = full speed. */
  readonly paceMs: number
  /** After this many steps of label 'day' the driver pauses by itself; it can be resumed. */
  readonly restAfterDays: number
  /** Neighbours each household has compared safety numbers with (the next ones in the ring). */
  readonly verifiedNeighbours: number
  readonly port: number
  /** Who does not answer within this time is left behind for the step. */
  readonly patienceMs: number
}

export type RunningDriver = RunningService & {
  /** Resolves when the schedule has ended or the driver was closed. */
  readonly finished: Promise<void>
  readonly barrier: Barrier
}

const WAIT_MS = 20_000
const CLOCK_ATTEMPTS = 240
const CLOCK_RETRY_MS = 250

const doneBody = z.strictObject({
  household: z.string().min(1).max(40),
  step: z.number().int().min(0),
  identity: z
    .string()
    .regex(/^[0-9a-f]{64}$/u)
    .nullable(),
  failure: z.string().max(64).nullable()
})
const controlBody = z.strictObject({ paused: z.boolean() })

export async function startDriver(options: DriverOptions): Promise<RunningDriver> {
  const barrier = createBarrier(options.participants)
  const control = createControl()
  const service = await serveRoutes({ routes: routesOf(options, barrier, control), port: options.port })
  const finished = drive(options, barrier, control).finally(() => {
    control.stop()
    barrier.end()
  })
  return {
    url: service.url,
    finished,
    barrier,
    close: async () => {
      control.stop()
      barrier.end()
      await service.close()
    }
  }
}

async function drive(options: DriverOptions, barrier: Barrier, control: Control): Promise<void> {
  let number = 0
  let days = 0
  for (const step of options.steps) {
    await control.untilRunning()
    if (control.stopped()) return
    for (const clock of options.clocks) await setClock(clock, step)
    number += 1
    const missing = await barrier.open({ ...step, number }, options.patienceMs)
    if (missing.length > 0)
      process.stderr.write(`step ${number} (${step.label}): no answer from ${missing.join(', ')}\n`)
    if (step.label === 'day' && ++days % options.restAfterDays === 0) control.pause()
    await control.rest(options.paceMs)
  }
}

/** A service that was struck down is started again; the simulation waits for it. */
async function setClock(address: string, step: SimulationStep): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await tellTime(address, step)
      return
    } catch (error) {
      if (!(error instanceof TransportError) || attempt === CLOCK_ATTEMPTS) throw error
      await new Promise((resolve) => setTimeout(resolve, CLOCK_RETRY_MS))
    }
  }
}

async function tellTime(address: string, step: SimulationStep): Promise<void> {
  await request({
    url: `${address}/simulation/clock`,
    method: 'POST',
    body: new TextEncoder().encode(JSON.stringify({ now: step.now })),
    contentType: 'application/json',
    timeoutMs: 300_000,
    maxBytes: 10_000
  })
}

function routesOf(options: DriverOptions, barrier: Barrier, control: Control): Hono {
  const routes = new Hono()
  routes.use(bodyLimit({ maxSize: 4096 }))
  routes.get('/step', async (context) => {
    const household = context.req.query('household') ?? ''
    const after = Number(context.req.query('after') ?? '0')
    if (!options.participants.some((each) => each.name === household) || !Number.isSafeInteger(after)) {
      return context.json({ code: 'unknown-household' }, 404)
    }
    const step = await barrier.next(household, after, WAIT_MS)
    if (control.stopped()) return context.json({ code: 'stopped' }, 410)
    if (!step) return context.body(null, 204)
    return context.json(describe(step, neighboursOf(household, options, barrier)))
  })
  routes.post('/done', async (context) => {
    const parsed = checkShape(doneBody, await context.req.json().catch(() => null))
    if (!parsed.success) return context.json({ code: 'malformed' }, 400)
    const { household, step, identity, failure } = parsed.data
    barrier.done(household, step, { identity, failure })
    return context.json({})
  })
  routes.post('/control', async (context) => {
    const parsed = checkShape(controlBody, await context.req.json().catch(() => null))
    if (!parsed.success) return context.json({ code: 'malformed' }, 400)
    if (parsed.data.paused) control.pause()
    else control.resume()
    return context.json({ paused: control.paused() })
  })
  routes.get('/state', (context) => {
    const step = barrier.current()
    return context.json({
      step: step ? describe(step, []) : null,
      paused: control.paused(),
      failures: barrier.failures()
    })
  })
  return routes
}

function describe(step: OpenStep, neighbours: readonly string[]): Record<string, unknown> {
  return { step: step.number, now: step.now, label: step.label, neighbours }
}

/** The next `verifiedNeighbours` households in the ring, as far as they have joined. */
function neighboursOf(household: string, options: DriverOptions, barrier: Barrier): string[] {
  const names = options.participants.map((each) => each.name)
  const own = names.indexOf(household)
  const found: string[] = []
  for (let offset = 1; offset <= options.verifiedNeighbours && offset < names.length; offset++) {
    const identity = barrier.identities().get(names[(own + offset) % names.length] ?? '')
    if (identity) found.push(identity)
  }
  return found
}

type Control = {
  pause(): void
  resume(): void
  stop(): void
  paused(): boolean
  stopped(): boolean
  untilRunning(): Promise<void>
  /** Waits, but not when the driver is stopped meanwhile. */
  rest(milliseconds: number): Promise<void>
}

function createControl(): Control {
  let state: 'running' | 'paused' | 'stopped' = 'running'
  let wake: () => void = () => undefined
  const change = (next: typeof state): void => {
    if (state !== 'stopped') state = next
    wake()
  }
  return {
    pause: () => change('paused'),
    resume: () => change('running'),
    stop: () => change('stopped'),
    paused: () => state === 'paused',
    stopped: () => state === 'stopped',
    async untilRunning() {
      while (state === 'paused') {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async rest(milliseconds) {
      if (milliseconds === 0 || state === 'stopped') return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
}
