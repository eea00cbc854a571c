/** Turns whatever was thrown into what may cross to the window: a code with parameters, never a stack or a sentence. */

import { AppError } from '../app/app-error'
import { TransportError, WorkCancelled } from '../app/ports'
import type { Failure } from '../app/contract'
import { FormatError } from '../crypto'

/**
 * @param error what a procedure threw
 * @param log told about errors nobody foresaw; they cross as 'internal'
 */
export function failureOf(error: unknown, log: (error: unknown) => void): Failure {
  if (error instanceof AppError) return { code: error.code, params: { ...error.params } }
  if (error instanceof FormatError) return { code: error.code, params: { where: error.where } }
  if (error instanceof TransportError) {
    return { code: `transport-${error.failure}`, params: { recipient: error.recipient } }
  }
  if (error instanceof WorkCancelled) return { code: 'cancelled', params: {} }
  log(error)
  return { code: 'internal', params: {} }
}
