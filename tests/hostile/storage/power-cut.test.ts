/** What a power cut leaves: files that were written but not synced, renames that were not, journals with a torn end. */

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import type * as Fs from 'node:fs'
import type * as Promised from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../adapters/storage/database'
import {
  createFileNow,
  placeFileNow,
  removeFolderNow,
  replaceFile,
  replaceFileNow
} from '../../../adapters/system/replace-file'
import type { AppError } from '../../../app/app-error'
import { seededRandom } from '../../support/seeded-random'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

/** What the program asked of the system, in order. Files by the number under which they were opened or made. */
type Call =
  | { readonly kind: 'write'; readonly name: string; readonly bytes: string }
  | { readonly kind: 'sync'; readonly name: string }
  | { readonly kind: 'rename' | 'link'; readonly name: string; readonly to: string }
  | { readonly kind: 'sync-folder' }
  | { readonly kind: 'remove'; readonly name: string }

const seen = vi.hoisted(() => ({ calls: [] as unknown[], names: new Map<number, string>() }))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>()
  const note = (call: Call): void => void seen.calls.push(call)
  return {
    ...fs,
    openSync: (file: string, flags: string, mode?: number) => {
      const handle = fs.openSync(file, flags, mode)
      seen.names.set(handle, fs.fstatSync(handle).isDirectory() ? '' : basename(file))
      return handle
    },
    writeFileSync: (file: string | number, content: string | Uint8Array, options?: Fs.WriteFileOptions) => {
      fs.writeFileSync(file, content, options)
      const name = typeof file === 'number' ? (seen.names.get(file) ?? '') : basename(file)
      note({ kind: 'write', name, bytes: Buffer.from(content).toString() })
    },
    fsyncSync: (handle: number) => {
      fs.fsyncSync(handle)
      const name = seen.names.get(handle) ?? ''
      note(name === '' ? { kind: 'sync-folder' } : { kind: 'sync', name })
    },
    renameSync: (from: string, to: string) => {
      fs.renameSync(from, to)
      note({ kind: 'rename', name: basename(from), to: basename(to) })
    },
    linkSync: (from: string, to: string) => {
      fs.linkSync(from, to)
      note({ kind: 'link', name: basename(from), to: basename(to) })
    },
    rmSync: (name: string, options?: Fs.RmOptions) => {
      fs.rmSync(name, options)
      note({ kind: 'remove', name: basename(name) })
    }
  }
})

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof Promised>()
  const note = (call: Call): void => void seen.calls.push(call)
  const watched = async (file: string, flags: string, mode?: number) => {
    const handle = await fs.open(file, flags, mode)
    const name = (await handle.stat()).isDirectory() ? '' : basename(file)
    let bytes = ''
    return {
      appendFile: async (chunk: Uint8Array) => {
        await handle.appendFile(chunk)
        bytes += Buffer.from(chunk).toString()
        note({ kind: 'write', name, bytes })
      },
      sync: async () => {
        await handle.sync()
        note(name === '' ? { kind: 'sync-folder' } : { kind: 'sync', name })
      },
      close: () => handle.close()
    }
  }
  const rename = async (from: string, to: string): Promise<void> => {
    await fs.rename(from, to)
    note({ kind: 'rename', name: basename(from), to: basename(to) })
  }
  return { ...fs, open: watched, rename }
})

beforeEach(() => {
  seen.calls.length = 0
})

const TRIES = 200

/**
 * What `target` may hold when the power goes after the first `count` calls: of a file that was not synced any beginning may
 * be there, and of the names that were given since the folder was last synced, any.
 */
