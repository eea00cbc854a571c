/**
 * CommitmentWork on worker threads. Own code because tinypool and piscina look for their worker file beside
 * themselves and are lost in a bundle, and because progress and cancel are needed anyway.
 */

import { Worker } from 'node:worker_threads'
import { AppError } from '../../app/app-error'
import { type CommitmentKernel, FAST_KERNEL } from '../../crypto'
import { type CommitmentWork, type Random, WorkCancelled, type WorkHooks } from '../../app/ports'
import { answerRequest } from './answer-request'
import { createWork } from './create-work'
import { loadKernel } from './load-kernel'
import type { SliceResult } from './run-slice'
import type { PlacedSlice } from './slices'
import type { WorkerAnswer, WorkerReady, WorkerRequest } from './worker-messages'

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

type Seat = { worker: Worker | null; busy: { readonly id: number; readonly job: Job; readonly index: number } | null }

type Pool = {
  readonly options: WorkerPoolOptions
  readonly seats: Seat[]
  readonly jobs: Job[]
  lastId: number
  /** What computes; null until the first thread has said it. */
  kernel: string | null
  /** Takes the work where threads do not start. */
  inPlace: CommitmentKernel | null
}

/**
 * A worker that dies fails the work it had with AppError `worker-died`; its seat is filled again with the next work. Where
 * threads do not even start, the work is done in the calling thread, slice by slice, and a warning says so. The threads keep the process alive only while there is work.
 */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const pool: Pool = {
    options,
    seats: Array.from({ length: Math.max(1, options.size) }, () => ({ worker: null, busy: null })),
    jobs: [],
    lastId: 0,
    kernel: null,
    inPlace: null
  }
  const work = createWork(
    () => pool.kernel,
    options.random,
    (slices, hooks) => runJob(pool, slices, hooks)
  )
  return Object.assign(work, {
    prepare: () => {
      for (const seat of pool.inPlace ? [] : pool.seats) (seat.worker ??= startWorker(pool, seat)).unref()
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
    feed(pool)
  })
}

/** Gives every free seat the next slice; jobs take turns, so a long one does not hold up a short one. */
function feed(pool: Pool): void {
  for (const seat of pool.seats) {
    if (seat.busy) continue
    const job = pool.jobs.find((candidate) => candidate.next < candidate.slices.length)
    if (!job) {
      seat.worker?.unref()
      continue
    }
    pool.jobs.push(...pool.jobs.splice(pool.jobs.indexOf(job), 1))
    const index = job.next++
    const slice = job.slices[index]?.slice
    if (!slice) continue
    seat.busy = { id: ++pool.lastId, job, index }
    if (pool.inPlace) {
      answerInPlace(pool, pool.inPlace, seat, seat.busy)
      continue
    }
    seat.worker ??= startWorker(pool, seat)
    seat.worker.ref()
    seat.worker.postMessage({ id: seat.busy.id, slice } satisfies WorkerRequest)
  }
}

function startWorker(pool: Pool, seat: Seat): Worker {
  const worker = new Worker(pool.options.workerFile, { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
  let isReady = false
  const lost = (): void => {
    if (seat.worker !== worker) return
    const job = seat.busy?.job
    seat.worker = null
    if (!isReady) {
      workInPlace(pool, seat)
      return
    }
    seat.busy = null
    if (job) settle(pool, job, new AppError('worker-died'))
    else feed(pool)
  }
  worker.on('message', (message: WorkerAnswer | WorkerReady) => {
    if (!('ready' in message)) take(pool, seat, message)
    else {
      isReady = true
      computesWith(pool, message.kernel)
    }
  })
  worker.on('error', lost)
  worker.on('messageerror', lost)
  worker.on('exit', lost)
  return worker
}

/** One thread that fell back is enough to say so. */
function computesWith(pool: Pool, kernel: string): void {
  if (pool.kernel !== null && (kernel === FAST_KERNEL || pool.kernel !== FAST_KERNEL)) return
  pool.kernel = kernel
  if (kernel !== FAST_KERNEL) pool.options.onSlow?.()
}

/** A file that is missing, or a system without threads: what the seat was given is done here, and all that follows. */
function workInPlace(pool: Pool, seat: Seat): void {
  if (!pool.inPlace) {
    process.emitWarning('Worker threads do not start; long arithmetic is done between everything else.')
    pool.inPlace = loadKernel()
    computesWith(pool, pool.inPlace.name)
  }
  if (seat.busy) answerInPlace(pool, pool.inPlace, seat, seat.busy)
}

/** In a turn of its own, so that a cancel and all else come through between two slices. */
function answerInPlace(pool: Pool, kernel: CommitmentKernel, seat: Seat, busy: NonNullable<Seat['busy']>): void {
  setImmediate(() => {
    const slice = seat.busy === busy ? busy.job.slices[busy.index]?.slice : undefined
    if (slice) take(pool, seat, answerRequest(kernel, { id: busy.id, slice }))
  })
}

function take(pool: Pool, seat: Seat, answer: WorkerAnswer): void {
  const { busy } = seat
  if (!busy || busy.id !== answer.id) return
  seat.busy = null
  const { job, index } = busy
  if (!answer.ok) settle(pool, job, new AppError('worker-died'))
  else if (!job.settled) {
    job.results[index] = answer.result
    job.done += job.slices[index]?.size ?? 0
    job.onProgress?.(job.done, job.total)
    if (job.done === job.total) settle(pool, job, null)
  }
  feed(pool)
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
  for (const job of [...pool.jobs]) settle(pool, job, new WorkCancelled())
  const workers = pool.seats.flatMap(({ worker }) => worker ?? [])
  for (const seat of pool.seats) {
    seat.worker = null
    seat.busy = null
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
}
