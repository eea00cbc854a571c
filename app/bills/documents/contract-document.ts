/** The contract: who, which register, from when, which tariffs, whose index. Signed by supplier and household. */

import { z } from 'zod'
import { ED25519_SIGNATURE_BYTES, FormatError } from '../../../crypto'
import { currency, date, decodeWith, hash, hex, meterId, obis, text, timeZone } from './fields'
import type { StrictJson } from './strict-json'
import { writeStrictJson } from './write-json'
import { OBIS_DRAWN } from '../../domain/meter/meter'

export const key = hex(32)

/** LP bytes of HEAD or GENESIS with the meter's signature. */
const signedStatement = z.strictObject({ bytes: hex(32, 300), sig: hex(ED25519_SIGNATURE_BYTES) })

const register = z.strictObject({
  meterId,
  obis,
  genesis: signedStatement,
  /** START head: the chain's state before the contract; null when the chain begins with it. */
  start: signedStatement.nullable()
})

const acceptedTariff = z.strictObject({ hash, from: date })

const schema = z.strictObject({
  id: text(),
  supplier: z.strictObject({ name: text(), key }),
  household: z.strictObject({ key }),
  currency,
  zone: timeZone,
  /** Local days, both included; last is null while the contract runs. */
  first: date,
  last: date.nullable(),
  /** Billing calendar. */
  billing: z.literal('calendar-month'),
  registers: z.array(register).min(1).max(10),
  /** Ascending; each holds from its first day until the next one's. */
  tariffs: z.array(acceptedTariff).min(1).max(100),
  /** Publisher of the price list of index tariffs; never the supplier itself. */
  index: z.strictObject({ publisher: text(), key }).nullable()
})

export type Contract = z.output<typeof schema>
export type ContractRegister = Contract['registers'][number]

/** @throws FormatError. */
export function decodeContract(body: StrictJson): Contract {
  const contract = decodeWith(schema, body, 'contract')
  if (contract.last !== null && contract.last < contract.first) {
    throw new FormatError('ends-before-start', 'contract.last')
  }
  contract.tariffs.forEach(({ from }, index) => {
    const before = contract.tariffs[index - 1]?.from
    if (before !== undefined && from <= before) throw new FormatError('not-ascending', 'contract.tariffs')
  })
  if ((contract.tariffs[0]?.from ?? '') > contract.first)
    throw new FormatError('no-tariff-at-start', 'contract.tariffs')
  return contract
}

export function encodeContract(contract: Contract): Uint8Array {
  return writeStrictJson({
    ...contract,
    registers: contract.registers.map((one) => ({ ...one, obis: obisName(one.obis) }))
  })
}

/** 1.8.0 or 2.8.0, as documents write it. */
export function obisName(code: ContractRegister['obis']): string {
  return code === OBIS_DRAWN ? '1.8.0' : '2.8.0'
}
