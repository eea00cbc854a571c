import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import { OBIS_DRAWN, toMeterId } from '../../../app/domain/meter/meter'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const SCRIPT = fileURLToPath(new URL('../../support/bills/log-until-killed.ts', import.meta.url))
const TSX = createRequire(import.meta.url).resolve('tsx')
const INTERVALS = 700
const chain = { meterId: toMeterId('1WVT0001'), obis: OBIS_DRAWN } as const

/** Kills the process a little after its `commits`-th commit. @returns commits it had told of by then. */
async function runAndKill(file: string, commits: number, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', TSX, SCRIPT, file, TEST_KEY], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const gone = once(child, 'close')
  let told = 0
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (dots: Buffer) => {
      told += dots.length
      if (told >= commits) setTimeout(resolve, milliseconds)
    })
  })
  child.kill('SIGKILL')
  await gone
  return told
}

describe('a household that is killed while it logs what it opens (B30)', () => {
  it(
    'has each RESPONSE with all of its meters or not at all, and every one it had told of',
    { timeout: 60_000 },
    async () => {
      const file = join(temporaryFolder(), 'household.db')
      let before = 0
      for (const [commits, milliseconds] of [
        [1, 0],
        [2, 5],
        [3, 23]
      ] as const) {
        const told = await runAndKill(file, commits, milliseconds)
        const database = testDatabase(file)
        const store = createBillStore(database)
        let held = 0
        for (let period = 0; ; period += 1) {
          const [start, end] = [toUtcSeconds(period * INTERVALS * 900), toUtcSeconds((period + 1) * INTERVALS * 900)]
          const response = store.response('c1', start)
          const row = database
            .prepare('SELECT count(*) AS many FROM bill_opening WHERE start >= ? AND start < ?')
            .get(start, end)
          expect(Number(row?.['many'])).toBe(response ? 2 : 0)
          if (!response) break
          expect(store.openedIn(chain, { start, end })).toEqual([response.hash])
          held += 1
        }
        expect(held).toBeGreaterThanOrEqual(before + told)
        before = held
        database.close()
      }
    }
  )
})
