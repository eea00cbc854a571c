/**
 * V3: the supplier's signature over the bytes as received, under the key pinned in the contract and no other: a key
 * that comes with the bill proves nothing (B16).
 */

import type { Finding } from '../../contract'
import type { Primitives } from '../../../crypto'
import type { EvidenceSources, HeldContract } from '../evidence'
import { contractOfBill, readHeldContract } from '../documents/held-document'
import { isSignedBy } from '../documents/signed-file'
import { finding } from './check'
import type { OpenedBill } from './v01-container'

export type SignerResult =
  /** `contract` is the one whose key signed; V4 says whether the bill is for it. */
  { readonly ok: true; readonly contract: HeldContract } | { readonly ok: false; readonly finding: Finding }

export function verifySigner(
  primitives: Primitives,
  { file, bill }: OpenedBill,
  store: Pick<EvidenceSources['store'], 'contracts' | 'response'>
): SignerResult {
  const contract =
    contractOfBill(primitives, store, bill)?.contract ?? contractOfSupplier(primitives, store, bill.supplier)
  const params = { supplier: bill.supplier, contract: bill.contract }
  if (!contract) {
    return {
      ok: false,
      finding: finding('V3', 'no-contract', 'cannot-be-checked', { where: 'contract', found: bill.contract, params })
    }
  }
  if (!isSignedBy(primitives, file, contract.document.supplier.key)) {
    const details = { where: 'file.sig', params: { ...params, supplier: contract.document.supplier.name } }
    return { ok: false, finding: finding('V3', 'signature-false', 'not-genuine', details) }
  }
  return { ok: true, contract }
}

/** With another number, but of this supplier: V4 says that it is not this household's contract. */
function contractOfSupplier(
  primitives: Primitives,
  store: Pick<EvidenceSources['store'], 'contracts'>,
  name: string
): HeldContract | undefined {
  return store
    .contracts()
    .flatMap((stored) => readHeldContract(primitives, stored) ?? [])
    .find(({ document }) => document.supplier.name === name)
}
