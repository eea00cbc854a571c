/**
 * A PDF is read in a thread of its own, its text looked through there too: a hostile or broken file costs that thread's
 * memory and a bounded time, never the core (docs/attacks.md B17).
 */

import { Worker } from 'node:worker_threads'
import { AppError } from '../../app/app-error'
import type { ReadPdfBill } from '../../app/bills/ordinary/read-pdf-bill'
import type { PdfAnswer } from './pdf-answer'

const LONGEST_MS = 20_000
const MEMORY_MB = 256

/** @param workerFile the built worker (out/main/pdf-worker.cjs) */
export function createPdfReader(workerFile: string, longestMs = LONGEST_MS): ReadPdfBill {
  return (bytes) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(workerFile, {
        workerData: bytes,
        stdout: true,
        stderr: true,
        resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }
      })
      const end = (settle: () => void): void => {
        clearTimeout(timer)
        worker.removeAllListeners()
        // What dies late must not become an uncaught error of the core.
        worker.on('error', () => undefined)
        void worker.terminate()
        settle()
      }
      const fail = (code: string) => (): void => {
        end(() => {
          reject(new AppError(code))
        })
      }
      const timer = setTimeout(fail('pdf-too-slow'), longestMs)
      worker.once('message', (answer: PdfAnswer) => {
        if (answer.ok)
          end(() => {
            resolve(answer.proposal)
          })
        else fail(answer.code)()
      })
      worker.once('error', fail('pdf-unreadable'))
      worker.once('exit', fail('pdf-unreadable'))
    })
}
