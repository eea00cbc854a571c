/** A bill made from files, as a supplier without a server would: contract, tariffs, records, RESPONSE and its key. */

import { AppError } from '../../app/app-error'
import { billVersion, encodeBill } from '../../app/bills/documents/bill-document'
import { decodeContract } from '../../app/bills/documents/contract-document'
import { readDocument } from '../../app/bills/documents/held-document'
import { decodeIndexList } from '../../app/bills/documents/index-document'
import { decodeSignedFile, encodeSignedFile, readBody, signFile } from '../../app/bills/documents/signed-file'
import { genesisOf } from '../../app/bills/documents/statements'
import { decodeTariff } from '../../app/bills/documents/tariff-document'
import type { EvidenceSources } from '../../app/bills/evidence'
import { heldExchanges, meterRuns } from '../../app/bills/meter-runs'
import { atOnce } from '../../app/bills/pause'
import { sourcesFromParts } from '../../app/bills/records/record-sources'
import { decodeResponse } from '../../app/bills/response-bytes'
import { countedRegisters } from '../../app/bills/sections'
import { acceptedTariffsFor } from '../../app/bills/tariff/accept-tariff'
import { type Verification, verifyBill } from '../../app/bills/verify-bill'
import { decodeDelivery } from '../../app/bills/wire'
import { type LocalDate, localDateAt } from '../../app/domain/calendar'
import { toUtcSeconds } from '../../app/domain/interval'
import type { CommitmentWork } from '../../app/ports'
import { type Primitives, equalBytes, toHex } from '../../crypto'
import { issueBill } from '../../services/supplier/issue-bill'
import { UsageError } from '../command'
import type { FoundParts } from './sort-parts'

export type IssueOptions = {
  /** Seed of the supplier's key. Secret. */
  readonly seed: Uint8Array
  readonly number: string
  readonly replaces: string | null
  readonly issued: LocalDate
}

export type Issued = { readonly file: Uint8Array; readonly hash: string; readonly verification: Verification }

/**
 * The bill, and what a verifier without readings says of it: nobody sends out what does not hold.
 * @throws UsageError where contract or RESPONSE is not among the files; AppError key-not-of-contract,
 *   evidence-incomplete; FormatError.
 */
export async function issueFromFiles(
  primitives: Primitives,
  work: CommitmentWork,
  parts: FoundParts,
  { seed, number, replaces, issued }: IssueOptions
): Promise<Issued> {
  const { contract: file, response: signed } = parts
  if (!file || !signed) throw new UsageError('bill issue needs the contract and the RESPONSE')
  const contractFile = decodeSignedFile(primitives, file)
  const terms = decodeContract(readBody(contractFile), contractFile.version)
  if (!equalBytes(primitives.ed25519.publicKey(seed), terms.supplier.key)) throw new AppError('key-not-of-contract')
  const { store } = await sourcesFromParts(primitives, work, { ...parts, contract: file })
  const response = decodeResponse(signed.body)
  const last = localDateAt(toUtcSeconds(response.period.end - 1), terms.zone)
  const tariffs = acceptedTariffsFor(terms, localDateAt(response.period.start, terms.zone), last).map((accepted) => {
    const bytes = store.document(accepted.hash)?.file ?? null
    const found = readDocument(primitives, 'tariff', accepted.hash, bytes, terms.supplier.key, decodeTariff)
    if (found.state !== 'held') throw new AppError('evidence-incomplete', { part: 'tariff' })
    return { ...accepted, tariff: found.document }
  })
  const runs = meterRuns(terms, heldExchanges(primitives, store, terms), response.period, countedRegisters(tariffs))
  const register = terms.registers[0]
  if (!register || runs.length === 0) throw new AppError('evidence-incomplete', { part: 'records' })
  const bill = issueBill({
    contract: { hash: contractFile.hash, document: terms },
    parts: tariffs,
    priced: tariffs,
    list: listOf(primitives, store, response.listHash, terms.index?.key ?? null),
    response,
    responseHash: toHex(primitives.sha256(signed.body)),
    deliveries: parts.deliveries.map((bytes) => atOnce(decodeDelivery(bytes))),
    exchanges: runs.flatMap(({ statement }) => statement ?? []),
    unitExp: genesisOf(register).genesis.unitExp,
    number,
    replaces,
    issued,
    carried: []
  })
  const made = signFile(primitives, 'bill', encodeBill(bill), seed, billVersion(bill))
  const bytes = encodeSignedFile(made)
  const verification = await verifyBill(await sourcesFromParts(primitives, work, { ...parts, contract: file }), bytes)
  return { file: bytes, hash: made.hash, verification }
}

function listOf(
  primitives: Primitives,
  store: EvidenceSources['store'],
  hash: string | null,
  publisher: Uint8Array | null
): ReturnType<typeof decodeIndexList> | null {
  if (hash === null) return null
  const found = readDocument(primitives, 'index', hash, store.document(hash)?.file ?? null, publisher, decodeIndexList)
  if (found.state !== 'held') throw new AppError('evidence-incomplete', { part: 'index' })
  return found.document
}
