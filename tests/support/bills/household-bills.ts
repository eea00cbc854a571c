/** The bills of a household in memory, speaking to real suppliers over HTTP. */

import { createInProcessWork } from '../../../adapters/commitment-work/in-process-work'
import { loadKernel } from '../../../adapters/commitment-work/load-kernel'
import { createHttpSupplierLinks } from '../../../adapters/http/supplier-link'
import { createPlatformPrimitives } from '../../../adapters/platform-crypto/platform-primitives'
import type { BillStore } from '../../../app/bills/bill-store'
import { type Bills, createBills } from '../../../app/bills/create-bills'
import type { CoreEventName } from '../../../app/contract'
import { type UtcSeconds, toUtcSeconds } from '../../../app/domain/interval'
import type { ChainStore } from '../../../app/readings/chain-store'
import type { Leaving } from '../../../adapters/http/request'
import { type MemoryDocuments, memoryDocuments } from '../documents'
import { seededRandom } from '../seeded-random'
import { memoryTariffStore } from './memory-tariff-store'
import { memoryBillStore } from './memory-bill-store'
import { memoryPapersStore } from './memory-papers-store'

export type HouseholdBills = {
  readonly bills: Bills
  readonly store: BillStore
  readonly documents: MemoryDocuments
  readonly sent: Leaving[]
  readonly events: { readonly name: CoreEventName; readonly payload: unknown }[]
  setTime(now: number): void
}

export function householdBills(chains: ChainStore, seed = 'household', store = memoryBillStore()): HouseholdBills {
  const random = seededRandom(seed)
  const sent: Leaving[] = []
  const events: HouseholdBills['events'] = []
  const documents = memoryDocuments()
  let now: UtcSeconds = toUtcSeconds(0)
  const bills = createBills({
    clock: { now: () => now },
    random,
    primitives: createPlatformPrimitives(),
    work: createInProcessWork(loadKernel(), random),
    chains,
    store,
    papers: memoryPapersStore(),
    tariffs: memoryTariffStore(),
    documents,
    links: createHttpSupplierLinks((leaving) => {
      sent.push(leaving)
    }),
    emit: (name, payload) => {
      events.push({ name, payload })
    }
  })
  return {
    bills,
    store,
    documents,
    sent,
    events,
    setTime: (time) => {
      now = toUtcSeconds(time)
    }
  }
}
