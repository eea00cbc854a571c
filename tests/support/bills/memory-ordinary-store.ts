/** The promises of the store of ordinary bills, in memory. */

import type { OrdinaryStore, StoredOrdinaryBill } from '../../../app/bills/ordinary/ordinary-store'

export function memoryOrdinaryStore(): OrdinaryStore {
  const bills = new Map<string, StoredOrdinaryBill>()
  return {
    all: () => [...bills.values()].sort((a, b) => b.first.localeCompare(a.first) || b.at - a.at),
    one: (id) => bills.get(id) ?? null,
    keep: (bill) => void bills.set(bill.id, bill),
    remove: (id) => void bills.delete(id)
  }
}
