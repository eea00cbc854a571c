/** What a file of a bill is and says, without believing any of it. */

import { decodeBill } from '../../app/bills/documents/bill-document'
import { decodeContract } from '../../app/bills/documents/contract-document'
import { decodeEvidence, looksLikeEvidence } from '../../app/bills/documents/evidence-document'
import { decodeExchange } from '../../app/bills/documents/exchange-document'
import { decodeIndexList } from '../../app/bills/documents/index-document'
import { type SignedFile, decodeSignedFile, isSignedBy, readBody } from '../../app/bills/documents/signed-file'
import type { StrictJson } from '../../app/bills/documents/strict-json'
import { decodeTariff } from '../../app/bills/documents/tariff-document'
import { atOnce } from '../../app/bills/pause'
import { decodeRefusal } from '../../app/bills/refusal-bytes'
import { type BillingResponse, decodeResponse } from '../../app/bills/response-bytes'
import { namingFile } from './naming-file'
import { findParts } from './sort-parts'
import { decodeDelivery, decodeSignedResponse } from '../../app/bills/wire'
import { FormatError, type Primitives, toHex } from '../../crypto'

export type Inspection = {
  readonly kind: string
  readonly version: number | null
  /** Name of the document; null for what has none. */
  readonly hash: string | null
  /** Whether the given key signed it; null without a key or a signature. */
  readonly signed: boolean | null
  readonly content: unknown
}

/** @param key Ed25519, 32 bytes. @throws AppError bill-file-unreadable. */
export function inspectFile(
  primitives: Primitives,
  name: string,
  bytes: Uint8Array,
  key: Uint8Array | null
): Inspection {
  return namingFile(name, () => inspectKnown(primitives, name, bytes, key))
}

function inspectKnown(primitives: Primitives, name: string, bytes: Uint8Array, key: Uint8Array | null): Inspection {
  if (looksLikeEvidence(bytes)) return inspectEvidence(primitives, bytes)
  if (bytes[0] === 0) return inspectWire(primitives, name, bytes, key)
  const file = decodeSignedFile(primitives, bytes)
  // Decoded once for its faults; shown as it is written.
  const body = readBody(file)
  DECODERS[file.kind](body, file.version)
  const signed = key && isSignedBy(primitives, file, key)
  return { kind: file.kind, version: file.version, hash: file.hash, signed, content: body }
}

const DECODERS: Readonly<Record<SignedFile['kind'], (body: StrictJson, version: 1 | 2) => unknown>> = {
  bill: decodeBill,
  tariff: decodeTariff,
  contract: decodeContract,
  index: decodeIndexList,
  exchange: decodeExchange
}

function inspectEvidence(primitives: Primitives, bytes: Uint8Array): Inspection {
  const { bill, documents, deliveries, response, disclosed } = decodeEvidence(primitives, bytes)
  return {
    kind: 'evidence',
    version: 1,
    hash: decodeSignedFile(primitives, bill).hash,
    signed: null,
    content: {
      documents: documents.map((one) => {
        const { kind, hash } = decodeSignedFile(primitives, one)
        return { kind, hash }
      }),
      records: deliveries.map(recordsOf),
      response: response !== null,
      disclosed: disclosed.length
    }
  }
}

function inspectWire(primitives: Primitives, name: string, bytes: Uint8Array, key: Uint8Array | null): Inspection {
  const refusal = refusalIn(primitives, bytes, key)
  if (refusal) return refusal
  const { deliveries, response } = findParts(primitives, [{ name, bytes }])
  if (deliveries[0])
    return { kind: 'records', version: null, hash: null, signed: null, content: recordsOf(deliveries[0]) }
  const { body, signature } = response ?? { body: bytes, signature: new Uint8Array(64) }
  const hash = toHex(primitives.sha256(body))
  const signed = key && primitives.ed25519.verify(signature, body, key)
  return { kind: 'response', version: null, hash, signed, content: responseOf(decodeResponse(body)) }
}

/** The word that a period is not opened; null for anything else. */
function refusalIn(primitives: Primitives, bytes: Uint8Array, key: Uint8Array | null): Inspection | null {
  try {
    const { body, signature } = decodeSignedResponse(bytes)
    const { contractHash, period } = decodeRefusal(body)
    const signed = key && primitives.ed25519.verify(signature, body, key)
    return { kind: 'refusal', version: null, hash: null, signed, content: { contract: contractHash, period } }
  } catch (error) {
    if (error instanceof FormatError) return null
    throw error
  }
}

function recordsOf(wire: Uint8Array): Readonly<Record<string, string | number>> {
  const { records, head } = atOnce(decodeDelivery(wire))
  const { meterId, obis } = head.head
  return { meterId, obis: obis.toString(16).padStart(4, '0'), first: records[0]?.counter ?? 0, records: records.length }
}

/** Blindings are left out: with one of them and a commitment anybody can look for the reading. */
function responseOf({
  contractHash,
  period,
  tariffHash,
  listHash,
  segments,
  cells,
  amounts
}: BillingResponse): unknown {
  return {
    contract: contractHash,
    period,
    tariffs: tariffHash.match(/.{64}/gu),
    list: listHash,
    segments: segments.map(({ chain, first, last }) => ({ ...chain, first, last })),
    cells: cells.map(({ name, energy }) => ({ name, energy })),
    amounts: amounts.map(({ amount }) => amount)
  }
}
