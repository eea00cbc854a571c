/** A line of a bill before it has its component's name, its tax and its cents. */

import type { LocalDate } from '../../domain/calendar'
import type { AmountUnits } from '../../domain/money'

export type LineDraft = {
  /** Window or block; null for what has none. */
  readonly window: string | null
  /** Days of the period on which price and VAT are in force. */
  readonly first: LocalDate
  readonly last: LocalDate
  readonly energy: bigint | null
  readonly days: number | null
  /** Nano-euro per Wh, per day or per month, of a credit cents; null for an index component. */
  readonly price: bigint | null
  readonly amount: AmountUnits
  /** The price changed inside a cell, so the energy is shared by days. */
  readonly shared: boolean
}

export type DayRange = { readonly first: LocalDate; readonly last: LocalDate }
