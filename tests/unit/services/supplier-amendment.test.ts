import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { restoreBackup } from '../../../adapters/backup/restore-backup'
import { writeBackup } from '../../../adapters/backup/write-backup'
import { createBillStore } from '../../../adapters/storage/bill-store'
import { type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import { toHex } from '../../../crypto'
import { flatTariff, tariffBody, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { exampleTerms } from '../../support/bills/bill-case'
import { type HouseholdBills, householdBills } from '../../support/bills/household-bills'
import { memoryChains } from '../../support/bills/memory-chains'
import { agreement, chainOfSpring, runningSupplier, spring, supplierConfig } from '../../support/bills/running-supplier'
import { temporaryFolder } from '../../support/temporary-folder'
import { TEST_KEY, testDatabase } from '../../support/test-database'

const later = flatTariff(exampleTerms())
const AMENDED = supplierConfig({
  tariffs: [threeTimesTariff(exampleTerms()), later].map(tariffBody),
  amendments: [{ offered: '2026-03-15', tariff: { name: later.name, from: '2026-04-01' } }]
})

async function accept({ bills }: HouseholdBills): Promise<void> {
  const [offer, ...more] = bills.offers()
  expect([offer?.from, offer?.refusals, more]).toEqual(['2026-04-01', [], []])
  await bills.procedures['bills.answer-offer']({ offer: offer?.id ?? '', accept: true })
}

const verdictsOf = async ({ bills }: HouseholdBills) =>
  (await bills.procedures['bills.list']({})).map(({ first, verdict, difference }) => [first, verdict, difference])

const BOTH_RIGHT = [
  ['2026-04-01', 'correct', 0],
  ['2026-03-01', 'correct', 0]
]

/** The household as its backup has it, on another PC. */
async function restored(
  from: ReturnType<typeof testDatabase>,
  now: UtcSeconds
): Promise<ReturnType<typeof testDatabase>> {
  const folder = temporaryFolder()
  const secret = new Uint8Array(16).fill(9)
  const snapshotFile = join(folder, 'snapshot.db')
  const bytes = writeBackup({ database: from, key: TEST_KEY, snapshotFile, secret, madeAt: now, program: '1.2.3' })
  const file = join(folder, 'restored.db')
  const kept: Uint8Array[] = []
  for await (const chunk of bytes) kept.push(chunk)
  const again = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for (const chunk of kept) yield await Promise.resolve(chunk)
  }
  await restoreBackup(secret, again(), { file, key: TEST_KEY, now })
  return testDatabase(file)
}

describe('an amended contract over HTTP', { timeout: 60_000 }, () => {
  it('is offered by the supplier; only the person makes it hold, and bills go on', async () => {
    const supplier = await runningSupplier(AMENDED)
    const chain = chainOfSpring('amended')
    const home = householdBills(memoryChains([chain]))
    home.setTime(spring.start)
    await home.bills.agree(agreement(supplier.url, chain))
    expect(await home.bills.step()).toEqual([])
    expect(home.bills.contractFiles().length).toBe(1)
    await accept(home)
    home.setTime(spring.end + 600)
    expect(await home.bills.step()).toEqual([])
    expect([home.bills.offers(), home.bills.contractFiles().length]).toEqual([[], 2])
    expect(await verdictsOf(home)).toEqual(BOTH_RIGHT)
  })

  it('holds again after a backup from before it was restored, and nothing is opened in another way', async () => {
    const supplier = await runningSupplier(AMENDED)
    const chain = chainOfSpring('restored')
    const database = testDatabase()
    const home = householdBills(memoryChains([chain]), 'household', createBillStore(database))
    home.setTime(spring.start)
    await home.bills.agree(agreement(supplier.url, chain))
    const copy = await restored(database, toUtcSeconds(spring.end + 1200))
    await accept(home)
    home.setTime(spring.end + 600)
    expect(await home.bills.step()).toEqual([])
    const before = home.store.responses().map(({ body }) => toHex(body))

    const again = householdBills(memoryChains([chain]), 'household', createBillStore(copy))
    expect([again.bills.contractFiles().length, again.store.responses()]).toEqual([1, []])
    again.setTime(spring.end + 1200)
    expect(await again.bills.step()).toEqual([])
    // The contract that holds, taken back without a question; the same bytes, and both bills.
    expect(again.bills.contractFiles().map(({ hash }) => hash)).toEqual(
      home.bills.contractFiles().map(({ hash }) => hash)
    )
    expect([again.bills.offers(), await again.bills.questions()]).toEqual([[], []])
    expect(again.store.responses().map(({ body }) => toHex(body))).toEqual(before)
    expect(again.store.openedIn(chain.id, spring)).toEqual(home.store.openedIn(chain.id, spring))
    expect(await verdictsOf(again)).toEqual(BOTH_RIGHT)
  })
})
