import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { type WorkerPool, createWorkerPool } from '../../../adapters/commitment-work/worker-pool'
import { type CommitmentWork, WorkCancelled } from '../../../app/ports'
import {
  type OpeningBatch,
  type Scalar,
  addScalars,
  commit,
  concatBytes,
  createNobleKernel,
  encodePoint,
  encodeScalar,
  openingPointVartime,
  scalarFromWide,
  toScalar
} from '../../../crypto'
import { buildCommitmentWorker } from '../../support/built-commitment-worker'
import { seededRandom } from '../../support/seeded-random'

const random = seededRandom('commitment-work')

type Made = { readonly value: bigint; readonly blinding: Scalar; readonly commitment: Uint8Array }

const made: readonly Made[] = Array.from({ length: 400 }, () => {
  const value = BigInt(random.below(5000))
  const blinding = scalarFromWide(random.bytes(64))
  return { value, blinding, commitment: commit(value, blinding) }
})

function batchOf(items: readonly Made[]): OpeningBatch {
  return {
    commitments: concatBytes(...items.map(({ commitment }) => commitment)),
    values: items.map(({ value }) => value),
    blindings: concatBytes(...items.map(({ blinding }) => encodeScalar(blinding)))
  }
}

/** Many openings without the time to make them: the same ones over and over. */
function longBatch(length: number): OpeningBatch {
  return batchOf(Array.from({ length }, (_, index) => made[index % made.length] ?? made[0]!))
}

let folder = ''
let pool: WorkerPool
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wattveil-worker-'))
  const workerFile = await buildCommitmentWorker(folder, { 'forget-to-close': 'forget-to-close.ts' })
  pool = createWorkerPool({ size: 2, workerFile, random })
}, 60_000)
afterAll(async () => {
  await pool.close()
  rmSync(folder, { recursive: true, force: true })
})

const kinds: readonly (readonly [string, () => CommitmentWork])[] = [
  ['in the calling thread', () => createInProcessWork(loadKernel(), random)],
  ['in the calling thread by plain noble', () => createInProcessWork(createNobleKernel(), random)],
  ['in worker threads', () => pool]
]

describe.each(kinds)('commitment work %s', (_, work) => {
  it('finds every opening that does not fit, and only those', async () => {
    const items = made.map((item, index) => (index === 7 || index === 399 ? { ...item, value: item.value + 1n } : item))
    const fits = await work().openingsFit(batchOf(items))
    expect([...fits].flatMap((fit, index) => (fit ? [] : [index]))).toEqual([7, 399])
  })

  it('sums commitments by signed weights as their openings sum', async () => {
    const weights = made.map((_, index) => BigInt(index * 1000 - 150_000))
    const value = made.reduce((sum, item, index) => sum + item.value * (weights[index] ?? 0n), 0n)
    const blinding = made.reduce((sum, item, index) => sum + item.blinding * (weights[index] ?? 0n), 0n)
    const sum = await work().weightedSum(batchOf(made).commitments, weights)
    expect(sum).toEqual(encodePoint(openingPointVartime(value, toScalar(blinding))))
  })

  it('gives the identity for a sum of nothing and for weights of zero', async () => {
    expect(await work().weightedSum(new Uint8Array(0), [])).toEqual(new Uint8Array(32))
    expect(await work().weightedSum(batchOf(made.slice(0, 3)).commitments, [0n, 0n, 0n])).toEqual(new Uint8Array(32))
  })

  it('names the first commitment that is not canonical', async () => {
    const bytes = batchOf(made).commitments
    bytes.fill(0xff, 32 * 300, 32 * 301)
    bytes.fill(0xff, 32 * 390, 32 * 391)
    await expect(
      work().weightedSum(
        bytes,
        made.map(() => 1n)
      )
    ).rejects.toMatchObject({
      name: 'FormatError',
      where: 'commitments[300]'
    })
  })

  it('finds the coordinates of a round whose sum is false', async () => {
    const width = 40
    const sums = Array.from({ length: width }, (_, t) => {
      const items = Array.from({ length: 10 }, (_, member) => made[member * width + t]!)
      return {
        value: items.reduce((sum, { value }) => sum + value, 0n),
        blinding: items.reduce((sum, item) => addScalars(sum, item.blinding), 0n as Scalar)
      }
    })
    const check = { commitments: batchOf(made).commitments, members: 10, sums }
    expect(await work().badSums(check)).toEqual([])
    const lying = sums.map((sum, t) => (t === 3 || t === 39 ? { ...sum, value: sum.value + 5n } : sum))
    expect(await work().badSums({ ...check, sums: lying })).toEqual([3, 39])
  })

  it('refuses lists of different length', async () => {
    const batch = batchOf(made.slice(0, 3))
    await expect(work().openingsFit({ ...batch, values: [1n] })).rejects.toThrow(RangeError)
    await expect(work().weightedSum(batch.commitments, [1n])).rejects.toThrow(RangeError)
  })

  it('tells of its progress after every 512 openings at the latest, and ends with all of it', async () => {
    let last = { done: 0, total: -1 }
    await work().openingsFit(longBatch(3000), {
      onProgress: (done, total) => {
        expect(done).toBeGreaterThan(last.done)
        expect(done - last.done).toBeLessThanOrEqual(512)
        last = { done, total }
      }
    })
    expect(last).toEqual({ done: 3000, total: 3000 })
  }, 30_000)

  it('stops at a cancel', async () => {
    const cancel = { aborted: false }
    let done = 0
    const running = work().openingsFit(longBatch(20_000), {
      cancel,
      onProgress: (sofar) => {
        cancel.aborted = true
        done = sofar
      }
    })
    await expect(running).rejects.toThrow(WorkCancelled)
    expect(done).toBeLessThan(2000)
    await expect(work().openingsFit(longBatch(10), { cancel })).rejects.toThrow(WorkCancelled)
  }, 30_000)
})

