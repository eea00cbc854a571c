/** What household and supplier send each other (docs/protocol/bills.md): LP lists, as in the rounds. */

import {
  ED25519_KEY_BYTES,
  ED25519_SIGNATURE_BYTES,
  FormatError,
  fromHex,
  lpFields,
  lpList,
  toHex,
  utf8
} from '../../crypto'
import { decodeHead, decodeRecord } from '../domain/meter/decode-record'
import { type SignedGenesis, decodeGenesis, encodeGenesis } from '../domain/meter/genesis'
import { type MeterRecord, type SignedHead, encodeHead, encodeRecord } from '../domain/meter/record'
import { decodeAnchor } from './documents/statements'
import { type Steps, slices } from './pause'
import type { ContractRequest, RecordDelivery, RequestedRegister } from './supplier-link'

/** A year of quarter hours is 35,040 records of some 190 bytes. */
const MAX_RECORDS = 36_000
const DELIVERY_LIMITS = { maxBytes: 8 * 2 ** 20, maxFields: MAX_RECORDS + 4 }
const REQUEST_FIELDS = 8
const REGISTER_FIELDS = 4
const MAX_FURTHER = 9
const REQUEST_LIMITS = { maxBytes: 16_384, maxFields: REQUEST_FIELDS + MAX_FURTHER * REGISTER_FIELDS }
const RESPONSE_LIMITS = { maxBytes: 65_536, maxFields: 2 }

export const MAX_DELIVERY_BYTES = DELIVERY_LIMITS.maxBytes
export const MAX_SMALL_BYTES = RESPONSE_LIMITS.maxBytes

/**
 * LP(household key, GENESIS, signature, START head or empty, signature or empty, tariff hash, first, last or empty), and
 * for each further register its GENESIS, signature, START head or empty, signature or empty.
 */
export function encodeContractRequest(request: ContractRequest): Uint8Array {
  const { householdKey, tariffHash, first, last, further } = request
  return lpList(
    householdKey,
    ...registerFields(request),
    fromHex(tariffHash, 32),
    utf8(first),
    utf8(last ?? ''),
    ...further.flatMap(registerFields)
  )
}

/** @throws FormatError. Days are still text: the contract's own schema reads them. */
export function decodeContractRequest(bytes: Uint8Array): ContractRequest {
  const fields = lpFields(bytes, REQUEST_LIMITS)
  if (fields.length < REQUEST_FIELDS || (fields.length - REQUEST_FIELDS) % REGISTER_FIELDS !== 0) {
    throw new FormatError('wrong-field-count', 'message')
  }
  const [key, genesis, signature, start, startSignature, tariff, first, last, ...more] = fields
  return {
    householdKey: sized(key, ED25519_KEY_BYTES),
    ...registerOf([genesis, signature, start, startSignature]),
    tariffHash: toHex(sized(tariff, 32)),
    first: dayText(first),
    last: last?.length === 0 ? null : dayText(last),
    further: Array.from({ length: more.length / REGISTER_FIELDS }, (_, index) =>
      registerOf(more.slice(index * REGISTER_FIELDS, (index + 1) * REGISTER_FIELDS))
    )
  }
}

function registerFields({ genesis, start }: RequestedRegister): readonly Uint8Array[] {
  return [
    encodeGenesis(genesis.genesis),
    genesis.signature,
    start ? encodeHead(start.head) : new Uint8Array(0),
    start ? start.signature : new Uint8Array(0)
  ]
}

function registerOf([genesis, signature, start, startSignature]: readonly (
  Uint8Array | undefined
)[]): RequestedRegister {
  const begins = start?.length === 0 && startSignature?.length === 0
  return {
    genesis: {
      genesis: decodeGenesis(genesis ?? new Uint8Array(0)),
      signature: sized(signature, ED25519_SIGNATURE_BYTES)
    },
    start: begins
      ? null
      : { head: decodeHead(start ?? new Uint8Array(0)), signature: sized(startSignature, ED25519_SIGNATURE_BYTES) }
  }
}

/** LP(anchor, signature, HEAD, signature, records in order). A year's records are long work. */
export function* encodeDelivery({ anchor, records, head }: RecordDelivery): Steps<Uint8Array> {
  const encoded: Uint8Array[] = []
  yield* slices(records, (record) => encoded.push(encodeRecord(record)))
  yield [records.length, records.length]
  return lpList(
    'genesis' in anchor ? encodeGenesis(anchor.genesis) : encodeHead(anchor.head),
    anchor.signature,
    encodeHead(head.head),
    head.signature,
    ...encoded
  )
}

/** Both ends of a delivery, without a look at its records. */
export type DeliveryEnds = Pick<RecordDelivery, 'anchor' | 'head'>

/** As `encodeDelivery`, the other way. @throws FormatError. */
export function* decodeDelivery(bytes: Uint8Array): Steps<RecordDelivery> {
  const [ends, fields] = splitDelivery(bytes)
  yield [0, fields.length]
  const records: MeterRecord[] = []
  yield* slices(fields, (field) => records.push(decodeRecord(field)))
  return { ...ends, records }
}

/** @throws FormatError. */
export function decodeDeliveryEnds(bytes: Uint8Array): DeliveryEnds {
  return splitDelivery(bytes)[0]
}

function splitDelivery(bytes: Uint8Array): readonly [DeliveryEnds, readonly Uint8Array[]] {
  const [anchor, anchorSignature, head, headSignature, ...records] = lpFields(bytes, DELIVERY_LIMITS)
  if (!anchor || !head || records.length === 0) throw new FormatError('missing-field', 'delivery')
  const statement = { bytes: anchor, sig: sized(anchorSignature, ED25519_SIGNATURE_BYTES) }
  return [
    {
      anchor: anchorOf(statement),
      head: { head: decodeHead(head), signature: sized(headSignature, ED25519_SIGNATURE_BYTES) }
    },
    records
  ]
}

/** LP(RESPONSE, signature). */
export function encodeSignedResponse(body: Uint8Array, signature: Uint8Array): Uint8Array {
  return lpList(body, signature)
}

/** @throws FormatError. */
export function decodeSignedResponse(bytes: Uint8Array): { readonly body: Uint8Array; readonly signature: Uint8Array } {
  const [body, signature] = exactly(lpFields(bytes, RESPONSE_LIMITS), 2)
  return { body: body ?? new Uint8Array(0), signature: sized(signature, ED25519_SIGNATURE_BYTES) }
}

function anchorOf(statement: { readonly bytes: Uint8Array; readonly sig: Uint8Array }): SignedHead | SignedGenesis {
  const anchor = decodeAnchor(statement)
  return anchor.kind === 'head'
    ? { head: anchor.head, signature: statement.sig }
    : { genesis: anchor.genesis, signature: statement.sig }
}

function exactly(fields: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  if (fields.length !== count) throw new FormatError('wrong-field-count', 'message')
  return fields
}

function sized(field: Uint8Array | undefined, length: number): Uint8Array {
  if (field?.length !== length) throw new FormatError('wrong-length', 'message')
  return field
}

function dayText(field: Uint8Array | undefined): string {
  const text = String.fromCharCode(...sized(field, 10))
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) throw new FormatError('not-a-date', 'message')
  return text
}
