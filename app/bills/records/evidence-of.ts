/** The evidence file of a bill, from what the household keeps: signed things only, and no reading in it. */

import { AppError } from '../../app-error'
import { decodeBill } from '../documents/bill-document'
import { decodeContract } from '../documents/contract-document'
import { type EvidenceParts, type DisclosedInterval } from '../documents/evidence-document'
import { decodeSignedFile, readBody } from '../documents/signed-file'
import { type EvidenceSources, readHeldContract } from '../evidence'
import { recordsToSend } from '../respond'
import { encodeDelivery } from '../wire'

/**
 * @param disclosed intervals that the person has chosen to show; empty by default.
 * @throws FormatError for a file that is no bill; AppError evidence-incomplete where contract or records are not here.
 */
export function evidenceOf(
  sources: EvidenceSources,
  file: Uint8Array,
  disclosed: readonly DisclosedInterval[] = []
): EvidenceParts {
  const { primitives, store, chains } = sources
  const bill = decodeBill(readBody(decodeSignedFile(primitives, file)))
  const stored = store
    .contracts()
    .find((one) => readHeldContract(primitives, one, decodeContract)?.document.id === bill.contract)
  const contract = stored && readHeldContract(primitives, stored, decodeContract)
  if (!stored || !contract) throw new AppError('evidence-incomplete', { part: 'contract' })
  const documents = [bill.tariff, ...(bill.index ? [bill.index.list] : [])].flatMap(
    (hash) => store.document(hash)?.file ?? []
  )
  const deliveries = contract.document.registers.map((register) => {
    const delivery = recordsToSend({ chains }, register, bill.period)
    if (!delivery) throw new AppError('evidence-incomplete', { part: 'records' })
    return encodeDelivery(delivery)
  })
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
