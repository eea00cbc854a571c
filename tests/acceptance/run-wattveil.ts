/** Runs the built command line as a person would, and reads its one JSON object. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const PROGRAM = fileURLToPath(new URL('../../out/cli/wattveil.cjs', import.meta.url))

/** Twenty databases that write through to a disk at every step would wait for it most of the time. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export type Ran<Result> = { readonly code: number; readonly result: Result; readonly stderr: string }

/** @throws Error where the program was not built: `node scripts/build.mjs`. */
export function wattveil<Result>(...args: readonly string[]): Promise<Ran<Result>> {
  if (!existsSync(PROGRAM)) throw new Error(`${path.basename(PROGRAM)} is not built`)
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [PROGRAM, ...args, '--json'],
      { maxBuffer: 16 * 1024 * 1024, env: { ...process.env, TMPDIR: FAST } },
      (error, stdout, stderr) => {
        const code = error ? error.code : 0
        try {
          if (typeof code !== 'number') throw error
          resolve({ code, result: JSON.parse(stdout) as Result, stderr })
        } catch {
          reject(new Error(`wattveil ${args.join(' ')}: ${stderr}`))
        }
      }
    )
  })
}

export type DemoResult = {
  readonly households: number
  readonly intervals: number
  readonly rounds: { readonly held: number; readonly failed: number; readonly sumsCorrect: number }
  readonly bills: readonly {
    readonly file: string
    readonly verdict: string
    readonly totalCents: number
    readonly differenceCents: number
  }[]
}
