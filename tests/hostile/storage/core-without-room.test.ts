/** The built core where the system itself sets the limit: no room, no right to write. Told so, nothing half, and on after. */

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../adapters/storage/database'
import { integerIn, textIn } from '../../../adapters/storage/row'
import { runCore } from '../../support/crash/core-victim'
import { ALL_POINTS } from '../../support/crash/deaths'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

vi.setConfig({ testTimeout: 120_000 })

const NOW = 1_780_000_000
const FILE = 'a'.repeat(32)
const BACKUP = 'b'.repeat(32)
/** Kilobytes; between the smallest on which a home opens and one with room for everything. */
const DISKS = ALL_POINTS ? Array.from({ length: 24 }, (_, index) => 700 + 100 * index) : [1400]
/** Each with what was drawn and what was fed in. */
const ROWS = 20_000
/** For a home that is written and read many times. */
const FEW = 3000

/** Where a test may mount: root of a Linux, with namespaces. */
const MAY_MOUNT =
  process.platform === 'linux' && spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0
const MAY_LIMIT = process.platform === 'linux' && spawnSync('prlimit', ['--fsize=1000000', 'true']).status === 0

/** A home with something in it, and a file of readings that needs more room than it has now. */
function home(count = ROWS) {
  const folder = join(temporaryFolder(), 'data')
  mkdirSync(folder)
  const file = join(folder, 'household.db')
  const database = openDatabase({ file, key: TEST_KEY })
  database.exec(`INSERT INTO setting VALUES ('note', 'Lindenhof')`)
  database.close()
  const stamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00')
  const rows = Array.from({ length: count }, (_, index) => {
    const start = NOW - (count - index) * 900 - (NOW % 900)
    return `${stamp(start)},${stamp(start + 900)},0.${String(100 + (index % 800))},0.000,measured`
  })
  const head = ['# wattveil-readings 1', '# meter: 1EMH0012345678', '# zone: UTC', '# unit: kWh']
  const csv = join(dirname(folder), 'home.csv')
  writeFileSync(csv, [...head, 'start,end,drawn,fed-in,quality', ...rows, `# end: ${count} rows`, ''].join('\r\n'))
  const options = { folder, files: { [FILE]: csv }, calls: [['readings.import', { files: [FILE] }]] as const }
  return { folder, file, options }
}

type Home = ReturnType<typeof home>

/** Written where there is room enough, with all the readings. */
async function backupOf({ folder, options }: Home): Promise<{ readonly backup: string; readonly words: string }> {
  const backup = join(dirname(folder), 'kept.wattveil-backup')
  const files = { ...options.files, [BACKUP]: backup }
  const calls = [...options.calls, ['backup.words', {}] as const, ['backup.write', { target: BACKUP }] as const]
  const { answers } = await runCore({ folder, files, calls })
  for (const answer of answers) expect(answer).toMatchObject({ ok: true })
  return { backup, words: (answers[1] as { value: { words: string[] } }).value.words.join(' ') }
}

/** Of a database whose pages do not contradict each other. */
function heldIn(file: string): { readonly note: string; readonly readings: number } {
  const database = openDatabase({ file, key: TEST_KEY })
  const [checked] = database.prepare('PRAGMA integrity_check').all()
  const note = database.prepare(`SELECT value FROM setting WHERE key = 'note'`).get()
  const rows = database.prepare('SELECT count(*) AS n FROM known_reading').get()
  database.close()
  if (!checked || !note || !rows) throw new Error('nothing is left')
  expect(textIn(checked, 'integrity_check')).toBe('ok')
  return { note: textIn(note, 'value'), readings: integerIn(rows, 'n') }
}

/** A file system of its own for the home, with that much room; what is there at the end is kept. */
function onSmallDisk({ folder }: Home, kilobytes: number): readonly string[] {
  const kept = `${folder}-kept`
  const script = `home=$1; kept=$2; shift 2; cp -a "$home" "$kept"
    mount -t tmpfs -o size=${kilobytes}k tmpfs "$home" && cp -a "$kept/." "$home" && "$@"
    code=$?; cp -a "$home/." "$kept"; exit $code`
  return ['unshare', '-m', 'sh', '-c', script, 'sh', folder, kept]
}

