/** Files for a verification without readings, told apart by what they are and not by their names. */

import { decodeEvidence, looksLikeEvidence, type EvidenceParts } from '../../app/bills/documents/evidence-document'
import { decodeSignedFile } from '../../app/bills/documents/signed-file'
import { decodeResponse } from '../../app/bills/response-bytes'
import { atOnce } from '../../app/bills/pause'
import { decodeDelivery, decodeSignedResponse } from '../../app/bills/wire'
import { FormatError, type Primitives } from '../../crypto'
import { UsageError } from '../command'
import { namingFile } from './naming-file'

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array }

/** What the files are; a bill and a contract may still be missing. */
export type FoundParts = Omit<EvidenceParts, 'bill' | 'contract'> & {
  readonly bill: Uint8Array | null
  readonly contract: Uint8Array | null
}

type Found = {
  bill: Uint8Array | null
  contract: Uint8Array | null
  documents: Uint8Array[]
  deliveries: Uint8Array[]
  response: EvidenceParts['response']
  disclosed: EvidenceParts['disclosed']
}

/** @throws UsageError where no bill or no contract is among them; AppError bill-file-unreadable. */
export function sortParts(primitives: Primitives, files: readonly NamedFile[]): EvidenceParts {
  const found = findParts(primitives, files)
  const { bill, contract } = found
  if (!bill) throw new UsageError('verify takes a bill or an evidence file')
  if (!contract) throw new UsageError('verify --without-readings needs the contract, or an evidence file')
  return { ...found, bill, contract }
}

/** @throws AppError bill-file-unreadable, naming a file that is nothing known. */
export function findParts(primitives: Primitives, files: readonly NamedFile[]): FoundParts {
  const found: Found = { bill: null, contract: null, documents: [], deliveries: [], response: null, disclosed: [] }
  for (const file of files) {
    namingFile(file.name, () => {
      sortOne(primitives, file, found)
    })
  }
  return found
}

function sortOne(primitives: Primitives, { name, bytes }: NamedFile, found: Found): void {
  if (looksLikeEvidence(bytes)) {
    const parts = decodeEvidence(primitives, bytes)
    found.bill ??= parts.bill
    found.contract ??= parts.contract
    found.documents.push(...parts.documents)
    found.deliveries.push(...parts.deliveries)
    found.response ??= parts.response
    found.disclosed = [...found.disclosed, ...parts.disclosed]
    return
  }
  if (bytes[0] === 0) {
    sortWire(name, bytes, found)
    return
  }
  const { kind } = decodeSignedFile(primitives, bytes)
  if (kind === 'bill') found.bill ??= bytes
  else if (kind === 'contract') found.contract ??= bytes
  else found.documents.push(bytes)
}

/** Records and RESPONSE travel as LP lists (docs/protocol/bills.md): a length of four bytes comes first. */
function sortWire(name: string, bytes: Uint8Array, found: Found): void {
  if (reads(() => atOnce(decodeDelivery(bytes)))) {
    found.deliveries.push(bytes)
    return
  }
  if (!reads(() => decodeResponse(decodeSignedResponse(bytes).body))) throw new FormatError('unknown-format', name)
  found.response ??= decodeSignedResponse(bytes)
}

function reads(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}
