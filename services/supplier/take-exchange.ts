/** A meter's exchange: the operator's signed statement, handed on by the household. */

import type { Contract } from '../../app/bills/documents/contract-document'
import { decodeExchange } from '../../app/bills/documents/exchange-document'
import { decodeSignedFile, isSignedBy, readBody } from '../../app/bills/documents/signed-file'
import type { SupplierContext } from './supplier-context'

export type ExchangeAnswer = 'taken' | 'not-signed' | 'not-this-contract'

/** @throws FormatError for bytes that are no statement. */
export function takeExchange(
  { primitives, state }: SupplierContext,
  { operator, registers }: Contract,
  bytes: Uint8Array
): ExchangeAnswer {
  const file = decodeSignedFile(primitives, bytes)
  if (file.kind !== 'exchange' || !operator || !isSignedBy(primitives, file, operator.key)) return 'not-signed'
  const { removed, obis } = decodeExchange(readBody(file))
  const known = state.exchanges().map((one) => decodeExchange(readBody(decodeSignedFile(primitives, one.file))))
  const meters = [...registers.map(({ meterId }) => meterId), ...known.map(({ installed }) => installed.meterId)]
  if (!meters.includes(removed.meterId) || !registers.some((register) => register.obis === obis)) {
    return 'not-this-contract'
  }
  state.keepExchange(file.hash, bytes)
  return 'taken'
}
