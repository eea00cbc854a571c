/** Turns whatever was thrown into what may cross to the window: a code with parameters, never a stack or a sentence. */

import { AppError } from '../app/app-error'
import type { Failure } from '../app/contract'

/**
 * @param error what a procedure threw
 * @param log told about errors nobody foresaw; they cross as 'internal'
 */
export function failureOf(error: unknown, log: (error: unknown) => void): Failure {
  if (error instanceof AppError) return { code: error.code, params: { ...error.params } }
  log(error)
  return { code: 'internal', params: {} }
}
