/** Entry of a worker thread: answers one slice at a time (built to out/main/commitment-worker.cjs). */

import './web-crypto'
import { parentPort } from 'node:worker_threads'
import { loadKernel } from './load-kernel'
import { runSlice } from './run-slice'
import type { WorkerAnswer, WorkerRequest } from './worker-messages'

const kernel = loadKernel()
const port = parentPort

port?.on('message', ({ id, slice }: WorkerRequest) => {
  port.postMessage(answer(id, slice))
})

function answer(id: number, slice: WorkerRequest['slice']): WorkerAnswer {
  try {
    return { id, ok: true, kernel: kernel.name, result: runSlice(kernel, slice) }
  } catch (error) {
    return { id, ok: false, message: error instanceof Error ? error.message : 'unknown' }
  }
}
