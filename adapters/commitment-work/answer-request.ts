/** The answer to one request, where a kernel is: in a worker, or in the calling thread where workers do not start. */

import type { CommitmentKernel } from '../../crypto'
import { runSlice } from './run-slice'
import type { WorkerAnswer, WorkerRequest } from './worker-messages'

/** Never throws: a bug is an answer, too, and the caller's work ends with it. */
export function answerRequest(kernel: CommitmentKernel, { id, slice }: WorkerRequest): WorkerAnswer {
  try {
    return { id, ok: true, result: runSlice(kernel, slice) }
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : 'unknown' }
  }
}
