/** A contract as the pages show it. */

import type { Primitives } from '../../../crypto'
import type { ContractView } from '../../contract'
import type { BillStore } from '../bill-store'
import { type Tariff, decodeTariff } from '../documents/tariff-document'
import { readDocument } from '../documents/held-document'
import type { HeldContract } from '../evidence'
import { energyComponentsOf } from '../tariff/plan-period'
import { indexComponentOf } from '../sum-figures'

export function contractView(
  primitives: Primitives,
  store: Pick<BillStore, 'document'>,
  { document }: HeldContract
): ContractView {
  const hash = document.tariffs.at(-1)?.hash ?? ''
  const file = store.document(hash)?.file ?? null
  const tariff = readDocument(primitives, 'tariff', hash, file, document.supplier.key, decodeTariff)
  return {
    id: document.id,
    supplier: document.supplier.name,
    first: document.first,
    tariff: tariff.state === 'held' ? tariff.document.name : '',
    tariffKind: tariff.state === 'held' ? tariffKind(tariff.document) : 'flat',
    meters: document.registers.map(({ meterId }) => meterId)
  }
}

function tariffKind(tariff: Tariff): ContractView['tariffKind'] {
  if (indexComponentOf(tariff)) return 'dynamic'
  return energyComponentsOf(tariff).some(({ windows }) => windows.length > 1) ? 'time-of-use' : 'flat'
}
