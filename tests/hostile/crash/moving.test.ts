/** Moving to another PC under kill -9: the identity is here or in a whole file, and nowhere else once it has gone. */

import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it, vi } from 'vitest'
import { secretOf } from '../../../adapters/backup/backup-words'
import { restoreBackup } from '../../../adapters/backup/restore-backup'
import { openDatabase } from '../../../adapters/storage/database'
import { toUtcSeconds } from '../../../app/domain/interval'
import { encodeGroup } from '../../../app/rounds/messages/group-parameters'
import { runCore } from '../../support/crash/core-victim'
import { ALL_POINTS, CRASH_SEED, describeFate, drawFates } from '../../support/crash/deaths'
import { fastFolder } from '../../support/rounds/fast-folder'
import { testGroup } from '../../support/rounds/test-neighbourhood'
import { TEST_KEY } from '../../support/test-database'

vi.setConfig({ testTimeout: 900_000 })

const NOW = 1_780_000_000
const TARGET = 'c'.repeat(32)
const IDENTITY = 'X'.repeat(32)
const TRIALS = ALL_POINTS ? 60 : 2

it(`leaves the identity in one place only, wherever a move is killed (seed ${CRASH_SEED})`, async () => {
  const folder = fastFolder()
  const template = path.join(folder, 'home')
  const words = await homeInAGroup(template)
  const begun = Date.now()
  const undisturbed = await move(copyOf(template, path.join(folder, 'whole')))
  expect(undisturbed.answers).toMatchObject([{ ok: true }])
  const fates = drawFates('move', TRIALS, undisturbed.passed, Date.now() - begun)
  const seen = { kept: 0, signedOff: 0, gone: 0 }
  for (const [index, fate] of fates.entries()) {
    const where = describeFate(fate)
    const home = copyOf(template, path.join(folder, String(index)))
    await move(home, fate)
    const { identity, handedOver } = groupIn(path.join(home, 'household.db'))
    if (identity === IDENTITY) seen[handedOver ? 'signedOff' : 'kept'] += 1
    else {
      seen.gone += 1
      await expectInFile(home, words, where)
    }
    // What has left the home may be in a file: only a home that signed off may have written one.
    if (existsSync(fileOf(home))) expect(handedOver, where).toBe(true)
    if (identity === IDENTITY) expect((await move(home)).answers, where).toMatchObject([{ ok: true }])
    expect(groupIn(path.join(home, 'household.db')).identity, where).not.toBe(IDENTITY)
    await expectInFile(home, words, where)
  }
  // eslint-disable-next-line no-console -- the figures of a whole run
  if (ALL_POINTS) console.log('move:', seen)
})

/** @returns the recovery words */
async function homeInAGroup(template: string): Promise<string> {
  mkdirSync(template)
  const { answers } = await runCore({ folder: template, now: NOW - 86_400, calls: [['backup.words', {}]] })
  const database = openDatabase({ file: path.join(template, 'household.db'), key: TEST_KEY })
  database
    .prepare(
      `INSERT INTO round_group (gid, parameters, address, operator, meter_id, obis, identity, member_id, enrol, enrol_state,
       joined_at, fewer_accepted, paused) VALUES (?, ?, 'http://127.0.0.1:9', 'Lindenhof', '1EMH0012345678', 264, ?, ?, ?, 'accepted', 1, 0, 1)`
    )
    .run(
      Buffer.alloc(32, 1),
      encodeGroup(testGroup(Buffer.alloc(32, 7))),
      Buffer.from(IDENTITY),
      Buffer.alloc(32, 2),
      Buffer.alloc(1)
    )
  // One from before the move, with the identity.
  const copies = path.join(template, 'copies')
  rmSync(copies, { recursive: true, force: true })
  mkdirSync(copies)
  database.snapshot(path.join(copies, 'daily-20260526.db'))
  database.close()
  return (answers[0] as { value: { words: string[] } }).value.words.join(' ')
}

function move(home: string, fate = {}) {
  const calls = [['backup.move', { target: TARGET, confirmed: true }]] as const
  return runCore({ folder: home, files: { [TARGET]: fileOf(home) }, calls, now: NOW, ...fate })
}

function groupIn(file: string): { identity: string; handedOver: boolean } {
  const database = openDatabase({ file, key: TEST_KEY })
  const row = database.prepare('SELECT identity, handed_over_at FROM round_group').get()
  database.close()
  return {
    identity: Buffer.from(row?.['identity'] as Uint8Array).toString(),
    handedOver: row?.['handed_over_at'] !== null
  }
}

/** The identity has gone: it is in a whole file, and in no copy that one could go back to here. */
async function expectInFile(home: string, words: string, where: string): Promise<void> {
  const copies = path.join(home, 'copies')
  const left = existsSync(copies) ? readdirSync(copies).filter((name) => name.endsWith('.db')) : []
  for (const name of left) expect(groupIn(path.join(copies, name)).identity, where).not.toBe(IDENTITY)
  const bytes = readFileSync(fileOf(home))
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes)
  }
  const file = `${home}-there.db`
  await restoreBackup(secretOf(words), chunks(), { file, key: TEST_KEY, now: toUtcSeconds(NOW) })
  expect(groupIn(file), where).toEqual({ identity: IDENTITY, handedOver: false })
}

function fileOf(home: string): string {
  return `${home}.wattveil-backup`
}

function copyOf(template: string, folder: string): string {
  cpSync(template, folder, { recursive: true })
  return folder
}
