import { spawn } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../adapters/storage/database'
import { createPadLedger } from '../../../adapters/storage/pad-ledger'
import { toUtcSeconds } from '../../../app/domain/interval'
import { decodeSubmit } from '../../../app/rounds/messages/submit'
import { toHex } from '../../../crypto'
import { buildKillableHousehold } from '../../support/rounds/built-household'
import { fastFolder } from '../../support/rounds/fast-folder'
import { createHttpNeighbourhood } from '../../support/rounds/http-neighbourhood'
import { LIVE_ROUND as T, inRound, liveNeighbourhood, phasesIn } from '../../support/rounds/live-interval'
import { FIRST_DAY, createNeighbourhood, plainSums } from '../../support/rounds/test-neighbourhood'
import type { TestHousehold } from '../../support/rounds/test-household'
import { timeOf } from '../../support/rounds/test-meter'
import { TEST_KEY, testDatabase } from '../../support/test-database'
import { dayOf, phasesOf } from '../../support/rounds/views'

vi.setConfig({ testTimeout: 300_000 })

/** More than the longest step has points. */
const POINTS = 28
/** Inside the project: the script needs its libsql. */
const SCRIPTS = fileURLToPath(new URL('../../../out/test/rounds-power', import.meta.url))

describe('R6: kill -9 at every step', () => {
  it('leaves one roster per interval and one SUBMIT each, and the day ends verified everywhere', async () => {
    const script = await buildKillableHousehold(SCRIPTS)
    const submits = new Set<string>()
    const all = await createHttpNeighbourhood({
      seed: 'kill -9',
      households: POINTS,
      replace: (honest) => ({
        ...honest,
        submit: (wire) => {
          submits.add(`${toHex(decodeSubmit(wire, 4).submit.memberId)} ${toHex(wire)}`)
          return honest.submit(wire)
        }
      })
    })
    await all.join()
    const sums = plainSums(all.measure())
    const deaths: number[] = []
    for (let day = 1; day <= 3; day++) {
      const now = timeOf(FIRST_DAY + day, 600)
      all.clock.set(now)
      await all.collector.step()
      // Every household dies at another point of its step; then it starts again and goes on.
      deaths.push(await killEachAtItsPoint(script, all.households, [all.address.now, String(now)]))
      for (const { rounds } of all.households) await rounds.step()
    }
    // KEYS, SUBMIT and the check: many points each, and fewer than households, so every point had its death.
    for (const count of deaths) {
      expect(count).toBeGreaterThanOrEqual(8)
      expect(count).toBeLessThan(POINTS)
    }
    expect(submits.size).toBe(POINTS)
    for (const household of all.households) {
      const { summary, intervals } = await dayOf(household, FIRST_DAY)
      expect(summary.phase).toBe('verified')
      expect(intervals.map(({ sum }) => sum)).toEqual(sums.map((sum) => Number(sum) * 1000))
    }
  })

  it('a restored backup submits nothing of before, whatever rosters are shown', async () => {
    const all = createNeighbourhood({ seed: 'backup' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [first] = all.households
    // The backup is older than the submission: without the floor it would submit under the next roster it is shown.
    const copy = join(fastFolder(), 'restored.db')
    first!.close()
    copyFileSync(first!.database.file, copy)
    first!.restart()
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect((await dayOf(first!, FIRST_DAY)).summary.phase).toBe('submitted')
    const database = openDatabase({ file: copy, key: TEST_KEY })
    const ledger = createPadLedger(database)
    ledger.countAsSubmittedBefore(all.clock.now())
    const stored = { called: false }
    const reservation = ledger.reserve(first!.meter.id, new Uint8Array(32).fill(1), [timeOf(FIRST_DAY)], () => {
      stored.called = true
    })
    expect(reservation).toEqual({ reserved: false, intervalStart: timeOf(FIRST_DAY) })
    expect(stored.called).toBe(false)
    // It never goes back.
    ledger.countAsSubmittedBefore(timeOf(FIRST_DAY))
    expect(ledger.reserve(first!.meter.id, new Uint8Array(32), [timeOf(FIRST_DAY)], () => undefined).reserved).toBe(
      false
    )
    database.close()
  })

  it('in a restored household the roster is refused with the reason, and nothing is masked', async () => {
    const all = createNeighbourhood({ seed: 'restored household' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [first] = all.households
    first!.ledger.countAsSubmittedBefore(timeOf(FIRST_DAY + 1))
    await all.stepAll(timeOf(FIRST_DAY + 2, 600))
    expect((await phasesOf(all.households, FIRST_DAY))[0]).toBe('refused: interval-spent')
  })

  it('a restored household of a live group offers no interval that began before', async () => {
    const all = await liveNeighbourhood({ households: 1 })
    const [home] = all.households
    home!.ledger.countAsSubmittedBefore(toUtcSeconds(inRound(T, 1)))
    all.clock.set(inRound(T, -600))
    await home!.rounds.step()
    all.clock.set(inRound(T + 1, -600))
    await home!.rounds.step()
    expect([T, T + 1].map((t) => phasesIn(all, t))).toEqual([['ended: counts-as-sent'], ['offered']])
    expect(all.board.keys(T)).toEqual([])
  })
})

describe('R38: a database that could lose a commit', () => {
  it.each(['NORMAL', 'OFF'])('synchronous = %s: no ledger, no rounds', (mode) => {
    const database = testDatabase()
    database.exec(`PRAGMA synchronous = ${mode}`)
    expect(() => createPadLedger(database)).toThrowError(expect.objectContaining({ code: 'database-not-durable' }))
  })

  it('changed while it is open: the next reservation is refused', async () => {
    const all = createNeighbourhood({ seed: 'not durable' })
    await all.join()
    all.measure()
    await all.stepAll(timeOf(FIRST_DAY + 1, 600))
    const [first] = all.households
    all.clock.set(timeOf(FIRST_DAY + 2, 600))
    await all.collector.step()
    first!.database.exec('PRAGMA synchronous = OFF')
    await expect(first!.rounds.step()).rejects.toMatchObject({ code: 'database-not-durable' })
    expect((await dayOf(first!, FIRST_DAY)).summary.phase).toBe('keys-sent')
    expect(all.board.submits(all.board.rosters(FIRST_DAY)[0]!.rho)).toEqual([])
  })
})

/** @returns how many died; the others had fewer points to pass. */
async function killEachAtItsPoint(
  script: string,
  households: readonly TestHousehold[],
  args: readonly string[]
): Promise<number> {
  let deaths = 0
  const waiting = households.map((household, point) => ({ household, point }))
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { household, point } = next
      household.close()
      const { signal, status, stderr } = await run([script, household.database.file, ...args, String(point)])
      household.restart()
      if (signal === 'SIGKILL') deaths += 1
      else if (status !== 0) throw new Error(stderr)
    }
  }
  await Promise.all([worker(), worker(), worker()])
  return deaths
}

/** Asynchronous: the collector lives in this process and has to answer meanwhile. */
function run(args: readonly string[]): Promise<{ signal: string | null; status: number | null; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    const chunks: Buffer[] = []
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (status, signal) => {
      resolve({ signal, status, stderr: Buffer.concat(chunks).toString('utf8') })
    })
  })
}
