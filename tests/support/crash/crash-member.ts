/** A household of a test neighbourhood, stepped once by the built core as a process that dies where it is told. */

import { existsSync, mkdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import type { TestHousehold } from '../rounds/test-household'
import { contentOf } from './content'
import { type Ended, runCore } from './core-victim'
import type { Fate } from './deaths'

/** The household is open again when this returns, whatever became of the core. */
export async function stepInCore(household: TestHousehold, now: number, key: string, fate?: Fate): Promise<Ended> {
  const { file } = household.database
  const folder = `${file}-home`
  mkdirSync(folder, { recursive: true })
  household.close()
  move(file, path.join(folder, 'household.db'))
  try {
    return await runCore({ folder, now, key, ...fate })
  } finally {
    contentOf(path.join(folder, 'household.db'), key)
    move(path.join(folder, 'household.db'), file)
    household.restart()
  }
}

function move(from: string, to: string): void {
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix)
}
