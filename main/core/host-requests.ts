/** The core's questions to main, and their answers. */

import { AppError } from '../../app/app-error'
import type { Result } from '../../app/contract'
import type { HostAnswers, HostRequest } from '../core-messages'

export type HostRequests = {
  /** @throws AppError with the code main answered. */
  readonly ask: <Kind extends HostRequest['kind']>(
    request: Extract<HostRequest, { kind: Kind }>
  ) => Promise<HostAnswers[Kind]>
  readonly settle: (id: number, result: Result<unknown>) => void
}

export function createHostRequests(send: (id: number, request: HostRequest) => void): HostRequests {
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  let nextId = 0
  return {
    ask: async <Kind extends HostRequest['kind']>(request: Extract<HostRequest, { kind: Kind }>) => {
      const id = nextId++
      const result = await new Promise<Result<unknown>>((resolve) => {
        waiting.set(id, resolve)
        send(id, request)
      })
      if (!result.ok) throw new AppError(result.error.code, result.error.params)
      return result.value as HostAnswers[Kind]
    },
    settle: (id, result) => {
      waiting.get(id)?.(result)
      waiting.delete(id)
    }
  }
}
