/** The rule about whom a core may speak to, where it is built in: an open household, and a server that nobody joined. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openHousehold } from '../../../adapters/household/open-household'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { toTimeZone } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import type { ConnectCollector } from '../../../app/rounds/round-transport'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY } from '../../support/test-database'

const NOW = toUtcSeconds(1_780_000_000)

it('asks nobody whom it has not joined, whichever of its parts is led there, and notes nothing', async () => {
  let asked = 0
  const server = createServer((_, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  let connect: ConnectCollector | undefined
  const household = openHousehold({
    databaseFile: join(temporaryFolder(), 'household.db'),
    databaseKey: TEST_KEY,
    clock: { now: () => NOW },
    systemTimeZone: toTimeZone('Europe/Berlin'),
    documents: createFileDocuments(() => Promise.reject(new Error('no files'))),
    emit: () => undefined,
    ...{ simulated: false, version: '0.1.0', keyProtection: 'file', systemLocale: 'en', workers: null },
    reach: (straight) => (connect = straight)
  })
  onTestFinished(() => household.close())
  const collector = connect?.(`http://${host}`, 'Lindenhof', null, () => NOW)
  await expect(collector?.end(new Uint8Array(3))).rejects.toThrow('host-not-joined')
  await expect(collector?.published(20_000, new Uint8Array(32), 100)).rejects.toThrow('host-not-joined')
  const leaving = { recipient: 'Lindenhof', host, purpose: 'round-read', bytes: 1, about: null } as const
  await expect((async () => household.beforeSend(leaving))()).rejects.toThrow('host-not-joined')
  expect(asked).toBe(0)
  expect(await household.app.procedures['privacy.list']({ limit: 10, before: null })).toEqual([])
})
