/**
 * CommitmentWork on worker threads. The threads are workerpool's: it starts them, hands each one task after the other and
 * starts another where one died. Turns, progress and cancel are told here (ADR 82).
 */

import { setImmediate } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { pool as startPool } from 'workerpool'
import { AppError } from '../../app/app-error'
import { type CommitmentKernel, FAST_KERNEL } from '../../crypto'
import { type CommitmentWork, type Random, WorkCancelled, type WorkHooks } from '../../app/ports'
import { createWork } from './create-work'
import { loadKernel } from './load-kernel'
import { type SliceResult, runSlice } from './run-slice'
import type { PlacedSlice, Slice } from './slices'
import type { WorkerMethods } from './worker-methods'

export type WorkerPoolOptions = {
  /** Threads; they start with the first work and stay. */
  readonly size: number
  /** The built worker (out/main/commitment-worker.cjs). */
  readonly workerFile: string
  readonly random: Random
  /** Told once, when it turns out that the fast arithmetic is not in use. */
  readonly onSlow?: () => void
}

export type WorkerPool = CommitmentWork & { close(): Promise<void> }

/** A cancel is only a flag, so it is looked at this often; the promise is that it is obeyed within 100 ms. */
const CANCEL_POLL_MS = 25

/** A slice leaves hardly anything behind, so a thread needs no room to put off collecting it: 10 MB less per year's bill. */
const YOUNG_MB = 2

type Threads = ReturnType<typeof startPool>

type Job = {
  readonly slices: readonly PlacedSlice[]
  readonly results: (SliceResult | undefined)[]
  readonly onProgress: WorkHooks['onProgress']
  readonly total: number
  next: number
  done: number
  settled: boolean
  readonly resolve: (results: readonly SliceResult[]) => void
  readonly reject: (error: Error) => void
}

type Pool = {
  readonly options: WorkerPoolOptions
  readonly size: number
  readonly threads: Threads
  readonly jobs: Job[]
  /** Slices handed out. */
  busy: number
  /** What computes; null until the first thread has said it. */
  kernel: string | null
  /** Takes the work where threads do not start. */
  inPlace: CommitmentKernel | null
  closed: boolean
}

/**
 * A worker that dies fails the work it had with AppError `worker-died`; the next work has another. Where threads do not even
 * start, the work is done in the calling thread, slice by slice, and a warning says so. The threads keep the process alive
 * only while there is work.
 */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const size = Math.max(1, options.size)
  const threads = startPool(options.workerFile, {
    ...{ workerType: 'thread', maxWorkers: size },
    workerThreadOpts: { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }
  })
  const pool: Pool = { options, size, threads, jobs: [], busy: 0, kernel: null, inPlace: null, closed: false }
  const work = createWork(
    () => pool.kernel,
    options.random,
    (slices, hooks) => runJob(pool, slices, hooks)
  )
  return Object.assign(work, {
    prepare: () => {
      start(pool)
    },
    close: () => closePool(pool)
  })
}

function runJob(
  pool: Pool,
  slices: readonly PlacedSlice[],
  { onProgress, cancel }: WorkHooks
): Promise<readonly SliceResult[]> {
  if (cancel?.aborted) return Promise.reject(new WorkCancelled())
  if (slices.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const poll = cancel && setInterval(() => cancel.aborted && settle(pool, job, new WorkCancelled()), CANCEL_POLL_MS)
    const job: Job = {
      slices,
      results: new Array<SliceResult | undefined>(slices.length).fill(undefined),
      onProgress,
      total: slices.reduce((sum, { size }) => sum + size, 0),
      next: 0,
      done: 0,
      settled: false,
      resolve: (results) => {
        clearInterval(poll)
        resolve(results)
      },
      reject: (error) => {
        clearInterval(poll)
        reject(error)
      }
    }
    pool.jobs.push(job)
    start(pool)
    feed(pool)
  })
}

/** Threads that are wanting say with what they compute before they are given anything. */
function start(pool: Pool): void {
  if (pool.inPlace) return
  for (let wanting = pool.size - pool.threads.stats().totalWorkers; wanting > 0; wanting -= 1) {
    pool.threads.exec<WorkerMethods['kernelName']>('kernelName', []).then(
      (kernel) => {
        computesWith(pool, kernel)
        feed(pool)
      },
      () => {
        workInPlace(pool)
      }
    )
  }
  keepAlive(pool)
}

/** As many slices are out as there are threads; jobs take turns, so a long one does not hold up a short one. */
function feed(pool: Pool): void {
  while (pool.kernel !== null && pool.busy < pool.size) {
    const job = pool.jobs.find((candidate) => candidate.next < candidate.slices.length)
    if (!job) break
    pool.jobs.push(...pool.jobs.splice(pool.jobs.indexOf(job), 1))
    const index = job.next++
    const slice = job.slices[index]?.slice
    if (!slice) continue
    pool.busy += 1
    answer(pool, slice).then(
      (result) => {
        take(pool, job, index, result)
      },
      () => {
        pool.busy -= 1
        settle(pool, job, new AppError('worker-died'))
      }
    )
  }
  keepAlive(pool)
}

async function answer(pool: Pool, slice: Slice): Promise<SliceResult> {
  if (!pool.inPlace) {
    try {
      return await pool.threads.exec<WorkerMethods['run']>('run', [slice])
    } catch (error) {
      // Lost with a thread that never started.
      if (!pool.inPlace) throw error
    }
  }
  // In a turn of its own, so that a cancel and all else come through between two slices.
  await setImmediate()
  return runSlice(pool.inPlace, slice)
}

function take(pool: Pool, job: Job, index: number, result: SliceResult): void {
  pool.busy -= 1
  if (!job.settled) {
    job.results[index] = result
    job.done += job.slices[index]?.size ?? 0
    job.onProgress?.(job.done, job.total)
    if (job.done === job.total) settle(pool, job, null)
  }
  feed(pool)
}

/** One thread that fell back is enough to say so. */
function computesWith(pool: Pool, kernel: string): void {
  if (pool.kernel !== null && (kernel === FAST_KERNEL || pool.kernel !== FAST_KERNEL)) return
  pool.kernel = kernel
  if (kernel !== FAST_KERNEL) pool.options.onSlow?.()
}

/** A file that is missing, or a system without threads: what was given out is done here, and all that follows. */
function workInPlace(pool: Pool): void {
  if (pool.inPlace || pool.closed) return
  process.emitWarning('Worker threads do not start; long arithmetic is done between everything else.')
  pool.inPlace = loadKernel()
  computesWith(pool, pool.inPlace.name)
  feed(pool)
}

/** workerpool has no word for it; its threads are Node's. */
function keepAlive(pool: Pool): void {
  const { workers } = pool.threads as unknown as { readonly workers: readonly { readonly worker: Worker | null }[] }
  for (const { worker } of workers) {
    if (pool.jobs.length > 0) worker?.ref()
    else worker?.unref()
  }
}

/** Ends a job once; slices still under way are let run out and their answers dropped. */
function settle(pool: Pool, job: Job, error: Error | null): void {
  if (job.settled) return
  job.settled = true
  job.next = job.slices.length
  pool.jobs.splice(pool.jobs.indexOf(job), 1)
  if (error) job.reject(error)
  else job.resolve(job.results.filter((result) => result !== undefined))
  feed(pool)
}

async function closePool(pool: Pool): Promise<void> {
  pool.closed = true
  for (const job of [...pool.jobs]) settle(pool, job, new WorkCancelled())
  await pool.threads.terminate(true)
}
