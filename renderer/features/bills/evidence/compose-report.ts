/** The result of a check as a paper to keep. It proves nothing by itself and says so (docs/attacks.md B24). */

import type { BillReport, CheckResult, Paper, PaperBlock } from '../../../../app/contract'
import { type Language, sentenceIn } from '../../../composables/use-sentence'
import { lineName } from '../line-name'

export function composeReport(report: BillReport, language: 'de' | 'en', words: Language): Paper {
  const { t } = words
  const { summary } = report
  const subject = t('bills.report.subject', { number: summary.number })
  const blocks: PaperBlock[] = [
    { kind: 'heading', text: subject },
    { kind: 'paragraph', text: resultOf(report, words) },
    { kind: 'facts', rows: factsOf(report, words) },
    ...findingsOf(report, words),
    ...linesOf(report, words),
    { kind: 'heading', text: t('bills.report.checks') },
    {
      kind: 'table',
      head: [t('bills.report.number'), t('bills.report.check'), t('bills.report.state')],
      rows: report.checks.map((check) => [check.id, t(`bills.checks.${check.id}`), stateOf(check, words)]),
      figuresFrom: 3
    },
    ...(report.assurance === null ? [] : [paragraph(t(`assurance.bill.${report.assurance}`))]),
    { kind: 'note', text: t('bills.report.note') },
    { kind: 'bytes', text: summary.hash }
  ]
  return { language, title: subject.slice(0, 200), blocks }
}

function paragraph(text: string): PaperBlock {
  return { kind: 'paragraph', text: text.slice(0, 4000) }
}

function resultOf({ summary, proof }: BillReport, { t, format }: Language): string {
  const word = t('bills.report.result', { word: t(`bills.verdict.${summary.verdict}`) })
  const { difference } = summary
  const off =
    summary.verdict === 'wrong' && difference
      ? ` ${t(difference > 0 ? 'bills.what.tooMuch' : 'bills.what.tooLittle', { money: format.money(Math.abs(difference)) })}.`
      : ''
  return `${word}${off}${proof ? ` ${t('bills.records.how')}` : ''}`
}

function factsOf(report: BillReport, words: Language): [string, string][] {
  const { t, format } = words
  const { summary, ownTotal, measuredShare } = report
  const rows: [string, string][] = [
    [t('bills.report.supplier'), summary.supplier],
    [t('bills.letter.facts.contract'), report.contract],
    [t('bills.letter.facts.bill'), summary.number],
    [
      t('bills.letter.facts.period'),
      t('common.days', { first: format.dayFull(summary.first), last: format.dayFull(summary.last) })
    ],
    [t('bills.letter.facts.total'), format.money(summary.total)]
  ]
  if (ownTotal !== null) rows.push([t('bills.letter.facts.own'), format.money(ownTotal)])
  rows.push([t('bills.report.intervals'), format.number(report.intervals)])
  if (measuredShare !== null) rows.push([t('bills.report.measured'), format.percent(measuredShare / 10_000, 1)])
  rows.push([t('bills.report.checkedAt'), format.instant(summary.seenAt)])
  return rows
}

function findingsOf({ checks }: BillReport, words: Language): PaperBlock[] {
  const texts = checks
    .flatMap((check) => check.findings)
    .map(({ code, params }) => sentenceIn(words, 'finding', code, params))
  return [...new Set(texts)].slice(0, 30).map((text) => paragraph(`– ${text}`))
}

function linesOf({ lines }: BillReport, { t, format }: Language): PaperBlock[] {
  if (lines.length === 0) return []
  return [
    {
      kind: 'table',
      head: [
        t('bills.report.line'),
        t('bills.columns.quantity'),
        t('bills.columns.billed'),
        t('bills.columns.own'),
        t('bills.columns.difference')
      ],
      rows: lines.map((line) => [
        lineName(line, t),
        line.energy === null ? '' : format.energy(line.energy, 3),
        format.money(line.billed),
        line.own === null ? '–' : format.money(line.own),
        line.difference === null ? '–' : format.difference(line.difference)
      ]),
      figuresFrom: 1
    }
  ]
}

function stateOf(check: CheckResult, { t }: Language): string {
  return t(`bills.states.${check.state}`)
}
