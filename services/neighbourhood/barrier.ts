/** Holds every household at a step until all who take part have done it. No HTTP in here. */

import type { SimulationStep } from './schedule'

export type Participant = {
  readonly name: string
  readonly isOwn: boolean
}

export type StepReport = {
  /** Public key of the household's identity in the group, hex; null before it joined. */
  readonly identity: string | null
  /** Code of what went wrong in this step, if anything. */
  readonly failure: string | null
}

export type OpenStep = SimulationStep & { readonly number: number }

export type Barrier = {
  /** Opens the next step; resolves once all participants are done or `patienceMs` is over. Names who was missing. */
  open(step: OpenStep, patienceMs: number): Promise<readonly string[]>
  /** The open step if `name` takes part in it and it is newer than `after`; waits up to `waitMs`, then null. */
  next(name: string, after: number, waitMs: number): Promise<OpenStep | null>
  done(name: string, number: number, report: StepReport): void
  identities(): ReadonlyMap<string, string>
  failures(): readonly { readonly name: string; readonly step: number; readonly code: string }[]
  current(): OpenStep | null
  /** There will be no further step: nobody waits for one any longer. */
  end(): void
}

export function createBarrier(participants: readonly Participant[]): Barrier {
  let step: OpenStep | null = null
  let waiting = new Set<string>()
  let finish: () => void = () => undefined
  const sleepers = new Set<() => void>()
  const identities = new Map<string, string>()
  const failures: { name: string; step: number; code: string }[] = []
  const takesPart = (name: string, in_: OpenStep): boolean =>
    participants.some((each) => each.name === name && (in_.participants === 'all' || each.isOwn))

  return {
    async open(next, patienceMs) {
      step = next
      waiting = new Set(participants.filter((each) => takesPart(each.name, next)).map((each) => each.name))
      const all = new Promise<void>((resolve) => {
        finish = resolve
      })
      for (const wake of [...sleepers]) wake()
      await Promise.race([all, delay(patienceMs)])
      return [...waiting]
    },
    async next(name, after, waitMs) {
      const ready = (): OpenStep | null => (step && step.number > after && takesPart(name, step) ? step : null)
      const found = ready()
      if (found) return found
      await new Promise<void>((resolve) => {
        const timer = setTimeout(wake, waitMs)
        function wake(): void {
          clearTimeout(timer)
          sleepers.delete(wake)
          resolve()
        }
        sleepers.add(wake)
      })
      return ready()
    },
    done(name, number, report) {
      if (report.identity) identities.set(name, report.identity)
      if (report.failure) failures.push({ name, step: number, code: report.failure })
      if (step?.number !== number) return
      waiting.delete(name)
      if (waiting.size === 0) finish()
    },
    identities: () => identities,
    failures: () => failures,
    current: () => step,
    end: () => {
      for (const wake of [...sleepers]) wake()
    }
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref()
  })
}
