/** A program that lets threads compute and ends without a word to them. Its first argument is the worker's file. */

import { createWorkerPool } from '../../adapters/commitment-work/worker-pool'
import { systemRandom } from '../../adapters/system/system-random'

const pool = createWorkerPool({ size: 2, workerFile: process.argv[2] ?? '', random: systemRandom })
pool.prepare?.()
const opening = { commitments: new Uint8Array(32), values: [1n], blindings: new Uint8Array(32) }
void pool.openingsFit(opening).then((fits) => {
  process.stdout.write(`${fits.join()} by ${String(pool.kernelName)}`)
})
