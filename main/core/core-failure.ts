/** failureOf for what only the core can meet; main stays free of the arithmetic that these errors come with. */

import type { Failure } from '../../app/contract'
import { TransportError, WorkCancelled } from '../../app/ports'
import { FormatError } from '../../crypto'
import { failureOf } from '../failure-of'

/** @param log told about errors nobody foresaw; they cross as 'internal' */
export function coreFailure(error: unknown, log: (error: unknown) => void): Failure {
  if (error instanceof FormatError) return { code: error.code, params: { where: error.where } }
  if (error instanceof TransportError) {
    return { code: `transport-${error.failure}`, params: { recipient: error.recipient } }
  }
  if (error instanceof WorkCancelled) return { code: 'cancelled', params: {} }
  return failureOf(error, log)
}
