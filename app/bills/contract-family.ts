/** A contract and its amendments: one number, one supplier's key, the newest counts. */

import { equalBytes } from '../../crypto'
import type { UtcSeconds } from '../domain/interval'
import type { BillStore, StoredResponse } from './bill-store'
import type { HeldContract } from './evidence'

/** @param all in the order in which they were kept. */
export function familyOf<One extends HeldContract>(all: readonly One[], { document }: HeldContract): readonly One[] {
  return all.filter(
    (one) => one.document.id === document.id && equalBytes(one.document.supplier.key, document.supplier.key)
  )
}

/** What was answered for a period under a contract or any it has taken the place of. */
export function familyResponse(
  store: Pick<BillStore, 'response'>,
  family: readonly HeldContract[],
  start: UtcSeconds
): StoredResponse | null {
  for (const { hash } of family) {
    const response = store.response(hash, start)
    if (response) return response
  }
  return null
}
