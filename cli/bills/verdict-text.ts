/** The verdict on a bill in lines for people. */

import type { LEFT_OPEN, PROVEN } from '../../app/bills/records/claims'
import type { BillReport, Verdict } from '../../app/contract'

/** Said with every result of the slow arithmetic. */
export const SLOW = 'The fast arithmetic does not work on this computer; the slow one was used, with the same result.'

export const EXIT: Readonly<Record<Verdict, number>> = {
  correct: 0,
  'correct-with-remarks': 0,
  wrong: 1,
  'not-genuine': 1,
  'cannot-be-checked': 2
}

const WORDS: Readonly<Record<Verdict, string>> = {
  correct: 'Correct',
  'correct-with-remarks': 'Correct, with a remark',
  wrong: 'Wrong',
  'not-genuine': 'Not genuine',
  'cannot-be-checked': 'Cannot be checked'
}

const PROVES: Readonly<Record<(typeof PROVEN)[number], string>> = {
  'signed-by-supplier': 'the supplier of the contract signed this bill',
  'records-by-meter': "the meter's signed records cover the whole period without a hole",
  'energies-are-sums': 'the billed energies are the sums of these records',
  'prices-and-total': 'prices, lines, taxes and total follow from them by the agreed tariff'
}

const OPEN: Readonly<Record<(typeof LEFT_OPEN)[number], string>> = {
  'single-readings': 'single readings: none was seen',
  'register-readings': 'what the display of the meter shows',
  'repeated-blindings': 'whether the meter blinds each reading anew',
  rounds: 'what went out in rounds',
  'earlier-openings': 'what the household has told its supplier before',
  'supplier-key': "that the supplier's key in the contract is the supplier's: compare its fingerprint",
  'meter-key': 'that the meter behind its key measures rightly'
}

const ASK_AGAIN = 'The file is damaged, or no bill at all: ask the supplier for it once more.'
const ASK_TARIFF = 'Ask the supplier for the signed tariff and price list, and open them with the bill in the window.'
const FETCH_AGAIN = 'Let the household fetch its readings from the meter again.'

/** What a person can do where there is no verdict on the amount; by the code of a finding. */
const NEXT: Readonly<Record<string, string>> = {
  damaged: ASK_AGAIN,
  'too-large': ASK_AGAIN,
  'not-a-bill': 'This is another file of Wattveil: `wattveil bill inspect FILE` says which.',
  'newer-version': 'A later Wattveil wrote this: update the program.',
  'no-contract': 'No contract with this supplier is here. Open its file first, or give it with --without-readings.',
  'not-your-contract': 'The bill is for another contract: give the folder of its household with --household.',
  'signature-false': 'Do not pay because of this file. Ask the supplier, at a number that you already know.',
  'tariff-missing': ASK_TARIFF,
  'tariff-damaged': ASK_TARIFF,
  'list-missing': ASK_TARIFF,
  'list-damaged': ASK_TARIFF,
  'chain-missing': FETCH_AGAIN,
  'chain-incomplete': FETCH_AGAIN,
  'chain-damaged': FETCH_AGAIN,
  'time-missing': FETCH_AGAIN,
  'opening-missing': FETCH_AGAIN,
  'opening-false': FETCH_AGAIN
}

export type Shown = {
  readonly differenceCents: number | null
  readonly findings: readonly {
    check: string
    code: string
    where: string
    expected: string | null
    found: string | null
  }[]
  readonly durationMs: number
}

export function verdictText(
  verdict: Verdict,
  report: BillReport | null,
  { differenceCents, findings, durationMs }: Shown
): string[] {
  const lines = [
    WORDS[verdict] +
      (differenceCents ? `: ${euro(Math.abs(differenceCents))} too ${differenceCents > 0 ? 'much' : 'little'}` : '')
  ]
  if (report) {
    const { number, supplier, first, last, total } = report.summary
    lines.push(
      `Bill ${number} of ${supplier}, ${first} to ${last}, ${euro(total)}; ${report.intervals} intervals, ${durationMs} ms.`
    )
  }
  if (report && report.kernel === 'noble') {
    lines.push(`  ${SLOW}`)
  }
  for (const { check, code, where, expected, found } of findings) {
    const compared = expected === null ? '' : `: expected ${expected}, found ${found ?? 'nothing'}`
    lines.push(`  ${check} ${code.replaceAll('-', ' ')} at ${where}${compared}`)
  }
  const next = EXIT[verdict] === 0 ? undefined : findings.flatMap(({ code }) => NEXT[code] ?? [])[0]
  return [...lines, ...(next === undefined ? [] : [next]), ...proofLines(report)]
}

function proofLines(report: BillReport | null): string[] {
  const proof = report?.proof
  if (!proof) return []
  const sentence = <Code extends string>(table: Readonly<Record<Code, string>>, codes: readonly string[]): string[] =>
    codes.map((code) => `  ${table[code as Code]}`)
  return [
    'Checked without readings.',
    ...(proof.proves.length > 0 ? ['Shown:', ...sentence(PROVES, proof.proves)] : []),
    'Not checked here:',
    ...sentence(OPEN, proof.leavesOpen),
    `Fingerprint of the supplier's key: ${proof.supplierKey}`
  ]
}

function euro(cents: number): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(cents / 100)
}