function afterPowerCut(
  calls: readonly Call[],
  count: number,
  target: string,
  before: string | null,
  chance: (limit: number) => number
): string | null {
  const synced = new Map<string, string>()
  const written = new Map<string, string>()
  let held = before
  let pending: (() => string | null)[] = []
  const contentOf = (name: string): string => {
    const whole = synced.get(name)
    if (whole !== undefined) return whole
    const bytes = written.get(name) ?? ''
    return bytes.slice(0, chance(bytes.length + 1))
  }
  for (const call of calls.slice(0, count)) {
    if (call.kind === 'write') {
      written.set(call.name, call.bytes)
      synced.delete(call.name)
    } else if (call.kind === 'sync') synced.set(call.name, written.get(call.name) ?? '')
    else if (call.kind === 'sync-folder') {
      for (const name of pending) held = name()
      pending = []
    } else if (call.kind !== 'remove' && call.to === target) pending.push(() => contentOf(call.name))
  }
  // Either the name is on the disk or it is not.
  for (const name of pending) if (chance(2) === 1) held = name()
  return held
}

function statesOf(
  target: string,
  before: string | null
): { readonly between: Set<string | null>; readonly end: Set<string | null> } {
  const calls = seen.calls.splice(0) as Call[]
  const random = seededRandom('power cut')
  const between = new Set<string | null>()
  const end = new Set<string | null>()
  for (let count = 0; count <= calls.length; count++) {
    for (let time = 0; time < TRIES; time++) {
      const state = afterPowerCut(calls, count, target, before, random.below)
      between.add(state)
      if (count === calls.length) end.add(state)
    }
  }
  return { between, end }
}

describe('a power cut while the program writes a file', () => {
  it('leaves the old one or the new one, and the new one once it was confirmed', () => {
    const file = join(temporaryFolder(), 'settings.json')
    writeFileSync(file, 'the old settings')
    seen.calls.length = 0
    replaceFileNow(file, 'the new settings')
    const { between, end } = statesOf('settings.json', 'the old settings')
    expect(between).toEqual(new Set(['the old settings', 'the new settings']))
    expect(end).toEqual(new Set(['the new settings']))
  })

  it('leaves the old one or the new one of what is written in pieces, such as an export or a backup', async () => {
    const file = join(temporaryFolder(), 'readings.csv')
    writeFileSync(file, 'the old export')
    seen.calls.length = 0
    await replaceFile(file, [Buffer.from('the new export, '), Buffer.from('in two pieces')])
    const { between, end } = statesOf('readings.csv', 'the old export')
    expect(between).toEqual(new Set(['the old export', 'the new export, in two pieces']))
    expect(end).toEqual(new Set(['the new export, in two pieces']))
  })

  it('leaves all of the data or nothing under its name when everything is deleted', () => {
    const folder = join(temporaryFolder(), 'data')
    mkdirSync(join(folder, 'copies'), { recursive: true })
    for (const name of ['household.db', 'household.key', 'copies/1.db']) writeFileSync(join(folder, name), name)
    seen.calls.length = 0
    removeFolderNow(folder)
    // Not one file goes before the other name is on the disk.
    expect(seen.calls).toEqual([
      { kind: 'rename', name: 'data', to: 'data-deleted' },
      { kind: 'sync-folder' },
      { kind: 'remove', name: 'data-deleted' },
      { kind: 'sync-folder' }
    ])
    expect(readdirSync(join(folder, '..'))).toEqual([])
  })

  it('leaves a whole key or none', () => {
    const file = join(temporaryFolder(), 'household.key')
    createFileNow(file, 'a key of thirty-two characters..')
    const { between, end } = statesOf('household.key', null)
    expect(between).toEqual(new Set([null, 'a key of thirty-two characters..']))
    expect(end).toEqual(new Set(['a key of thirty-two characters..']))
  })

  it('leaves the old database or the new one where one takes the place of the other', () => {
    const folder = temporaryFolder()
    const [from, to] = [join(folder, 'restoring.db'), join(folder, 'household.db')]
    // Not synced by whoever wrote it: the placing has to see to that.
    writeFileSync(from, 'the restored database')
    placeFileNow(from, to)
    const { between, end } = statesOf('household.db', 'the database before')
    expect(between).toEqual(new Set(['the database before', 'the restored database']))
    expect(end).toEqual(new Set(['the restored database']))
  })

  it('would be noticed by this test: a rename without a sync before it leaves a torn file', () => {
    const calls: Call[] = [
      { kind: 'write', name: 'x.part', bytes: 'new' },
      { kind: 'rename', name: 'x.part', to: 'x' }
    ]
    const random = seededRandom('torn')
    const states = new Set(Array.from({ length: TRIES }, () => afterPowerCut(calls, 2, 'x', 'old', random.below)))
    expect([...states].sort()).toEqual(['', 'n', 'ne', 'new', 'old'])
  })
})

