/** V6: the tariff is the accepted one and holds over the period; the index list is the publisher's and covers it. */

import type { Finding } from '../../contract'
import { type DocumentEvidence, type Evidence } from '../evidence'
import type { Tariff } from '../documents/tariff-document'
import { indexComponentOf } from '../sum-figures'
import { fitsInterval } from '../tariff/index-price'
import { type Check, NOT_REACHED, finding } from './check'

export const checkTariff: Check = (evidence) => {
  const { days, tariff } = evidence
  if (!days) return NOT_REACHED
  const params = { first: days.first, last: days.last }
  if (!tariff) {
    const details = { where: 'tariff', found: evidence.bill.tariff, params }
    return { findings: [finding('V6', 'no-tariff-for-period', 'cannot-be-checked', details)] }
  }
  return { findings: [...tariffFindings(evidence, tariff), ...listFindings(evidence, tariff)] }
}

function tariffFindings({ bill, days }: Evidence, tariff: DocumentEvidence<Tariff>): readonly Finding[] {
  const details = { where: 'tariff', expected: tariff.hash, found: bill.tariff }
  const findings: Finding[] = []
  // Another one than accepted is computed with the accepted one; the bill says which it used.
  if (bill.tariff !== tariff.hash) findings.push(finding('V6', 'other-tariff', 'wrong', details))
  if (tariff.state === 'missing') findings.push(finding('V6', 'tariff-missing', 'cannot-be-checked', details))
  if (tariff.state === 'damaged') findings.push(finding('V6', 'tariff-damaged', 'cannot-be-checked', details))
  if (tariff.state === 'not-signed') findings.push(finding('V6', 'tariff-not-signed', 'cannot-be-checked', details))
  if (tariff.state === 'held' && days) {
    const { from, to } = tariff.document.valid
    if (days.first < from || days.last > to) {
      const params = { tariff: tariff.document.name, from, to }
      findings.push(
        finding('V6', 'tariff-not-valid', 'wrong', { where: 'tariff.valid', found: `${from}/${to}`, params })
      )
    }
  }
  return findings
}

function listFindings({ bill, list, period, chain }: Evidence, tariff: DocumentEvidence<Tariff>): readonly Finding[] {
  if (tariff.state !== 'held') return []
  if (!indexComponentOf(tariff.document)) {
    if (!bill.index) return []
    return [finding('V6', 'list-unexpected', 'wrong', { where: 'index', found: bill.index.list })]
  }
  // V13 says that a bill without an index part lacks it.
  if (!list) return []
  const details = { where: 'index.list', expected: list.hash, found: bill.index?.list ?? null }
  const findings: Finding[] = []
  if (bill.index && bill.index.list !== list.hash) findings.push(finding('V6', 'other-list', 'wrong', details))
  if (list.state === 'missing') findings.push(finding('V6', 'list-missing', 'cannot-be-checked', details))
  if (list.state === 'damaged') findings.push(finding('V6', 'list-damaged', 'cannot-be-checked', details))
  if (list.state === 'not-signed') findings.push(finding('V6', 'list-not-by-publisher', 'wrong', details))
  if (list.state === 'held') {
    const { start, end, seconds } = list.document
    if (start > period.start || end < period.end) {
      findings.push(
        finding('V6', 'list-not-covering', 'cannot-be-checked', { where: 'index.list', found: `${start}/${end}` })
      )
    }
    if (chain && !fitsInterval(list.document, chain.genesis.genesis.seconds)) {
      const params = { seconds, interval: chain.genesis.genesis.seconds }
      findings.push(
        finding('V6', 'list-too-fine', 'cannot-be-checked', { where: 'index.list', found: seconds, params })
      )
    }
  }
  return findings
}
