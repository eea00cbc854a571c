/** Files that the person dropped: bills, contracts, tariffs, price lists, told apart by what they say they are. */

import { FormatError, type Primitives } from '../../crypto'
import { AppError, fileNameIn } from '../app-error'
import type { OpenedFile } from '../contract'
import type { Documents } from '../ports'
import type { BillStore } from './bill-store'
import type { Contract } from './documents/contract-document'
import { decodeExchange } from './documents/exchange-document'
import { decodeIndexList } from './documents/index-document'
import { MAX_FILE_BYTES, type SignedFile, decodeSignedFile, isSignedBy, readBody } from './documents/signed-file'
import { decodeTariff } from './documents/tariff-document'
import { readHeldContract } from './documents/held-document'
import { readWhole } from './read-whole'
import type { BillVerification } from './take-bill'

export type OpenFilesDeps = {
  readonly primitives: Primitives
  readonly store: BillStore
  readonly documents: Documents
  readonly pin: (file: Uint8Array) => { readonly id: string }
  readonly takeBill: (file: Uint8Array, hash: string | null) => Promise<BillVerification>
}

type ReadFile = { readonly name: string; readonly bytes: Uint8Array; readonly file: SignedFile }
type Outcome = { readonly index: number; readonly opened: OpenedFile }

/** A bill needs its contract, tariff and list first, in whatever order they were dropped. */
const ORDER = { contract: 0, tariff: 1, index: 2, exchange: 3, bill: 4 } as const

/** @throws WorkCancelled. What is wrong with one file is said of that file; the others go on. */
export async function openFiles(deps: OpenFilesDeps, tokens: readonly string[]): Promise<readonly OpenedFile[]> {
  const outcomes: Outcome[] = []
  const read: (ReadFile & { readonly index: number })[] = []
  for (const [index, token] of tokens.entries()) {
    const file = await readDropped(deps, token)
    if ('kind' in file) outcomes.push({ index, opened: file })
    else read.push({ ...file, index })
  }
  for (const file of read.sort((a, b) => ORDER[a.file.kind] - ORDER[b.file.kind])) {
    outcomes.push({ index: file.index, opened: await take(deps, file) })
  }
  return outcomes.sort((a, b) => a.index - b.index).map(({ opened }) => opened)
}

async function readDropped(deps: OpenFilesDeps, token: string): Promise<ReadFile | OpenedFile> {
  let name = ''
  try {
    const document = await deps.documents.open(token)
    name = document.name.slice(0, 200)
    const bytes = await readWhole(document, MAX_FILE_BYTES)
    return { name, bytes, file: decodeSignedFile(deps.primitives, bytes) }
  } catch (error) {
    return refused(name || fileNameIn(error), error)
  }
}

async function take(deps: OpenFilesDeps, { name, bytes, file }: ReadFile): Promise<OpenedFile> {
  try {
    switch (file.kind) {
      case 'bill': {
        const { verification, report } = await deps.takeBill(bytes, file.hash)
        if (report) return { kind: 'bill', name, hash: verification.hash }
        const found = verification.findings[0]
        return { kind: 'refused', name, reason: { code: found?.code ?? 'damaged', params: found?.params ?? {} } }
      }
      case 'contract':
        return { kind: 'contract', name, title: deps.pin(bytes).id }
      case 'tariff':
        return { kind: 'tariff', name, title: keepTariff(deps, bytes, file) }
      case 'index':
        return { kind: 'price-list', name, title: keepIndex(deps, bytes, file) }
      case 'exchange':
        return { kind: 'meter-exchange', name, title: keepExchange(deps, bytes, file) }
    }
  } catch (error) {
    return refused(name, error)
  }
}

function keepTariff({ primitives, store }: OpenFilesDeps, bytes: Uint8Array, file: SignedFile): string {
  const tariff = decodeTariff(readBody(file), file.version)
  const isKnown = contracts(primitives, store).some(({ supplier }) => isSignedBy(primitives, file, supplier.key))
  if (!isKnown) throw new AppError('document-author-unknown')
  store.keepDocument({ hash: file.hash, kind: 'tariff', file: bytes })
  return tariff.name
}

function keepIndex({ primitives, store }: OpenFilesDeps, bytes: Uint8Array, file: SignedFile): string {
  const list = decodeIndexList(readBody(file))
  const isKnown = contracts(primitives, store).some(({ index }) => index && isSignedBy(primitives, file, index.key))
  if (!isKnown) throw new AppError('document-author-unknown')
  store.keepDocument({ hash: file.hash, kind: 'index', file: bytes })
  return list.name
}

/** Signed by the operator that a contract names; a household believes no other word on its meters. */
function keepExchange({ primitives, store }: OpenFilesDeps, bytes: Uint8Array, file: SignedFile): string {
  const { installed } = decodeExchange(readBody(file))
  const isKnown = contracts(primitives, store).some(
    ({ operator }) => operator !== null && isSignedBy(primitives, file, operator.key)
  )
  if (!isKnown) throw new AppError('document-author-unknown')
  store.keepDocument({ hash: file.hash, kind: 'exchange', file: bytes })
  return installed.meterId
}

function contracts(primitives: Primitives, store: BillStore): readonly Contract[] {
  return store.contracts().flatMap((stored) => readHeldContract(primitives, stored)?.document ?? [])
}

/** @throws whatever is neither a malformed file nor something a person should read. */
function refused(name: string, error: unknown): OpenedFile {
  if (error instanceof FormatError) {
    const code = error.code === 'newer-version' || error.code === 'too-large' ? error.code : 'damaged'
    return { kind: 'refused', name, reason: { code, params: { place: error.where, reason: error.code } } }
  }
  if (error instanceof AppError)
    return { kind: 'refused', name, reason: { code: error.code, params: { ...error.params } } }
  throw error
}
