/** What a household of the simulated neighbourhood does at each step: the same calls that a person's clicks make. */

import { AppError } from '../../app/app-error'
import { TransportError } from '../../app/ports'
import { FormatError } from '../../crypto'
import type { SimulatedClock } from './simulated-clock'
import type { DrivenStep, StepOutcome } from './follow-driver'

/** The part of a household's core that the simulation needs. */
export type DrivenHousehold = {
  /** Connects the meter; again: nothing. */
  connectMeter(): Promise<void>
  /** Agrees on a contract where this household is to have one; again: nothing. */
  agreeContract(): Promise<void>
  /** Joins the group; again: nothing. */
  joinGroup(): Promise<void>
  confirmMember(identity: string): void
  /** All that is due: meter, rounds, bills. */
  step(): Promise<void>
  identity(): string | null
}

/** Never throws: a failure becomes its code, and the simulation goes on. */
export async function actOnStep(
  household: DrivenHousehold,
  clock: SimulatedClock,
  step: DrivenStep
): Promise<StepOutcome> {
  clock.set(step.now)
  try {
    if (step.label === 'pairing') {
      await household.connectMeter()
      await household.agreeContract()
    }
    if (step.label === 'joining') await household.joinGroup()
    for (const identity of step.neighbours) household.confirmMember(identity)
    await household.step()
    return { identity: household.identity(), failure: null }
  } catch (error) {
    return { identity: household.identity(), failure: codeOf(error) }
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AppError || error instanceof FormatError) return error.code
  if (error instanceof TransportError) return `transport-${error.failure}`
  throw error
}
