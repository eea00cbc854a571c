/** What the attacks on bills share: an hourly household, and short ways to break it and to read what is said. */

import type { StoredBill } from '../../../app/bills/bill-store'
import { type Bill, encodeBill } from '../../../app/bills/documents/bill-document'
import { encodeSignedFile, signFile } from '../../../app/bills/documents/signed-file'
import type { Verification } from '../../../app/bills/verify-bill'
import type { EnergyUnits } from '../../../app/domain/energy'
import { SECONDS_PER_DAY } from '../../../app/domain/interval'
import { encodeHead, headOf } from '../../../app/domain/meter/record'
import { type Scalar, commit, utf8 } from '../../../crypto'
import { dynamicTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, type CaseOptions, billCase, exampleTerms, primitives } from './bill-case'
import { type MadeChain, signHead } from './memory-chains'

export const HOUR = 3600
export const hourly = (options: CaseOptions = {}): BillCase => billCase({ seconds: HOUR, ...options })
export const wave = (start: number): bigint =>
  BigInt(60_000 + Math.round(100_000 * Math.cos((start % SECONDS_PER_DAY) / 13_751)))
export const dynamic = (options: CaseOptions = {}): BillCase =>
  hourly({ tariff: dynamicTariff(exampleTerms()), listPrice: wave, ...options })

/** Verdict and the findings as "check code". */
export const told = ({ verdict, findings }: Verification): readonly string[] => [
  verdict,
  ...findings.map(({ check, code }) => `${check} ${code}`)
]

export const line = (bill: Bill, index: number, change: Partial<Bill['lines'][number]>): Bill => ({
  ...bill,
  lines: bill.lines.map((one, at) => (at === index ? { ...one, ...change } : one))
})

/** A new opening in place of a record's; `commitment` too where the meter would have made it so. */
export function tamper(
  chain: MadeChain,
  counter: number,
  change: Partial<{ value: bigint; blinding: Scalar; commitment: Uint8Array }>
): void {
  const entry = chain.entries[counter]
  if (!entry?.opening) throw new Error('no such entry')
  const { commitment, ...opening } = change
  chain.entries[counter] = {
    ...entry,
    record: commitment ? { ...entry.record, commitment } : entry.record,
    opening: { ...entry.opening, ...(opening as { value?: EnergyUnits }) }
  }
}

export const march = 1_772_319_600

/** The same household with one record as a defective meter would have committed to it. */
export function rebuild(made: BillCase, counter: number, opening: { value: bigint; blinding: Scalar }): BillCase {
  const { chain } = made
  tamper(chain, counter, { ...opening, commitment: commit(opening.value, opening.blinding) })
  let previous = chain.entries[counter]!.record
  for (let index = counter + 1; index < chain.entries.length; index++) {
    const entry = chain.entries[index]!
    const record = { ...entry.record, previousHash: headOf(primitives, previous).hash }
    chain.entries[index] = { ...entry, record }
    previous = record
  }
  const head = signHead(chain, previous)
  const segments = made.bill.segments.map((one) => ({
    ...one,
    head: { bytes: encodeHead(head.head), sig: head.signature }
  }))
  return { ...made, bill: { ...made.bill, segments } }
}

export function storedBill(made: BillCase): StoredBill {
  const file = made.sign({ ...made.bill, number: 'earlier' })
  return {
    hash: file.hash,
    file: encodeSignedFile(file),
    contractHash: made.contract.hash,
    number: 'earlier',
    period: made.period,
    verdict: 'correct',
    accepted: true,
    replacedBy: null,
    seenAt: made.period.end,
    report: '{}'
  }
}

/** Signed by the supplier over whatever text. */
export async function verifyBody(made: BillCase, body: string): Promise<Verification> {
  const file = signFile(primitives, 'bill', utf8(body), made.supplierSeed)
  return made.verifyBytes(encodeSignedFile(file))
}

export async function verifyJson(
  made: BillCase,
  change: (json: Record<string, unknown>) => unknown
): Promise<Verification> {
  const json = JSON.parse(new TextDecoder().decode(encodeBill(made.bill))) as Record<string, unknown>
  return verifyBody(made, JSON.stringify(change(json)))
}
