/**
 * A letter from a bill's findings, ready to be read and sent. No single reading stands in it but those the person chose;
 * sums and prices are on the bill anyway.
 */

import type { BillInterval, BillLine, BillReport, Finding, Paper, PaperBlock } from '../../../../app/contract'
import { type Language, paramsIn, sentenceIn } from '../../../composables/use-sentence'
import { isSumLine, lineName } from '../line-name'
import type { LetterCall } from './letter-kind'

export type LetterWishes = {
  readonly language: 'de' | 'en'
  /** Name and address, a line each; may be empty. */
  readonly sender: readonly string[]
  /** YYYY-MM-DD. */
  readonly date: string
  /** Says that the evidence file is enclosed. */
  readonly withEvidence: boolean
  /** Intervals that the person chose to show. */
  readonly shown: readonly BillInterval[]
}

const MOST_FINDINGS = 12

export function composeLetter(report: BillReport, call: LetterCall, wishes: LetterWishes, words: Language): Paper {
  const { t, format } = words
  const { number, supplier } = report.summary
  const named = { number, supplier, days: daysOf(report, words) }
  const recipient = call.to === 'supplier' ? [supplier] : [t('bills.letter.meterOperator'), t('bills.letter.fillIn')]
  const blocks: PaperBlock[] = [
    { kind: 'lines', atEnd: false, lines: linesOf(wishes.sender, t('bills.letter.senderGap')) },
    { kind: 'lines', atEnd: false, lines: recipient },
    { kind: 'lines', atEnd: true, lines: [format.dayFull(wishes.date)] },
    { kind: 'heading', text: t(`bills.letter.${call.kind}.subject`, named) },
    { kind: 'facts', rows: factsOf(report, call, words) },
    paragraph(t(`bills.letter.salutation`)),
    paragraph(t(`bills.letter.${call.kind}.opening`, { ...named, ...moneyOf(report, words) })),
    ...findingsOf(report, call, words),
    ...(call.kind === 'wrong' ? wrongLines(report, words) : []),
    paragraph(t(`bills.letter.${requestKey(report, call)}`, { ...named, ...moneyOf(report, words) })),
    ...shownReadings(wishes, words),
    ...(wishes.withEvidence ? [paragraph(t('bills.letter.evidence'))] : []),
    paragraph(t('bills.letter.answer')),
    { kind: 'lines', atEnd: false, lines: [t('bills.letter.closing'), '', wishes.sender[0] ?? ''] },
    { kind: 'note', text: t('bills.letter.hash') },
    { kind: 'bytes', text: report.summary.hash }
  ]
  return { language: wishes.language, title: t(`bills.letter.${call.kind}.subject`, named).slice(0, 200), blocks }
}

function paragraph(text: string): PaperBlock {
  return { kind: 'paragraph', text: text.slice(0, 4000) }
}

function linesOf(lines: readonly string[], empty: string): string[] {
  const filled = lines.map((line) => line.trim().slice(0, 200)).filter((line) => line !== '')
  return filled.length > 0 ? filled.slice(0, 8) : [empty]
}

function daysOf({ summary: { first, last } }: BillReport, { t, format }: Language): string {
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  return t('common.days', {
    first: sameMonth ? format.dayNumber(first) : format.dayFull(first),
    last: format.dayFull(last)
  })
}

function moneyOf({ summary, ownTotal }: BillReport, { format }: Language): Record<string, string> {
  return {
    billed: format.money(summary.total),
    own: ownTotal === null ? '' : format.money(ownTotal),
    difference: format.money(Math.abs(summary.difference ?? 0))
  }
}

function factsOf(report: BillReport, call: LetterCall, words: Language): [string, string][] {
  const { t, format } = words
  const { contract, summary, ownTotal } = report
  const rows: [string, string][] = [
    [t('bills.letter.facts.contract'), contract],
    [t('bills.letter.facts.bill'), summary.number],
    [t('bills.letter.facts.period'), daysOf(report, words)],
    [t('bills.letter.facts.total'), format.money(summary.total)]
  ]
  if (call.kind === 'wrong' && ownTotal !== null) rows.push([t('bills.letter.facts.own'), format.money(ownTotal)])
  return rows
}

/** Each finding once, in the words of somebody who writes and not of the program that speaks to that person. */
function findingsOf(report: BillReport, call: LetterCall, words: Language): PaperBlock[] {
  const leading = report.checks
    .flatMap((check) => check.findings)
    .filter((finding) => finding.leadsTo === report.summary.verdict && concerns(call, finding))
  const texts = [...new Set(leading.map((finding) => findingText(finding, words)))]
  return texts.slice(0, MOST_FINDINGS).map((text) => paragraph(`– ${text}`))
}

function concerns({ kind }: LetterCall, { code }: Finding): boolean {
  if (kind === 'not-genuine') return false
  return kind !== 'estimated' || code === 'estimated' || code === 'gap-across-prices'
}

/** `letter` sentences stand where those of the window speak to the household. */
export function findingText({ code, params }: Pick<Finding, 'code' | 'params'>, words: Language): string {
  const key = `bills.letter.findings.${code}`
  return words.has(key)
    ? words.t(key, paramsIn(words, code, params, words.format))
    : sentenceIn(words, 'finding', code, params)
}

function wrongLines(report: BillReport, { t, format }: Language): PaperBlock[] {
  const lines = report.lines.filter(
    (line) => line.difference !== null && line.own !== null && (line.wrong || line.difference !== 0)
  )
  if (lines.length === 0) return []
  const nameOf = (line: BillLine): string =>
    isSumLine(line)
      ? lineName(line, t)
      : t('bills.letter.line', { line: format.number(line.index + 1), name: lineName(line, t) })
  return [
    {
      kind: 'table',
      head: ['', t('bills.columns.billed'), t('bills.letter.correct'), t('bills.columns.difference')],
      rows: lines.map((line) => [
        nameOf(line),
        format.money(line.billed),
        format.money(line.own ?? 0),
        format.difference(line.difference ?? 0)
      ]),
      figuresFrom: 1
    }
  ]
}

function requestKey({ summary }: BillReport, { kind }: LetterCall): string {
  if (kind !== 'wrong') return `${kind}.request`
  const difference = summary.difference ?? 0
  if (difference === 0) return 'wrong.requestSame'
  return difference > 0 ? 'wrong.requestBack' : 'wrong.requestLess'
}

function shownReadings({ shown }: LetterWishes, { t, format }: Language): PaperBlock[] {
  if (shown.length === 0) return []
  return [
    paragraph(t('bills.letter.shown')),
    {
      kind: 'table',
      head: [
        t('bills.letter.when'),
        t('bills.letter.energy'),
        t('bills.letter.priceAgreed'),
        t('bills.letter.priceBilled')
      ],
      rows: shown.map((interval) => [
        `${format.dayOf(interval.start)}, ${t('common.clock', { from: format.time(interval.start), to: format.time(interval.start + interval.seconds) })}`,
        interval.energy === null ? '–' : format.energy(interval.energy, 3),
        interval.price === null ? '–' : format.price(interval.price),
        interval.billedPrice === null ? '–' : format.price(interval.billedPrice)
      ]),
      figuresFrom: 1
    }
  ]
}
