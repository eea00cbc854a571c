/** A home in a group in which another home cheated; see cheated-home.ts. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'vite'
import { nodeBuild } from '../../../scripts/build/vite-targets.mjs'

export type CheatedHome = {
  /** For the program's data. */
  readonly home: string
  /** Who cheated. */
  readonly cheat: { readonly meterId: string; readonly id: string }
  readonly remove: () => void
}

export async function startCheatedHome(): Promise<CheatedHome> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'wattveil-cheated-'))
  // Beside the project's modules, which the bundle leaves outside.
  const program = mkdtempSync(path.join(import.meta.dirname, '../../../out/cheated-'))
  const remove = (): void => {
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const targets = nodeBuild(program, { home: path.join(import.meta.dirname, 'cheated-home.ts') })
    const alias = { vitest: path.join(import.meta.dirname, 'without-vitest.ts') }
    await build({ ...targets, resolve: { alias } })
    const { status, stderr } = spawnSync(process.execPath, [path.join(program, 'home.cjs'), home], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`the cheated home ended with code ${String(status)}: ${stderr}`)
    return { home, cheat: JSON.parse(readFileSync(path.join(home, 'cheat.json'), 'utf8')), remove } as CheatedHome
  } catch (error) {
    remove()
    throw error
  } finally {
    rmSync(program, { recursive: true, force: true })
  }
}
