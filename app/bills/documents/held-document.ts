/** A document that this household keeps, held against its name and its author's key whenever it is used. */

import { FormatError, type Primitives } from '../../../crypto'
import type { UtcSeconds } from '../../domain/interval'
import type { HeldContract } from '../evidence'
import type { Bill } from './bill-document'
import { type Contract, decodeContract } from './contract-document'
import { type DocumentKind, type FormatVersion, decodeSignedFile, isSignedBy, readBody } from './signed-file'
import type { StrictJson } from './strict-json'

export type DocumentEvidence<Document> =
  | { readonly state: 'held'; readonly hash: string; readonly document: Document }
  | { readonly state: 'missing' | 'damaged' | 'not-signed'; readonly hash: string }

/** A pinned contract, read again from its file; null when the file is damaged. */
export function readHeldContract(
  primitives: Primitives,
  stored: { readonly hash: string; readonly file: Uint8Array }
): HeldContract | null {
  const found = readDocument<Contract>(primitives, 'contract', stored.hash, stored.file, null, decodeContract)
  return found.state === 'held' ? { hash: stored.hash, document: found.document } : null
}

/**
 * The contract that a bill is for. Of several with its number (a contract that was amended) the one under which the
 * period was answered, else the newest.
 */
export function contractOfBill<Stored extends { readonly hash: string; readonly file: Uint8Array }>(
  primitives: Primitives,
  store: {
    contracts(): readonly Stored[]
    response(contractHash: string, start: UtcSeconds): object | null
  },
  { contract: id, period }: Pick<Bill, 'contract' | 'period'>
): { readonly stored: Stored; readonly contract: HeldContract } | null {
  const found = store.contracts().flatMap((stored) => {
    const contract = readHeldContract(primitives, stored)
    return contract?.document.id === id ? [{ stored, contract }] : []
  })
  return found.find(({ stored }) => store.response(stored.hash, period.start)) ?? found.at(-1) ?? null
}

/** Reads a stored document and holds it against its name and its author's key. */
export function readDocument<Document>(
  primitives: Primitives,
  kind: DocumentKind,
  hash: string,
  bytes: Uint8Array | null,
  key: Uint8Array | null,
  decode: (body: StrictJson, version: FormatVersion) => Document
): DocumentEvidence<Document> {
  if (!bytes) return { state: 'missing', hash }
  try {
    const file = decodeSignedFile(primitives, bytes)
    if (file.kind !== kind || file.hash !== hash) return { state: 'damaged', hash }
    if (key && !isSignedBy(primitives, file, key)) return { state: 'not-signed', hash }
    return { state: 'held', hash, document: decode(readBody(file), file.version) }
  } catch (error) {
    if (error instanceof FormatError) return { state: 'damaged', hash }
    throw error
  }
}
