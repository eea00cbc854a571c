/** What stands after the total by own knowledge: credits without VAT, agreed instalments, and what bills before left. */

import { type LocalDate, addDays, monthOf } from '../domain/calendar'
import type { Primitives } from '../../crypto'
import type { StoredBill } from './bill-store'
import { type Bill, type SettlementItem, decodeBill } from './documents/bill-document'
import type { Contract } from './documents/contract-document'
import { decodeSignedFile, readBody } from './documents/signed-file'
import type { TariffPart } from './sections'

type Days = { readonly first: LocalDate; readonly last: LocalDate }

export const INSTALMENT_NAME = 'Abschlag'

/** Credits after VAT that the accepted tariffs grant within their days. */
export function agreedCredits(parts: readonly TariffPart[]): readonly SettlementItem[] {
  return parts.flatMap(({ tariff, first, last }) =>
    tariff.components.flatMap((component): SettlementItem[] =>
      component.kind === 'credit' && component.tax === 'after' && component.on >= first && component.on <= last
        ? [{ kind: 'credit', name: component.name, day: component.on, cents: component.cents, bill: null }]
        : []
    )
  )
}

/** Instalments of the contract that fall due within the days. */
export function agreedInstalments({ instalments }: Contract, { first, last }: Days): readonly SettlementItem[] {
  const due: SettlementItem[] = []
  for (let month = monthOf(first); month.first <= last; month = monthOf(addDays(month.last, 1))) {
    for (const plan of instalments) {
      const day = addDays(month.first, plan.day - 1)
      const inForce = instalments.filter(({ from }) => from <= day).at(-1) === plan
      if (!inForce || day < first || day > last || plan.cents === 0n) continue
      // -0n does not exist, and a payment is in the household's favour.
      due.push({ kind: 'instalment', name: INSTALMENT_NAME, day, cents: (0n - plan.cents) as Bill['due'], bill: null })
    }
  }
  return due
}

/** What an earlier bill left to pay; null where no accepted bill has the number. */
export function dueOf(primitives: Primitives, accepted: readonly StoredBill[], number: string): bigint | null {
  const stored = accepted.find((bill) => bill.number === number && bill.replacedBy === null)
  return stored ? readStored(primitives, stored).due : null
}

/** Numbers of the bills whose rest an accepted bill has carried over already. */
export function carriedBefore(primitives: Primitives, accepted: readonly StoredBill[]): readonly string[] {
  return accepted
    .filter(({ replacedBy }) => replacedBy === null)
    .flatMap((bill) => readStored(primitives, bill).settlement.flatMap((item) => item.bill ?? []))
}

function readStored(primitives: Primitives, { file }: StoredBill): Bill {
  const signed = decodeSignedFile(primitives, file)
  return decodeBill(readBody(signed), signed.version)
}
