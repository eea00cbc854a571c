/** A German home on a PC that is set to New York: its days stay German, until the person says otherwise. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openHousehold } from '../../../adapters/household/open-household'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { createGrantedFiles } from '../../../adapters/system/granted-files'
import type { CoreEventName } from '../../../app/contract'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

const MIDNIGHT = {
  berlin: Date.parse('2026-03-10T23:00:00Z') / 1000,
  newYork: Date.parse('2026-03-11T04:00:00Z') / 1000
}

it('cuts days at the midnight of the home and not of the PC, and at another once that is chosen', async () => {
  const folder = temporaryFolder()
  const files = createGrantedFiles()
  const events: CoreEventName[] = []
  const openIn = (zone: string) =>
    openHousehold({
      databaseFile: join(folder, 'household.db'),
      databaseKey: TEST_KEY,
      clock: { now: () => toUtcSeconds(1_780_000_000) },
      systemTimeZone: toTimeZone(zone),
      documents: createFileDocuments((token) => files.resolve(token)),
      emit: (name) => void events.push(name),
      ...{ simulated: false, version: '0.1.0', keyProtection: 'file', systemLocale: 'en', workers: null }
    })
  const home = openIn('Europe/Berlin')
  const file = join(folder, 'hours.csv')
  const rows = Array.from({ length: 72 }, (_, hour) => {
    const start = new Date(Date.parse('2026-03-10T00:00:00Z') + hour * 3_600_000).toISOString()
    return `${start};0,${String(hour % 24).padStart(2, '0')}`
  })
  writeFileSync(file, ['Beginn;Verbrauch (kWh)', ...rows, ''].join('\n'))
  await home.app.procedures['readings.import']({ files: [files.grant(file)] })
  await home.close()

  const abroad = openIn('America/New_York')
  onTestFinished(() => abroad.close())
  const { procedures } = abroad.app
  const meterId = (await procedures['readings.ranges']({}))[0]!.meterId
  const day = async () => procedures['readings.day']({ meterId, date: '2026-03-11' })
  expect((await day()).slots[0]?.start).toBe(MIDNIGHT.berlin)
  expect((await procedures['program.state']({})).timeZone).toBe('Europe/Berlin')

  events.length = 0
  await procedures['settings.change']({ timeZone: 'America/New_York' })
  expect((await day()).slots[0]?.start).toBe(MIDNIGHT.newYork)
  expect(new Set(events)).toEqual(new Set(['program.changed', 'readings.changed', 'privacy.changed']))
  await expect(procedures['settings.change']({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
    code: 'unknown-time-zone'
  })
  expect((await day()).slots[0]?.start).toBe(MIDNIGHT.newYork)
})
