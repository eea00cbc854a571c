/** Verifications that a person waits for: each tells its progress, and one cancel ends all that are running. */

import { AppError } from '../app-error'
import type { EmitCoreEvent } from '../contract'
import { type CancelSignal, WorkCancelled } from '../ports'
import type { VerifyHooks } from './verify-bill'

/** `hash` of the bill that the progress is told of. */
export type HooksFor = (hash: string | null) => VerifyHooks

export type LongWork = {
  /** @throws AppError cancelled. */
  run<Value>(work: (hooksFor: HooksFor) => Promise<Value>): Promise<Value>
  cancel(): void
}

export function createLongWork(emit: EmitCoreEvent): LongWork {
  const running = new Set<{ aborted: boolean }>()
  return {
    run: async (work) => {
      const cancel = { aborted: false }
      running.add(cancel)
      try {
        return await work((hash) => hooksOf(emit, hash, cancel))
      } catch (error) {
        if (error instanceof WorkCancelled) throw new AppError('cancelled')
        throw error
      } finally {
        running.delete(cancel)
      }
    },
    cancel: () => {
      for (const cancel of running) cancel.aborted = true
    }
  }
}

function hooksOf(emit: EmitCoreEvent, hash: string | null, cancel: CancelSignal): VerifyHooks {
  return {
    cancel,
    onCheck: (check, state, done, total) => {
      emit('bills.progress', { hash, check, state, done, total })
    }
  }
}
