import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import { createChainStore } from '../../../adapters/storage/chain-store'
import { createReadingStore } from '../../../adapters/storage/reading-store'
import { toUtcSeconds } from '../../../app/domain/interval'
import { genesisHash } from '../../../app/domain/meter/genesis'
import { verifyChain } from '../../../app/domain/meter/verify-chain'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const SCRIPT = fileURLToPath(new URL('../../support/store-until-killed.ts', import.meta.url))
const TSX = createRequire(import.meta.url).resolve('tsx')
const RUN = 40

/** Kills the process a little after its `runs`-th commit. @returns commits it had told of by then. */
async function runAndKill(file: string, runs: number, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', TSX, SCRIPT, file, TEST_KEY], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const gone = once(child, 'close')
  let told = 0
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (dots: Buffer) => {
      told += dots.length
      if (told >= runs) setTimeout(resolve, milliseconds)
    })
  })
  child.kill('SIGKILL')
  await gone
  return told
}

describe('a household that is killed while it stores', () => {
  it('holds whole runs only, and goes on where the last one ended', { timeout: 60_000 }, async () => {
    const file = join(temporaryFolder(), 'household.db')
    const primitives = createPlatformPrimitives()
    let before = 0
    for (const [runs, milliseconds] of [
      [1, 0],
      [2, 7],
      [3, 31]
    ] as const) {
      const told = await runAndKill(file, runs, milliseconds)
      const database = testDatabase(file)
      const chains = createChainStore(database, primitives)
      const [chain] = chains.chains()
      const entries = chains.entriesByCounter(chain!.id, 0, Number.MAX_SAFE_INTEGER)
      expect(entries.length % RUN).toBe(0)
      expect(entries.length).toBeGreaterThanOrEqual(before + told * RUN)
      expect(chain!.position.counter).toBe(entries.length - 1)
      const { genesis } = chain!.genesis
      const origin = { counter: -1, hash: genesisHash(primitives, genesis), end: genesis.start }
      const records = entries.map(({ record }) => record)
      expect(verifyChain(primitives, chain!.id, 900, origin, records)).toMatchObject({
        ok: true,
        position: chain!.position
      })
      const ever = { start: toUtcSeconds(0), end: toUtcSeconds(4_000_000_000) }
      const readings = createReadingStore(database).overlapping(chain!.id.meterId, 'drawn', ever)
      expect(readings).toHaveLength(entries.length)
      before = entries.length
      database.close()
    }
  })
})
