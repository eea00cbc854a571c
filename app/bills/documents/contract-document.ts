/** The contract: who, which registers, from when, which tariffs, whose index. Signed by supplier and household. */

import { z } from 'zod'
import { ED25519_SIGNATURE_BYTES, FormatError } from '../../../crypto'
import { cents, count, currency, date, decodeWith, hash, hex, meterId, obis, text, timeZone } from './fields'
import type { FormatVersion } from './signed-file'
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

const frame = {
  id: text(),
  supplier: z.strictObject({ name: text(), key }),
  household: z.strictObject({ key }),
  currency,
  zone: timeZone,
  /** Local days, both included; last is null while the contract runs. */
  first: date,
  last: date.nullable(),
  registers: z.array(register).min(1).max(10),
  /** Ascending; each holds from its first day until the next one's. */
  tariffs: z.array(acceptedTariff).min(1).max(100),
  /** Publisher of the price list of index tariffs; never the supplier itself. */
  index: z.strictObject({ publisher: text(), key }).nullable()
}

export const contractSchemaV1 = z.strictObject({ ...frame, billing: z.literal('calendar-month') })

/** Version 2 has what version 1 has, and the fields below, all of them required (ADR 0027). */
export const contractSchemaV2 = z.strictObject({
  ...frame,
  /** Billing calendar. */
  billing: z.enum(['calendar-month', 'calendar-quarter', 'calendar-year']),
  /** Who exchanges meters and signs for it; null where the contract knows nobody. */
  operator: z.strictObject({ name: text(), key }).nullable(),
  /**
   * Payments agreed in advance, ascending: from `from` on, `cents` are due on day `day` of every calendar month until the
   * next entry; 0 cents ends them.
   */
  instalments: z.array(z.strictObject({ from: date, day: count(1, 28), cents })).max(100),
  /** Hash of the contract that this one takes the place of; absent in a first one. */
  amends: hash.optional()
})

export type Contract = z.output<typeof contractSchemaV2>
export type ContractRegister = Contract['registers'][number]

/** @throws FormatError. */
export function decodeContract(body: StrictJson, version: FormatVersion = 1): Contract {
  const contract: Contract =
    version === 1
      ? { ...decodeWith(contractSchemaV1, body, 'contract'), operator: null, instalments: [] }
      : decodeWith(contractSchemaV2, body, 'contract')
  if (contract.last !== null && contract.last < contract.first) {
    throw new FormatError('ends-before-start', 'contract.last')
  }
  contract.tariffs.forEach(({ from }, index) => {
    const before = contract.tariffs[index - 1]?.from
    if (before !== undefined && from <= before) throw new FormatError('not-ascending', 'contract.tariffs')
  })
  if ((contract.tariffs[0]?.from ?? '') > contract.first)
    throw new FormatError('no-tariff-at-start', 'contract.tariffs')
  if (new Set(contract.registers.map((one) => `${one.meterId} ${one.obis}`)).size !== contract.registers.length) {
    throw new FormatError('register-twice', 'contract.registers')
  }
  contract.instalments.forEach(({ from, cents: due }, index) => {
    const before = contract.instalments[index - 1]?.from
    if (before !== undefined && from <= before) throw new FormatError('not-ascending', 'contract.instalments')
    if (due < 0n) throw new FormatError('out-of-range', 'contract.instalments')
  })
  return contract
}

/** The lowest version that says all of a contract. */
export function contractVersion({ billing, operator, instalments, amends }: Contract): FormatVersion {
  const isPlain = billing === 'calendar-month' && operator === null && instalments.length === 0
  return isPlain && amends === undefined ? 1 : 2
}

/** Wire bytes, in the form of `contractVersion`. */
export function encodeContract(contract: Contract): Uint8Array {
  const { operator, instalments, amends, ...common } = contract
  const amending = amends === undefined ? {} : { amends }
  const more = contractVersion(contract) === 1 ? {} : { operator, instalments, ...amending }
  return writeStrictJson({
    ...common,
    ...more,
    registers: contract.registers.map((one) => ({ ...one, obis: obisName(one.obis) }))
  })
}

/** 1.8.0 or 2.8.0, as documents write it. */
export function obisName(code: ContractRegister['obis']): string {
  return code === OBIS_DRAWN ? '1.8.0' : '2.8.0'
}
