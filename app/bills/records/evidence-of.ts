/** The evidence file of a bill, from what the household keeps: signed things only, and no reading in it. */

import { AppError } from '../../app-error'
import { decodeBill } from '../documents/bill-document'
import type { EvidenceParts, DisclosedInterval } from '../documents/evidence-document'
import { decodeSignedFile, readBody } from '../documents/signed-file'
import { contractOfBill } from '../documents/held-document'
import type { EvidenceSources } from '../evidence'
import { heldExchanges, meterRuns } from '../meter-runs'
import type { Steps } from '../pause'
import { readDelivery } from '../whole-runs'
import { encodeDelivery } from '../wire'

/**
 * A year's records are long work.
 * @param disclosed intervals that the person has chosen to show; empty by default.
 * @throws FormatError for a file that is no bill; AppError evidence-incomplete where contract or records are not here.
 */
export function* evidenceOf(
  sources: EvidenceSources,
  file: Uint8Array,
  disclosed: readonly DisclosedInterval[] = []
): Steps<EvidenceParts> {
  const { primitives, store, chains } = sources
  const signed = decodeSignedFile(primitives, file)
  const bill = decodeBill(readBody(signed), signed.version)
  const found = contractOfBill(primitives, store, bill)
  if (!found) throw new AppError('evidence-incomplete', { part: 'contract' })
  const { stored, contract } = found
  const names = [
    bill.tariff,
    ...bill.laterTariffs.map(({ hash }) => hash),
    ...(bill.index ? [bill.index.list] : []),
    ...bill.exchanges
  ]
  const documents = names.flatMap((hash) => store.document(hash)?.file ?? [])
  const exchanges = heldExchanges(primitives, store, contract.document)
  const counted = new Set(bill.segments.map(({ obis }) => obis))
  const deliveries: Uint8Array[] = []
  for (const run of meterRuns(contract.document, exchanges, bill.period, counted)) {
    const delivery = yield* readDelivery(chains, run)
    if (!delivery) throw new AppError('evidence-incomplete', { part: 'records' })
    deliveries.push(yield* encodeDelivery(delivery))
  }
  const response = store.response(contract.hash, bill.period.start)
  return {
    bill: file,
    contract: stored.file,
    documents,
    deliveries,
    response: response && { body: response.body, signature: response.signature },
    disclosed
  }
}