describe('a journal with a torn end', () => {
  it('costs nothing that was confirmed before, however it is torn', { timeout: 60_000 }, () => {
    const folder = temporaryFolder()
    const database = testDatabase(join(folder, 'household.db'))
    const moments: { readonly wal: Buffer; readonly confirmed: number }[] = []
    for (let id = 0; id < 40; id++) {
      database.prepare('INSERT INTO setting VALUES (?, ?)').run(`k${id}`, 'x'.repeat(700))
      if (id % 8 === 7) moments.push({ wal: readFileSync(`${database.file}-wal`), confirmed: id + 1 })
    }
    const random = seededRandom('torn journal')
    for (const [index, { wal, confirmed }] of moments.entries()) {
      // Everything up to here was synced; what comes after it is the next commit, of which anything may be there.
      const next = moments[index + 1]?.wal ?? Buffer.concat([wal, Buffer.from(random.bytes(9000))])
      for (const tear of [cut, zeroed, garbage]) {
        const copy = join(folder, `torn-${index}-${tear.name}.db`)
        copyFileSync(database.file, copy)
        writeFileSync(`${copy}-wal`, tear(next, wal.length, random))
        const opened = openDatabase({ file: copy, key: TEST_KEY })
        const held = Number(opened.prepare('SELECT count(*) AS n FROM setting').get()?.['n'])
        expect(held, `${tear.name} ${index}`).toBeGreaterThanOrEqual(confirmed)
        expect(opened.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok')
        opened.close()
      }
    }
  })

  it('that is torn in its middle is read up to there or named damaged, never half', () => {
    const folder = temporaryFolder()
    const database = testDatabase(join(folder, 'household.db'))
    for (let id = 0; id < 20; id++) database.prepare('INSERT INTO setting VALUES (?, ?)').run(`k${id}`, 'x'.repeat(700))
    const wal = readFileSync(`${database.file}-wal`)
    const random = seededRandom('flipped journal')
    for (let time = 0; time < 20; time++) {
      const copy = join(folder, `flipped-${time}.db`)
      copyFileSync(database.file, copy)
      const bytes = Buffer.from(wal)
      bytes[32 + random.below(wal.length - 32)]! ^= 1 << random.below(8)
      writeFileSync(`${copy}-wal`, bytes)
      try {
        const opened = openDatabase({ file: copy, key: TEST_KEY })
        expect(opened.prepare('PRAGMA integrity_check').get()?.['integrity_check']).toBe('ok')
        opened.close()
      } catch (error) {
        expect((error as AppError).code).toMatch(/^database-(?:damaged|wrong-key)$/u)
      }
    }
  })
})

type Tear = (journal: Buffer, safe: number, random: ReturnType<typeof seededRandom>) => Buffer

const cut: Tear = (journal, safe, random) => journal.subarray(0, safe + random.below(journal.length - safe + 1))
const zeroed: Tear = (journal, safe, random) => {
  const torn = Buffer.from(journal)
  return torn.fill(0, safe + random.below(journal.length - safe + 1))
}
const garbage: Tear = (journal, safe, random) => {
  const from = safe + random.below(journal.length - safe + 1)
  return Buffer.concat([journal.subarray(0, from), Buffer.from(random.bytes(journal.length - from))])
}
