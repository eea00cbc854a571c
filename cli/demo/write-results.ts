/** What a demo leaves behind: readings, contract, documents and bills as files, as a household would receive them. */

import path from 'node:path'
import { replaceFile } from '../../adapters/system/replace-file'
import type { Verdict } from '../../app/contract'
import type { CliHousehold } from '../open-cli-household'
import type { DemoSpan } from './demo-span'

export type DemoBill = {
  readonly file: string
  readonly verdict: Verdict
  readonly totalCents: number | null
  readonly differenceCents: number | null
  readonly durationMs: number
}

/** Writes the files and verifies each bill once more as it now lies on the disk. */
export async function writeResults(
  household: CliHousehold,
  folder: string,
  { first, last }: DemoSpan
): Promise<DemoBill[]> {
  const { app, files } = household
  const [range] = await app.procedures['readings.ranges']({})
  if (range) {
    const target = files.grant(path.join(folder, 'readings.csv'))
    await app.procedures['readings.export']({ meterId: range.meterId, first, last, style: 'en', target })
  }
  const [contract] = app.bills.contractFiles()
  if (contract) await write(folder, 'contract.json', contract.file)
  const bills: DemoBill[] = []
  for (const [name, file] of namesOf(app.bills.kept().map((bill) => bill))) {
    await write(folder, name, file)
    const begun = performance.now()
    const { verification, report } = await app.bills.verify(file)
    bills.push({
      file: name,
      verdict: verification.verdict,
      totalCents: report?.summary.total ?? null,
      differenceCents: report?.summary.difference ?? null,
      durationMs: Math.round(performance.now() - begun)
    })
  }
  return bills
}

type Kept = { readonly period: { readonly start: number }; readonly number: string; readonly file: Uint8Array }

/** In order of their numbers: the first bill of a period is the supplier's right one, the second its wrong one. */
function namesOf(kept: readonly Kept[]): [string, Uint8Array][] {
  const ordered = [...kept].sort((a, b) => a.period.start - b.period.start || (a.number < b.number ? -1 : 1))
  const periods = [...new Set(ordered.map(({ period }) => period.start))]
  return ordered.map((bill, index) => {
    const isSecond = ordered[index - 1]?.period.start === bill.period.start
    const period = periods.indexOf(bill.period.start)
    const suffix = period === 0 ? '' : `-${period + 1}`
    return [`bill${isSecond ? '-wrong' : ''}${suffix}.json`, bill.file]
  })
}

function write(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  return replaceFile(path.join(folder, name), [bytes])
}
