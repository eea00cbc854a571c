/** `wattveil verify`: the verdict on a bill, read-only and without a network. */

import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../app/app-error'
import { MAX_FILE_BYTES } from '../../app/bills/documents/signed-file'
import type { BillReport, Verdict } from '../../app/contract'
import { type Command, UsageError, optionalText } from '../command'
import { openCliHousehold } from '../open-cli-household'

const EXIT: Readonly<Record<Verdict, number>> = {
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

export const verifyCommand: Command = {
  name: 'verify',
  usage: 'verify BILL [--household DIR]',
  summary: 'Checks a bill against the readings, the tariff and the contract of a household; changes nothing.',
  options: { household: { type: 'string' } },
  help: [['--household DIR', "folder with household.db; the bill's own folder when absent"]],
  exitCodes: [
    [0, 'correct, with or without remarks'],
    [1, 'wrong or not genuine'],
    [2, 'cannot be checked'],
    [3, 'the command line is wrong']
  ],
  async run(args, output) {
    const [file, ...more] = args.positionals
    if (file === undefined || more.length > 0) throw new UsageError('verify takes one bill')
    const folder = optionalText(args, 'household') ?? path.dirname(file)
    const bytes = await readBill(file)
    const household = openCliHousehold({ folder, create: false })
    const begun = performance.now()
    try {
      const { verification, report } = await household.app.bills.verify(bytes)
      const { verdict, hash, findings } = verification
      const durationMs = Math.round(performance.now() - begun)
      const result = {
        verdict,
        billHash: hash,
        assurance: report?.assurance ?? null,
        intervals: report?.intervals ?? 0,
        totalCents: report?.summary.total ?? null,
        differenceCents: report?.summary.difference ?? null,
        findings: findings.map(({ check, code, where, expected, found }) => ({ check, code, where, expected, found })),
        durationMs
      }
      output.result(result, () => textOf(verdict, report, result))
      return EXIT[verdict]
    } finally {
      await household.close()
    }
  }
}

/** At most one byte more than a bill may have: enough for the first check to call it too large. */
async function readBill(file: string): Promise<Uint8Array> {
  try {
    // Opening a pipe would wait for somebody to write into it.
    if (!(await stat(file)).isFile()) throw new AppError('file-unreadable', { name: path.basename(file) })
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const bytes = new Uint8Array(Math.min(size, MAX_FILE_BYTES + 1))
      await handle.read(bytes, 0, bytes.length, 0)
      return bytes
    } finally {
      await handle.close()
    }
  } catch {
    throw new AppError('file-unreadable', { name: path.basename(file) })
  }
}

type Shown = {
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

function textOf(
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
  for (const { check, code, where, expected, found } of findings) {
    const compared = expected === null ? '' : `: expected ${expected}, found ${found ?? 'nothing'}`
    lines.push(`  ${check} ${code.replaceAll('-', ' ')} at ${where}${compared}`)
  }
  return lines
}

function euro(cents: number): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' }).format(cents / 100)
}
