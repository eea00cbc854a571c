/** The person's word on what a period would open. */

import type { BillStore } from '../../../app/bills/bill-store'
import { atOnce } from '../../../app/bills/pause'
import { type RespondDeps, type Terms, prepareOpening } from '../../../app/bills/respond'
import type { BillingPeriod } from '../../../app/bills/tariff/billing-periods'

export function allowOpening(
  deps: RespondDeps & { readonly store: Pick<BillStore, 'keepConsent'> },
  terms: Terms,
  due: BillingPeriod
): void {
  const prepared = atOnce(prepareOpening(deps, terms, due))
  if (prepared.ok && prepared.opening.question) deps.store.keepConsent(prepared.opening.question.id)
}
