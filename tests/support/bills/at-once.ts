/** The long work of bills without a pause: for tests that do not look at the pauses. */

import { atOnce } from '../../../app/bills/pause'
import { type Answered, type RespondDeps, type Terms, answerPeriod } from '../../../app/bills/respond'
import type { MeterRun } from '../../../app/bills/meter-runs'
import type { RecordDelivery } from '../../../app/bills/supplier-link'
import type { BillingPeriod } from '../../../app/bills/tariff/billing-periods'
import { readDelivery } from '../../../app/bills/whole-runs'
import { encodeDelivery } from '../../../app/bills/wire'

export function answerAtOnce(deps: RespondDeps, terms: Terms, due: BillingPeriod): Answered {
  return atOnce(answerPeriod(deps, terms, due))
}

export function recordsToSend({ chains }: Pick<RespondDeps, 'chains'>, run: MeterRun): RecordDelivery | null {
  return atOnce(readDelivery(chains, run))
}

export function deliveryBytes(delivery: RecordDelivery): Uint8Array {
  return atOnce(encodeDelivery(delivery))
}
