/** What the supplier has been told: every opened number of this bill's period and of the other bills of its contract. */

import type { BillReport } from '../../contract'
import { localDateAt } from '../../domain/calendar'
import { toMilliwattHours } from '../../domain/energy'
import { type UtcSeconds, toUtcSeconds } from '../../domain/interval'
import { centsOf, toAmount } from '../../domain/money'
import type { StoredBill, StoredResponse } from '../bill-store'
import type { Evidence } from '../evidence'
import { decodeResponse } from '../response-bytes'

type Opened = NonNullable<BillReport['opened']>[number]

/** By period, oldest first. */
export function openedNumbers(evidence: Evidence): readonly Opened[] {
  const { others, period, contract, sources } = evidence
  const asked = [{ hash: contract.hash, start: period.start }, ...others.flatMap(periodOf)]
  const answered = asked.flatMap(({ hash, start }) => sources.store.response(hash, start) ?? [])
  const once = [...new Map(answered.map((response) => [response.hash, response])).values()]
  return once.sort((a, b) => a.period.start - b.period.start).flatMap((response) => numbersOf(evidence, response))
}

function periodOf({
  contractHash,
  period
}: StoredBill): readonly { readonly hash: string; readonly start: UtcSeconds }[] {
  return contractHash === null ? [] : [{ hash: contractHash, start: period.start }]
}

function numbersOf({ contract, unitExp }: Evidence, { body, period }: StoredResponse): readonly Opened[] {
  const { zone } = contract.document
  const days = { first: localDateAt(period.start, zone), last: localDateAt(toUtcSeconds(period.end - 1), zone) }
  const { cells, amounts } = decodeResponse(body)
  const unit = unitExp ?? 0
  return [
    ...cells.map(({ name, energy }) => ({ ...days, cell: name, energy: toMilliwattHours(energy, unit), amount: null })),
    ...amounts.map(({ amount }) => ({
      ...days,
      cell: null,
      energy: null,
      amount: Number(centsOf(toAmount(amount), unit))
    }))
  ]
}
