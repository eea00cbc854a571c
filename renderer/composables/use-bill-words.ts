/** A bill's verdict in sentences: what it is, why, and what it rests on (docs/look.md 8). */

import { useI18n } from 'vue-i18n'
import type { BillReport, Finding } from '../../app/contract'
import { useFormat } from './use-format'
import { useSentence } from './use-sentence'

export type BillWords = {
  readonly what: string
  readonly why: readonly string[]
  /** One short sentence, for a line of the ledger. */
  readonly brief: string
}

const MOST_SENTENCES = 3

/** Whose seal does not match: the supplier's signature, or the meter's, which is not the supplier's doing. */
function notGenuineWhy({ checks }: BillReport): 'not-genuine' | 'seal' | 'fork' {
  const codes = checks.flatMap(({ findings }) => findings).filter(({ leadsTo }) => leadsTo === 'not-genuine')
  if (codes.length === 0 || codes.some(({ code }) => code === 'signature-false')) return 'not-genuine'
  return codes.some(({ code }) => code === 'fork') ? 'fork' : 'seal'
}

export function useBillWords() {
  const { t } = useI18n()
  const f = useFormat()
  const sentence = useSentence()
  const findingText = (finding: Finding): string => sentence('finding', finding.code, finding.params)

  function leading(report: BillReport): readonly string[] {
    const { verdict } = report.summary
    const findings = report.checks.flatMap((check) => check.findings).filter((finding) => finding.leadsTo === verdict)
    return [...new Set(findings.map(findingText))].slice(0, MOST_SENTENCES)
  }

  function wrong(report: BillReport): BillWords {
    const lines = report.lines.filter((line) => line.wrong)
    const [only] = lines
    const amount = report.summary.difference ?? 0
    const money = f.value.money(Math.abs(amount))
    const where = lines.length === 1 && only ? t('bills.inLine', { line: f.value.number(only.index + 1) }) : ''
    const what =
      amount === 0
        ? t('bills.what.wrongSameTotal')
        : t(amount > 0 ? 'bills.what.tooMuch' : 'bills.what.tooLittle', { money })
    const why = [...leading(report)]
    if (lines.length === 1 && report.lines.length > 1) why.push(t('bills.why.restRight'))
    if (amount < 0) why.push(t('bills.why.tooLittle'))
    const rest = lines.length === 1 && report.lines.length > 1 ? `${t('bills.why.restRight')} ` : ''
    const brief = `${rest}${t('bills.why.onlySupplier', { supplier: report.summary.supplier })}`
    return { what: where ? `${what}, ${where}` : what, why, brief }
  }

  function words(report: BillReport): BillWords {
    const { verdict, total, supplier } = report.summary
    if (verdict === 'wrong') return wrong(report)
    const found = leading(report)
    const brief = t(`bills.brief.${verdict}`)
    const right = t('bills.what.correct', { money: f.value.money(total) })
    if (verdict === 'correct') return { what: right, why: [t('bills.why.correct')], brief }
    if (verdict === 'correct-with-remarks') return { what: right, why: found, brief: found[0] ?? brief }
    const [first = t(`bills.what.${verdict}`, { supplier }), ...rest] = found
    const why = verdict === 'not-genuine' ? notGenuineWhy(report) : verdict
    return { what: first, why: [...rest, t(`bills.why.${why}`, { supplier })], brief }
  }

  return { words, findingText }
}
