/** A household whose only import was taken out is no new one: it can be put back. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openHousehold } from '../../../adapters/household/open-household'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { createGrantedFiles } from '../../../adapters/system/granted-files'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

it('is no first start any more once something was imported, whatever became of it', async () => {
  const folder = temporaryFolder()
  const files = createGrantedFiles()
  const { app, close } = openHousehold({
    databaseFile: join(folder, 'household.db'),
    databaseKey: TEST_KEY,
    clock: { now: () => toUtcSeconds(1_780_000_000) },
    systemTimeZone: toTimeZone('Europe/Berlin'),
    documents: createFileDocuments((token) => files.resolve(token)),
    emit: () => undefined,
    ...{ simulated: false, version: '0.1.0', keyProtection: 'file', systemLocale: 'en', workers: null }
  })
  onTestFinished(() => close())
  const isFirst = async () => (await app.procedures['program.state']({})).firstStart
  expect(await isFirst()).toBe(true)
  const file = join(folder, 'looks.csv')
  writeFileSync(file, 'Ablesezeitpunkt;Zählerstand Bezug (kWh)\n2026-03-01T00:00Z;1000,0\n2026-04-01T00:00Z;1100,0\n')
  await app.procedures['readings.import']({ files: [files.grant(file)] })
  const [only] = await app.procedures['readings.imports']({})
  await app.procedures['readings.remove-import']({ id: only!.id })
  expect(await app.procedures['readings.ranges']({})).toEqual([])
  expect(await isFirst()).toBe(false)
  await app.procedures['readings.restore-import']({ id: only!.id })
  expect(await app.procedures['readings.ranges']({})).toHaveLength(1)
})
