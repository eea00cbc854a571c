/** Port: ordinary bills that the person has confirmed. */

import type { UtcSeconds } from '../../domain/interval'

export type StoredOrdinaryBill = {
  /** 32 hexadecimal digits. */
  readonly id: string
  readonly first: string
  /** The bill as JSON, read through its schema. */
  readonly bill: string
  readonly at: UtcSeconds
}

export type OrdinaryStore = {
  /** Newest period first. */
  all(): readonly StoredOrdinaryBill[]
  one(id: string): StoredOrdinaryBill | null
  keep(bill: StoredOrdinaryBill): void
  remove(id: string): void
}
