/** V6: the tariffs are the accepted ones and hold over the period; the index list is the publisher's and covers it. */

import type { Finding } from '../../contract'
import { fitsInterval } from '../tariff/index-price'
import { type Evidence, type TariffEvidence, indexSection } from '../evidence'
import { type Check, NOT_REACHED, finding } from './check'

export const checkTariff: Check = (evidence) => {
  const { days, tariffs } = evidence
  if (!days) return NOT_REACHED
  if (tariffs.length === 0) {
    const params = { first: days.first, last: days.last }
    const details = { where: 'tariff', found: evidence.bill.tariff, params }
    return { findings: [finding('V6', 'no-tariff-for-period', 'cannot-be-checked', details)] }
  }
  return {
    findings: [
      ...namedFindings(evidence),
      ...tariffs.flatMap((tariff, index) => tariffFindings(tariff, tariffWhere(index))),
      ...listFindings(evidence)
    ]
  }
}

function tariffWhere(index: number): string {
  return index === 0 ? 'tariff' : `laterTariffs.${index - 1}`
}

/** Another one than accepted is computed with the accepted one; the bill says which it used, and from when. */
function namedFindings({ bill, tariffs }: Evidence): readonly Finding[] {
  const named = [{ hash: bill.tariff, from: tariffs[0]?.first ?? '' }, ...bill.laterTariffs]
  return Array.from({ length: Math.max(named.length, tariffs.length) }, (_, index) => index).flatMap((index) => {
    const [own, billed] = [tariffs[index], named[index]]
    if (own && billed?.hash === own.found.hash && billed.from === own.first) return []
    const details = {
      where: tariffWhere(index),
      expected: own ? own.found.hash : null,
      found: billed ? billed.hash : null
    }
    return [finding('V6', 'other-tariff', 'wrong', details)]
  })
}

function tariffFindings({ found, first, last }: TariffEvidence, where: string): readonly Finding[] {
  const details = { where, expected: found.hash }
  switch (found.state) {
    case 'missing':
      return [finding('V6', 'tariff-missing', 'cannot-be-checked', details)]
    case 'damaged':
      return [finding('V6', 'tariff-damaged', 'cannot-be-checked', details)]
    case 'not-signed':
      return [finding('V6', 'tariff-not-signed', 'cannot-be-checked', details)]
    case 'held': {
      const { from, to } = found.document.valid
      if (first >= from && last <= to) return []
      const params = { tariff: found.document.name, from, to }
      return [finding('V6', 'tariff-not-valid', 'wrong', { where: `${where}.valid`, found: `${from}/${to}`, params })]
    }
  }
}

function listFindings(evidence: Evidence): readonly Finding[] {
  const { bill, list, period, runs, reckoning } = evidence
  if (!reckoning) return []
  const section = indexSection(evidence)
  if (!section) {
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
  if (list.state !== 'held') return findings
  const { start, end, seconds } = list.document
  if (start > period.start || end < period.end) {
    findings.push(
      finding('V6', 'list-not-covering', 'cannot-be-checked', { where: 'index.list', found: `${start}/${end}` })
    )
  }
  const tooFine = runs.find(
    ({ chain, held }) =>
      chain.obis === section.plan.obis && held && !fitsInterval(list.document, held.genesis.genesis.seconds)
  )
  if (tooFine?.held) {
    const params = { seconds, interval: tooFine.held.genesis.genesis.seconds }
    findings.push(finding('V6', 'list-too-fine', 'cannot-be-checked', { where: 'index.list', found: seconds, params }))
  }
  return findings
}