describe('the pool of worker threads', () => {
  it('obeys a cancel that comes from outside long before the work is done', async () => {
    const cancel = { aborted: false }
    let done = 0
    const running = pool.openingsFit(longBatch(40_000), {
      cancel,
      onProgress: (sofar) => {
        done = sofar
      }
    })
    setTimeout(() => {
      cancel.aborted = true
    }, 300)
    await expect(running).rejects.toMatchObject({ name: 'WorkCancelled' })
    expect(done).toBeLessThan(40_000)
  }, 30_000)

  it('lets a short piece of work pass a long one', async () => {
    const cancel = { aborted: false }
    const long = pool.openingsFit(longBatch(40_000), { cancel }).catch(() => 'cancelled')
    expect([...(await pool.openingsFit(batchOf(made.slice(0, 5))))]).toEqual([1, 1, 1, 1, 1])
    cancel.aborted = true
    expect(await long).toBe('cancelled')
  }, 30_000)

  it('says clearly that a worker died, and goes on with the next work', async () => {
    const dying = join(folder, 'dying-worker.cjs')
    const marker = join(folder, 'died-once')
    writeFileSync(
      dying,
      `const fs = require('node:fs')
       const { parentPort } = require('node:worker_threads')
       if (fs.existsSync(${JSON.stringify(marker)})) require('./commitment-worker.cjs')
       else {
         parentPort.postMessage('ready')
         parentPort.on('message', ({ id, method }) => {
           if (method === 'kernelName') return parentPort.postMessage({ id, result: 'wasm', error: null })
           fs.writeFileSync(${JSON.stringify(marker)}, '')
           process.exit(7)
         })
       }`
    )
    const frail = createWorkerPool({ size: 1, workerFile: dying, random })
    const batch = batchOf(made.slice(0, 4))
    await expect(frail.openingsFit(batch)).rejects.toMatchObject({ name: 'AppError', code: 'worker-died' })
    expect([...(await frail.openingsFit(batch))]).toEqual([1, 1, 1, 1])
    await frail.close()
  })

  it('does the work in the calling thread where the worker file is not there, and says so once', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const slow = vi.fn()
    const workerFile = join(folder, 'no-such-worker.cjs')
    const lost = createWorkerPool({ size: 2, workerFile, random, onSlow: slow })
    const items = made.map((item, index) => (index === 7 ? { ...item, value: item.value + 1n } : item))
    const fits = await lost.openingsFit(batchOf([...items, ...made, ...made]))
    expect([...fits].flatMap((fit, index) => (fit ? [] : [index]))).toEqual([7])
    expect(lost.kernelName).toBe('wasm')
    const cancel = { aborted: false }
    const onProgress = (): void => {
      cancel.aborted = true
    }
    await expect(lost.openingsFit(longBatch(20_000), { cancel, onProgress })).rejects.toThrow(WorkCancelled)
    await lost.close()
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^Worker threads do not start/u))
    expect(slow).not.toHaveBeenCalled()
    warned.mockRestore()
  }, 30_000)

  it('names no arithmetic before a thread has started, and then the one that is in use', async () => {
    const slow = vi.fn()
    const slowly = join(folder, 'slow-worker.cjs')
    writeFileSync(slowly, `delete globalThis.WebAssembly\nrequire('./commitment-worker.cjs')`)
    for (const [workerFile, name, told] of [
      [join(folder, 'commitment-worker.cjs'), 'wasm', 0],
      [slowly, 'noble', 1]
    ] as const) {
      const fresh = createWorkerPool({ size: 2, workerFile, random, onSlow: slow })
      expect(fresh.kernelName).toBeNull()
      fresh.prepare?.()
      await fresh.openingsFit(batchOf(made.slice(0, 4)))
      expect([fresh.kernelName, slow.mock.calls.length]).toEqual([name, told])
      await fresh.close()
    }
  }, 30_000)

  it('keeps no process alive that forgets to close it', async () => {
    const program = [join(folder, 'forget-to-close.cjs'), join(folder, 'commitment-worker.cjs')]
    const { stdout } = await promisify(execFile)(process.execPath, program, { timeout: 20_000 })
    expect(stdout).toBe('0 by wasm')
  }, 30_000)

  it('ends its threads and what they were doing when it is closed', async () => {
    const closing = createWorkerPool({ size: 2, workerFile: join(folder, 'commitment-worker.cjs'), random })
    const running = closing.openingsFit(longBatch(20_000))
    const ended = expect(running).rejects.toThrow(WorkCancelled)
    await closing.close()
    await ended
  })
})
