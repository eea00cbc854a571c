/** Contracts: what a household asks for, what the supplier offers, and the countersigned file that comes back. */

import { isCountersigned } from '../../app/bills/agree'
import {
  type Contract,
  contractVersion,
  decodeContract,
  encodeContract
} from '../../app/bills/documents/contract-document'
import {
  decodeSignedFile,
  encodeSignedFile,
  isSignedBy,
  readBody,
  signFile
} from '../../app/bills/documents/signed-file'
import { registersOf } from '../../app/bills/documents/tariff-document'
import { refusalsOf } from '../../app/bills/tariff/accept-tariff'
import { decodeContractRequest } from '../../app/bills/wire'
import { toLocalDate } from '../../app/domain/calendar'
import { encodeGenesis, verifyGenesis } from '../../app/domain/meter/genesis'
import { encodeHead, verifyHead } from '../../app/domain/meter/record'
import { toCents } from '../../app/domain/money'
import { fromHex, toHex } from '../../crypto'
import type { ContractRequest } from '../../app/bills/supplier-link'
import { isAmended } from './amend-contract'
import type { OfferedTariff, SupplierContext } from './supplier-context'

export type OfferAnswer =
  | { readonly ok: true; readonly file: Uint8Array }
  | {
      readonly ok: false
      readonly code: 'tariff-unknown' | 'meter-not-proven' | 'register-not-supported' | 'tariff-refused'
    }

/** @throws FormatError for a request that cannot be read. */
export function offerContract(context: SupplierContext, wire: Uint8Array): OfferAnswer {
  const { primitives, state, seed } = context
  const request = decodeContractRequest(wire)
  const offered = context.tariffs.get(request.tariffHash)
  if (!offered) return { ok: false, code: 'tariff-unknown' }
  const asked = [request, ...request.further].map(({ genesis }) => genesis.genesis.obis)
  const counted = registersOf(offered.tariff)
  if (asked.length !== counted.length || counted.some((obis, index) => obis !== asked[index])) {
    return { ok: false, code: 'register-not-supported' }
  }
  if (!isMeterProven(context, request)) return { ok: false, code: 'meter-not-proven' }
  const first = toLocalDate(request.first)
  if (refusalsOf(termsOf(context, request, offered, 0), offered.tariff, first).length > 0) {
    return { ok: false, code: 'tariff-refused' }
  }
  const file = state.offerFor(toHex(primitives.sha256(wire)), (number) => {
    const terms = termsOf(context, request, offered, number)
    const signed = signFile(primitives, 'contract', encodeContract(terms), seed, contractVersion(terms))
    return { hash: signed.hash, offer: encodeSignedFile(signed) }
  })
  return { ok: true, file }
}

export type AgreeAnswer = 'taken' | 'unknown' | 'not-signed' | 'conflict'

/** @throws FormatError. */
export function agreeContract(context: SupplierContext, hash: string, bytes: Uint8Array): AgreeAnswer {
  const { primitives, state, key } = context
  const kept = state.contract(hash)
  if (!kept) return 'unknown'
  const file = decodeSignedFile(primitives, bytes)
  const document = decodeContract(readBody(file), file.version)
  if (file.kind !== 'contract' || file.hash !== hash || !isSignedBy(primitives, file, key)) return 'unknown'
  if (!isCountersigned(primitives, file, document)) return 'not-signed'
  // One contract takes the place of another; a second one for the same place comes too late.
  if (kept.agreed === null && document.amends !== undefined && isAmended(context, document.amends)) return 'conflict'
  state.agree(hash, bytes)
  return 'taken'
}

/** The signed GENESIS says whose meter it is; the START head, where there is one, is the meter's too. */
function isMeterProven({ primitives }: SupplierContext, request: ContractRequest): boolean {
  const { householdKey, further } = request
  return (
    primitives.ed25519.isAcceptableKey(householdKey) &&
    [request, ...further].every(({ genesis, start }) => {
      const { meterKey, meterId, obis } = genesis.genesis
      const sameChain = !start || (start.head.meterId === meterId && start.head.obis === obis)
      return (
        primitives.ed25519.isAcceptableKey(meterKey) &&
        verifyGenesis(primitives, genesis) &&
        sameChain &&
        (!start || verifyHead(primitives, start, meterKey))
      )
    })
  )
}

function termsOf(
  { config, key, index }: SupplierContext,
  request: ContractRequest,
  { hash, tariff }: OfferedTariff,
  number: number
): Contract {
  const { householdKey, first, last } = request
  const firstDay = toLocalDate(first)
  return {
    id: `M-${first.slice(0, 4)}-${String(number).padStart(4, '0')}`,
    supplier: { name: config.name, key },
    household: { key: householdKey },
    currency: 'EUR',
    zone: tariff.zone,
    first: firstDay,
    last: last === null ? null : toLocalDate(last),
    billing: config.billing ?? 'calendar-month',
    operator: config.operator ? { name: config.operator.name, key: fromHex(config.operator.key, 32) } : null,
    instalments: (config.instalments ?? []).map(({ from, day, cents }) => ({
      from: toLocalDate(from),
      day,
      cents: toCents(BigInt(cents))
    })),
    registers: [request, ...request.further].map(({ genesis, start }) => ({
      meterId: genesis.genesis.meterId,
      obis: genesis.genesis.obis,
      genesis: { bytes: encodeGenesis(genesis.genesis), sig: genesis.signature },
      start: start && { bytes: encodeHead(start.head), sig: start.signature }
    })),
    tariffs: [{ hash, from: firstDay }],
    index
  }
}
