/** A household's end of the simulation: asks the driver what time it is, acts, reports, asks again. */

import { z } from 'zod'
import { checkShape } from '../../app/check-shape'
import { type UtcSeconds, toUtcSeconds } from '../../app/domain/interval'
import { type CancelSignal, TransportError } from '../../app/ports'
import { request } from '../http/request'

const stepSchema = z.strictObject({
  step: z.number().int().min(1),
  now: z.number().int().min(0),
  label: z.string().regex(/^[a-z-]{1,40}$/u),
  neighbours: z.array(z.string().regex(/^[0-9a-f]{64}$/u)).max(200)
})

export type DrivenStep = {
  readonly number: number
  readonly now: UtcSeconds
  readonly label: string
  /** Identities (hex) of neighbours whose safety numbers this household has compared. */
  readonly neighbours: readonly string[]
}

export type StepOutcome = { readonly identity: string | null; readonly failure: string | null }

/** Runs until the driver ends or is gone, or `cancel` is raised. `act` must not throw. */
export async function followDriver(
  address: string,
  household: string,
  act: (step: DrivenStep) => Promise<StepOutcome>,
  cancel: CancelSignal
): Promise<'ended' | 'lost' | 'cancelled'> {
  let after = 0
  let failures = 0
  while (!cancel.aborted) {
    try {
      const step = await nextStep(address, household, after)
      failures = 0
      if (step === 'ended') return 'ended'
      if (!step) continue
      const outcome = await act(step)
      after = step.number
      await post(`${address}/done`, { household, step: step.number, ...outcome })
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      failures += 1
      if (failures >= 5) return 'lost'
      await new Promise((resolve) => setTimeout(resolve, 200 * failures))
    }
  }
  return 'cancelled'
}

/** Pauses or resumes the simulation. */
export async function controlDriver(address: string, paused: boolean): Promise<void> {
  await post(`${address}/control`, { paused })
}

async function nextStep(address: string, household: string, after: number): Promise<DrivenStep | 'ended' | null> {
  const answer = await request({
    url: `${address}/step?household=${encodeURIComponent(household)}&after=${after}`,
    method: 'GET',
    timeoutMs: 40_000,
    maxBytes: 100_000,
    acceptStatus: [200, 204, 410]
  })
  if (answer.status === 410) return 'ended'
  if (answer.status === 204) return null
  const parsed = checkShape(stepSchema, JSON.parse(new TextDecoder().decode(answer.body)))
  if (!parsed.success) throw new TransportError('malformed', address)
  const { step, now, label, neighbours } = parsed.data
  return { number: step, now: toUtcSeconds(now), label, neighbours }
}

async function post(url: string, body: unknown): Promise<void> {
  await request({
    url,
    method: 'POST',
    body: new TextEncoder().encode(JSON.stringify(body)),
    contentType: 'application/json',
    timeoutMs: 20_000,
    maxBytes: 10_000
  })
}
