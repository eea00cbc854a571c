/**
 * A meter's exchange, signed by its operator: where the old meter's chain ended and the new one's began, and what both
 * registers showed. It also covers the time in between, in which nothing was counted.
 */

import { z } from 'zod'
import { ED25519_SIGNATURE_BYTES, FormatError } from '../../../crypto'
import { decodeHead } from '../../domain/meter/decode-record'
import { decodeGenesis } from '../../domain/meter/genesis'
import { endOf } from '../../domain/interval'
import { obisName } from './contract-document'
import { decodeWith, energy, hex, meterId, obis, text, time } from './fields'
import type { StrictJson } from './strict-json'
import { writeStrictJson } from './write-json'

const signedStatement = z.strictObject({ bytes: hex(32, 300), sig: hex(ED25519_SIGNATURE_BYTES) })

export const exchangeSchema = z.strictObject({
  operator: text(),
  obis,
  removed: z.strictObject({
    meterId,
    at: time,
    /** Register total, units of 10^-unitExp Wh of that meter. */
    register: energy,
    /** HEAD of its last record. */
    head: signedStatement
  }),
  installed: z.strictObject({ meterId, at: time, register: energy, genesis: signedStatement })
})

export type MeterExchange = z.output<typeof exchangeSchema>

/** @throws FormatError: what is malformed, or where the statement contradicts the meters' own words inside it. */
export function decodeExchange(body: StrictJson): MeterExchange {
  const exchange = decodeWith(exchangeSchema, body, 'exchange')
  const { removed, installed, obis: register } = exchange
  const head = decodeHead(removed.head.bytes)
  const genesis = decodeGenesis(installed.genesis.bytes)
  const agrees =
    head.meterId === removed.meterId &&
    head.obis === register &&
    endOf({ start: head.intervalStart, seconds: head.seconds }) === removed.at &&
    genesis.meterId === installed.meterId &&
    genesis.obis === register &&
    genesis.start === installed.at
  if (!agrees) throw new FormatError('exchange-contradicts', 'exchange')
  if (installed.at < removed.at || installed.meterId === removed.meterId) {
    throw new FormatError('exchange-backwards', 'exchange.installed')
  }
  return exchange
}

export function encodeExchange(exchange: MeterExchange): Uint8Array {
  return writeStrictJson({ ...exchange, obis: obisName(exchange.obis) })
}
