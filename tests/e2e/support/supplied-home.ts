/**
 * A program of its own (start-supplied-home.ts builds and starts it): a home with two contracts for one meter and last
 * month's bill, and the supplier of both as a real service. The second contract is young: its first bill is one of a few days,
 * which the first contract's total covers too. An amendment is on offer.
 */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openHousehold } from '../../../adapters/household/open-household'
import { createFileDocuments } from '../../../adapters/system/file-documents'
import { createGrantedFiles } from '../../../adapters/system/granted-files'
import { systemClock } from '../../../adapters/system/system-clock'
import { keyFromFile } from '../../../adapters/vault/key-file'
import {
  type LocalDate,
  addDays,
  localDateAt,
  periodOfDays,
  toLocalDate,
  toTimeZone
} from '../../../app/domain/calendar'
import { systemServiceClock } from '../../../services/runtime/service-clock'
import { tariffBody, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { exampleLoad } from '../../support/bills/example-loads'
import { keepChain } from '../../support/bills/keep-chain'
import { makeChain } from '../../support/bills/memory-chains'

const ZONE = toTimeZone('Europe/Berlin')
const HOUR = 3600
/** Not the one of the vectors: theirs would not be genuine here. */
const SUPPLIER = 'Lindenhof Strom'
/** Of the month in which the second contract begins. */
const YOUNG_FROM = 22

const [home = ''] = process.argv.slice(2)
const thisMonth = firstOfMonth(localDateAt(systemClock.now(), ZONE))
const first = firstOfMonth(addDays(thisMonth, -1))
const last = addDays(thisMonth, -1)
const nextMonth = firstOfMonth(addDays(thisMonth, 40))

void supplyHome()

async function supplyHome(): Promise<void> {
  const supplier = await startSupplier({
    config: {
      ...{ name: SUPPLIER, zone: ZONE, index: null, mistakes: [] },
      tariffs: [{ ...threeTimesTariff({ zone: ZONE, from: first, to: addDays(first, 700) }), supplier: SUPPLIER }].map(
        tariffBody
      ),
      amendments: [{ offered: first, instalment: { from: nextMonth, day: 3, cents: '8000' } }]
    },
    stateFolder: mkdtempSync(path.join(home, 'supplier-')),
    port: 0,
    clock: systemServiceClock()
  })

  const folder = path.join(home, 'data')
  mkdirSync(folder, { mode: 0o700 })
  const databaseFile = path.join(folder, 'household.db')
  const household = openHousehold({
    databaseFile,
    databaseKey: keyFromFile(path.join(folder, 'household.key'), databaseFile),
    clock: systemClock,
    systemTimeZone: ZONE,
    documents: createFileDocuments((token) => createGrantedFiles().resolve(token)),
    emit: () => undefined,
    simulated: false,
    version: 'test',
    keyProtection: 'file',
    systemLocale: 'en',
    workers: null
  })
  const young = toLocalDate(`${first.slice(0, 8)}${YOUNG_FROM}`)
  const period = periodOfDays(first, last, ZONE)
  const youngStart = periodOfDays(young, young, ZONE).start
  const intervals = exampleLoad('supplied home', (period.end - period.start) / HOUR, HOUR)
  const chain = makeChain({ seed: 'supplied home', start: period.start, seconds: HOUR, intervals })
  keepChain(household.database, chain, (end) => end === youngStart)
  const asked = { address: supplier.url, meterId: chain.id.meterId, last: null, tariffHash: null, supplierKey: null }
  const { bills } = household.app
  await bills.agree({ ...asked, first })
  await bills.agree({ ...asked, first: young })
  for (const { file } of bills.kept()) writeFileSync(path.join(home, 'bill.wattveil'), file)
  await household.close()
  process.stdout.write('ready\n')
  process.once('SIGTERM', () => void supplier.close().then(() => process.exit(0)))
}

function firstOfMonth(day: LocalDate): LocalDate {
  return toLocalDate(`${day.slice(0, 7)}-01`)
}
