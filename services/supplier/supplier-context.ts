/** What the parts of a supplier share. */

import type { Contract } from '../../app/bills/documents/contract-document'
import type { Tariff } from '../../app/bills/documents/tariff-document'
import type { Clock, CommitmentWork } from '../../app/ports'
import type { Primitives } from '../../crypto'
import type { SupplierServiceConfig } from './config'
import type { PriceLists } from './price-lists'
import type { SupplierState } from './supplier-state'

export type OfferedTariff = { readonly hash: string; readonly file: Uint8Array; readonly tariff: Tariff }

export type SupplierContext = {
  readonly primitives: Primitives
  readonly work: CommitmentWork
  readonly clock: Clock
  readonly config: SupplierServiceConfig
  readonly state: SupplierState
  /** Secret. */
  readonly seed: Uint8Array
  readonly key: Uint8Array
  /** By hash. */
  readonly tariffs: ReadonlyMap<string, OfferedTariff>
  readonly index: Contract['index']
  readonly lists: PriceLists | null
}