function readOnly({ folder }: Home): readonly string[] {
  const script = `home=$1; shift; mount --bind "$home" "$home" && mount -o remount,ro,bind "$home" && exec "$@"`
  return ['unshare', '-m', 'sh', '-c', script, 'sh', folder]
}

describe('the core without room', () => {
  it.skipIf(!MAY_MOUNT)(
    'says that the disk is full, keeps what it had, and takes the file when there is room',
    async () => {
      const small = home()
      const { answers, failure } = await runCore({ ...small.options, under: onSmallDisk(small, 900) })
      expect(failure).toBeNull()
      expect(JSON.stringify(answers)).toContain('disk-full')
      const kept = join(`${small.folder}-kept`, 'household.db')
      expect(heldIn(kept)).toEqual({ note: 'Lindenhof', readings: 0 })
      copyFileSync(kept, small.file)
      expect(JSON.stringify((await runCore(small.options)).answers)).not.toContain('disk-full')
      expect(heldIn(small.file)).toEqual({ note: 'Lindenhof', readings: 2 * ROWS })
    }
  )

  it.skipIf(!MAY_LIMIT)(
    'keeps what it had where no file may grow, and says that the disk does not take it',
    async () => {
      const limited = home()
      const { answers, failure } = await runCore({ ...limited.options, under: ['prlimit', '--fsize=600000'] })
      expect(failure).toBeNull()
      expect(JSON.stringify(answers)).toMatch(/disk-(?:full|failed)/u)
      expect(heldIn(limited.file)).toEqual({ note: 'Lindenhof', readings: 0 })
    }
  )

  it.skipIf(!MAY_MOUNT)(
    'is as before or wholly restored, says which, and leaves nothing lying about, however small the disk',
    async () => {
      const { backup, words } = await backupOf(home(FEW))
      const calls = [['backup.restore', { file: BACKUP, words }]] as const
      const seen = { full: 0, restored: 0 }
      for (const kilobytes of DISKS) {
        const small = home(FEW)
        const options = { folder: small.folder, files: { [BACKUP]: backup }, calls }
        const { answers, failure } = await runCore({ ...options, under: onSmallDisk(small, kilobytes) })
        expect(failure, String(kilobytes)).toBeNull()
        const [answer] = answers as { ok: boolean; error?: { code: string } }[]
        const after = heldIn(join(`${small.folder}-kept`, 'household.db'))
        expect(after, String(kilobytes)).toEqual({ note: 'Lindenhof', readings: answer?.ok === true ? 2 * FEW : 0 })
        if (answer?.ok === true) seen.restored += 1
        else {
          seen.full += 1
          expect(answer?.error?.code, String(kilobytes)).toBe('disk-full')
          const left = readdirSync(`${small.folder}-kept`).filter((name) => !/^(?:household\.db|copies$)/u.test(name))
          expect(left, String(kilobytes)).toEqual([])
        }
      }
      expect(seen.full).toBeGreaterThan(0)
      // eslint-disable-next-line no-console -- the figures of a whole run
      if (ALL_POINTS) console.log('restores on small disks:', seen)
    }
  )

  it.skipIf(!MAY_MOUNT)(
    'says that it cannot write into a folder that is read-only, and leaves it as it is',
    async () => {
      const shut = home()
      const was = readdirSync(shut.folder)
      const { failure } = await runCore({ ...shut.options, under: readOnly(shut) })
      expect(failure).toBe('database-unwritable')
      expect(readdirSync(shut.folder)).toEqual(was)
      expect(existsSync(join(shut.folder, 'copies'))).toBe(false)
      expect((await runCore(shut.options)).failure).toBeNull()
    }
  )
})
