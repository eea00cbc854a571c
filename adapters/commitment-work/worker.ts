/** Entry of a worker thread: answers one slice at a time (built to out/main/commitment-worker.cjs). */

import './web-crypto'
import { parentPort } from 'node:worker_threads'
import { answerRequest } from './answer-request'
import { loadKernel } from './load-kernel'
import type { WorkerReady, WorkerRequest } from './worker-messages'

const kernel = loadKernel()
const port = parentPort

port?.postMessage({ ready: true, kernel: kernel.name } satisfies WorkerReady)
port?.on('message', (request: WorkerRequest) => {
  port.postMessage(answerRequest(kernel, request))
})
