/** A home with contracts and a bill, and its supplier, which goes on running: see supplied-home.ts. */

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { nodeBuild } from '../../../scripts/build/vite-targets.mjs'

export type SuppliedHome = {
  /** For the program's data. */
  readonly home: string
  /** Last month's bill as a file. */
  readonly bill: string
  readonly stop: () => void
}

export async function startSuppliedHome(): Promise<SuppliedHome> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'wattveil-supplied-'))
  // Beside the project's modules, which the bundle leaves outside.
  const program = mkdtempSync(path.join(import.meta.dirname, '../../../out/supplied-'))
  await build(nodeBuild(program, { home: path.join(import.meta.dirname, 'supplied-home.ts') }))
  const child = spawn(process.execPath, [path.join(program, 'home.cjs'), home], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const stop = (): void => {
    child.kill('SIGTERM')
    for (const folder of [home, program]) rmSync(folder, { recursive: true, force: true })
  }
  try {
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve())
      child.once('exit', (code) => reject(new Error(`the supplied home ended with code ${code}`)))
    })
    return { home, bill: path.join(home, 'bill.wattveil'), stop }
  } catch (error) {
    stop()
    throw error
  }
}
