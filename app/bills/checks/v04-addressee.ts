/** V4: is the bill for this household: contract, supplier, meter, register, currency (B19). */

import type { Finding } from '../../contract'
import { obisName } from '../documents/contract-document'
import { type Check, finding } from './check'

export const checkAddressee: Check = ({ bill, contract, segments, runs, sources }) => {
  const { document: terms } = contract
  if (bill.contract !== terms.id) {
    const params = { contract: bill.contract, own: terms.id }
    const details = { where: 'contract', expected: terms.id, found: bill.contract, params }
    return { findings: [finding('V4', 'not-your-contract', 'cannot-be-checked', details)] }
  }
  const findings: Finding[] = []
  if (bill.supplier !== terms.supplier.name) {
    const params = { supplier: bill.supplier, own: terms.supplier.name }
    const details = { where: 'supplier', expected: terms.supplier.name, found: bill.supplier, params }
    findings.push(finding('V4', 'other-supplier', 'wrong', details))
  }
  if (bill.currency !== terms.currency) {
    const params = { currency: bill.currency }
    findings.push(
      finding('V4', 'other-currency', 'wrong', {
        where: 'currency',
        expected: terms.currency,
        found: bill.currency,
        params
      })
    )
  }
  const known = [...terms.registers, ...runs.map(({ chain }) => chain)]
  // Whether a statement that is not here made another meter this household's is V7's question.
  const isOpen = bill.exchanges.some((hash) => sources.store.document(hash) === null)
  for (const { meterId, obis } of [...segments.map(({ chain }) => chain), ...bill.registers]) {
    const ofMeter = known.filter((register) => register.meterId === meterId)
    if (ofMeter.some((register) => register.obis === obis) || (isOpen && ofMeter.length === 0)) continue
    const code = ofMeter.length === 0 ? 'other-meter' : 'other-register'
    const own = terms.registers.map((register) => `${register.meterId} ${obisName(register.obis)}`).join(', ')
    const params = { meter: meterId, register: obisName(obis) }
    const details = { where: 'segments', expected: own, found: `${meterId} ${obisName(obis)}`, params }
    findings.push(finding('V4', code, 'wrong', details))
  }
  return { findings }
}
