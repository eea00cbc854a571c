/** A supplier as a service over HTTP, on a clock that stands at the end of a spring, and a meter of that spring. */

import { onTestFinished } from 'vitest'
import { periodOfDays, toLocalDate } from '../../../app/domain/calendar'
import type { SupplierServiceConfig } from '../../../services/supplier/config'
import { EXAMPLE_SUPPLIER, tariffBody, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { startSupplier } from '../../../services/supplier/start-supplier'
import { simulatedServiceClock } from '../../../services/runtime/service-clock'
import { temporaryFolder } from '../temporary-folder'
import { ZONE, exampleTerms } from './bill-case'
import { exampleLoad } from './example-loads'
import { type MadeChain, makeChain } from './memory-chains'

export const MARCH = toLocalDate('2026-03-01')
export const spring = periodOfDays(MARCH, toLocalDate('2026-04-30'), ZONE)
export const SECONDS = 3600

export function chainOfSpring(seed: string): MadeChain {
  const count = (spring.end - spring.start) / SECONDS
  return makeChain({ seed, start: spring.start, seconds: SECONDS, intervals: exampleLoad(seed, count, SECONDS) })
}

export function supplierConfig(change: Partial<SupplierServiceConfig> = {}): SupplierServiceConfig {
  return {
    name: EXAMPLE_SUPPLIER,
    zone: ZONE,
    tariffs: [tariffBody(threeTimesTariff(exampleTerms()))],
    index: null,
    mistakes: [],
    ...change
  }
}

export async function runningSupplier(options: SupplierServiceConfig, stateFolder = temporaryFolder()) {
  const clock = simulatedServiceClock(spring.end)
  const service = await startSupplier({ config: options, stateFolder, port: 0, clock })
  let open = true
  const close = async (): Promise<void> => {
    if (open) await service.close()
    open = false
  }
  onTestFinished(close)
  return { url: service.url, stateFolder, close }
}

export const agreement = (address: string, chain: MadeChain) => ({
  address,
  meterId: chain.id.meterId,
  first: MARCH,
  last: null,
  tariffHash: null,
  supplierKey: null
})
