/** The core's questions to main, and their answers. */

import type { Result } from '../../app/contract'
import { AppError } from '../../app/app-error'
import type { HostRequest } from '../core-messages'

/** What each question is answered with. */
export type HostAnswer = { readonly path: string; readonly name: string }

export type HostRequests = {
  /** @throws AppError with the code main answered. */
  readonly ask: (request: HostRequest) => Promise<HostAnswer>
  readonly settle: (id: number, result: Result<unknown>) => void
}

export function createHostRequests(send: (id: number, request: HostRequest) => void): HostRequests {
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  let nextId = 0
  return {
    ask: async (request) => {
      const id = nextId++
      const result = await new Promise<Result<unknown>>((resolve) => {
        waiting.set(id, resolve)
        send(id, request)
      })
      if (!result.ok) throw new AppError(result.error.code, result.error.params)
      return result.value as HostAnswer
    },
    settle: (id, result) => {
      waiting.get(id)?.(result)
      waiting.delete(id)
    }
  }
}
