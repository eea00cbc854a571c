/** A contract in place of one that holds: what the supplier would like to change, signed, for the household to take or leave. */

import {
  type Contract,
  contractVersion,
  decodeContract,
  encodeContract
} from '../../app/bills/documents/contract-document'
import { decodeSignedFile, encodeSignedFile, readBody, signFile } from '../../app/bills/documents/signed-file'
import { localDateAt, toLocalDate } from '../../app/domain/calendar'
import { toCents } from '../../app/domain/money'
import { toHex, utf8 } from '../../crypto'
import type { Amendment } from './config'
import type { SupplierContext } from './supplier-context'

/**
 * The offer for an agreed contract; null where nothing is to be changed. Where another has taken its place that one, as the
 * household has signed it: it may have lost its own copy.
 */
export function amendmentFor(context: SupplierContext, hash: string, terms: Contract): Uint8Array | null {
  const { primitives, state, seed, clock, config } = context
  const successor = successorOf(context, hash)
  if (successor) return successor
  const today = localDateAt(clock.now(), terms.zone)
  const due = (config.amendments ?? []).filter(({ offered }) => offered <= today)
  const wanted = due.reduce<Contract>((contract, amendment) => amended(context, contract, amendment), terms)
  if (wanted === terms) return null
  const offered: Contract = { ...wanted, amends: hash }
  const body = encodeContract(offered)
  const name = toHex(primitives.sha256(utf8(`amendment ${hash} ${toHex(primitives.sha256(body))}`)))
  return state.offerFor(name, () => {
    const signed = signFile(primitives, 'contract', body, seed, contractVersion(offered))
    return { hash: signed.hash, offer: encodeSignedFile(signed) }
  })
}

/** Whether the household has agreed to a contract in place of this one. */
export function isAmended(context: SupplierContext, hash: string): boolean {
  return successorOf(context, hash) !== null
}

function successorOf({ primitives, state }: SupplierContext, hash: string): Uint8Array | null {
  const found = state.agreed().find((bytes) => {
    const file = decodeSignedFile(primitives, bytes)
    return decodeContract(readBody(file), file.version).amends === hash
  })
  return found ?? null
}

function amended({ tariffs }: SupplierContext, contract: Contract, { tariff, instalment, last }: Amendment): Contract {
  const named = tariff && [...tariffs.values()].find((one) => one.tariff.name === tariff.name)
  const isNew = named && tariff.from > (contract.tariffs.at(-1)?.from ?? '')
  const isLater = instalment && instalment.from > (contract.instalments.at(-1)?.from ?? '')
  const hasEnd = last !== undefined && last !== contract.last
  if (!isNew && !isLater && !hasEnd) return contract
  return {
    ...contract,
    ...(isNew ? { tariffs: [...contract.tariffs, { hash: named.hash, from: toLocalDate(tariff.from) }] } : {}),
    ...(isLater
      ? {
          instalments: [
            ...contract.instalments,
            { from: toLocalDate(instalment.from), day: instalment.day, cents: toCents(BigInt(instalment.cents)) }
          ]
        }
      : {}),
    ...(hasEnd ? { last: last === null ? null : toLocalDate(last) } : {})
  }
}
