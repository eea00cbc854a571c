/**
 * A program of its own (start-cheated-home.ts builds and starts it): ten homes and a real collector live a day on which the
 * last home sends 5 Wh too much. What the first home found out of it becomes the data of a home for the program.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { createMeterConnections } from '../../../adapters/storage/meter-connections'
import { toScalar } from '../../../crypto'
import { cheating, live, maskedWith } from '../../support/rounds/lived-day'
import { timeOf } from '../../support/rounds/test-meter'
import { FIRST_DAY } from '../../support/rounds/test-neighbourhood'
import { TEST_KEY } from '../../support/test-database'
import { endTest } from './without-vitest'

const [home = ''] = process.argv.slice(2)
/** The collector asks once it has the sum, the homes answer, and then everybody can know. */
const ASKED_AND_TOLD = [4, 5]

void cheatHome()

async function cheatHome(): Promise<void> {
  const { all } = await live((all) => ({
    connect: cheating(all, (submit) =>
      maskedWith(submit, ({ value, blinding }, round) => ({
        value: round === 0 ? toScalar(value + 5n) : value,
        blinding
      }))
    )
  }))
  for (const day of ASKED_AND_TOLD) await all.stepAll(timeOf(FIRST_DAY + day, 600))
  const [own] = all.households
  const cheat = all.households.at(-1)
  if (!own || !cheat) throw new Error('nobody lives here')
  const { meterId } = own.meter.id
  // A home with no meter and no reading would be shown the first start.
  createMeterConnections(own.database).save({
    ...{ meterId, address: { url: 'http://127.0.0.1:1', password: '' }, state: { kind: 'unreachable' } },
    ...{ pairingId: null, pending: null }
  })
  const folder = path.join(home, 'data')
  mkdirSync(folder, { mode: 0o700 })
  own.database.snapshot(path.join(folder, 'household.db'))
  writeFileSync(path.join(folder, 'household.key'), `${TEST_KEY}\n`, { mode: 0o600 })
  writeFileSync(path.join(home, 'cheat.json'), JSON.stringify(cheatOf(cheat)))
  await endTest()
}

function cheatOf({ meter, store }: Awaited<ReturnType<typeof live>>['all']['households'][number]) {
  const id = store.groups()[0]?.memberId ?? new Uint8Array()
  return { meterId: meter.id.meterId, id: Buffer.from(id).toString('hex') }
}
