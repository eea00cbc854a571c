/** `wattveil demo` as anybody runs it: the built program in a process of its own. */

import { spawn } from 'node:child_process'
import path from 'node:path'

const PROGRAM = path.resolve(import.meta.dirname, '../../../out/cli/wattveil.cjs')
const LAST_WORDS = 2000

/** @returns milliseconds from start to end. @throws Error with what it said when a sum or a bill was not as it must be */
export function runDemo(args: readonly string[]): Promise<number> {
  const begun = performance.now()
  const child = spawn(process.execPath, [PROGRAM, 'demo', ...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-LAST_WORDS)
  }
  child.stdout.on('data', listen)
  child.stderr.on('data', listen)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve(performance.now() - begun)
      else reject(new Error(`the demo ended with ${String(code)}:\n${said}`))
    })
  })
}
