/** Entry of a worker thread: one slice at a time (built to out/main/commitment-worker.cjs). */

import './web-crypto'
import { worker } from 'workerpool'
import { loadKernel } from './load-kernel'
import { runSlice } from './run-slice'
import type { WorkerMethods } from './worker-methods'

const kernel = loadKernel()

worker({
  kernelName: () => kernel.name,
  run: (slice) => runSlice(kernel, slice)
} satisfies WorkerMethods)
