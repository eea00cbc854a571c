/** The home of a test household on another PC: by a move, by a backup, or by a copy of its files. */

import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { forgetIdentity, signOff } from '../../../adapters/backup/hand-over'
import { restoreBackup } from '../../../adapters/backup/restore-backup'
import { writeBackup } from '../../../adapters/backup/write-backup'
import type { Collector } from '../../../services/collector/collector'
import { seededRandom } from '../seeded-random'
import { TEST_KEY } from '../test-database'
import { fastFolder } from './fast-folder'
import { type TestHousehold, createTestHousehold } from './test-household'
import { type Neighbourhood, directTransport } from './test-neighbourhood'

const SECRET = new Uint8Array(16).fill(7)

/** What the file holds that this PC writes. */
export async function backupOf(all: Neighbourhood, { database }: TestHousehold): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const snapshotFile = join(fastFolder(), 'snapshot.db')
  const source = { database, key: TEST_KEY, snapshotFile, secret: SECRET, madeAt: all.clock.now(), program: '1.2.3' }
  for await (const chunk of writeBackup(source)) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

/** Signs off, writes the file, forgets the key: in this order, as the program does. */
export async function moveAway(all: Neighbourhood, household: TestHousehold): Promise<Uint8Array> {
  signOff(household.database, all.clock.now())
  const file = await backupOf(all, household)
  forgetIdentity(household.database)
  return file
}

export async function restoredFrom(
  all: Neighbourhood,
  { meter }: TestHousehold,
  backup: Uint8Array,
  collector: Collector = all.collector
): Promise<TestHousehold> {
  const file = join(fastFolder(), 'restored.db')
  const bytes = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    yield await Promise.resolve(backup)
  }
  await restoreBackup(SECRET, bytes(), { file, key: TEST_KEY, now: all.clock.now() })
  return deviceOn(all, meter, file, collector)
}

/** The database copied as files, which no program can see. */
export function copiedFrom(
  all: Neighbourhood,
  { meter, database }: TestHousehold,
  collector: Collector = all.collector
): TestHousehold {
  const folder = fastFolder()
  database.snapshot(join(folder, 'snapshot.db'))
  copyFileSync(join(folder, 'snapshot.db'), join(folder, 'copied.db'))
  return deviceOn(all, meter, join(folder, 'copied.db'), collector)
}

function deviceOn(
  all: Neighbourhood,
  meter: TestHousehold['meter'],
  file: string,
  collector: Collector
): TestHousehold {
  const random = seededRandom(`second device ${file}`)
  return createTestHousehold({ file, meter, clock: all.clock, random, connect: () => directTransport(collector) })
}
