/**
 * Bills as files: right ones, and one for each way to be wrong, named after what was broken. A file that is here must
 * be read and judged the same for ever; a new format gets new files. WATTVEIL_WRITE_VECTORS=1 writes those that are
 * not there yet and changes none.
 */

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { FINDING_CODES } from '../../../app/bills/checks/finding-codes'
import { ownLines } from '../../../app/bills/checks/own-lines'
import { type Verification, verifyBill } from '../../../app/bills/verify-bill'
import { makeBillVectors } from '../../support/bills/make-bill-vectors'
import { type BillVector, type EvidenceFile, billBytes, householdOf } from '../../support/bills/vector-files'

const folder = fileURLToPath(new URL('./', import.meta.url))
const paths = { evidence: join(folder, 'evidence'), bills: join(folder, 'bills') }

function namesIn(path: string): readonly string[] {
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : []
}

function read<Shape>(path: string, name: string): Shape {
  return JSON.parse(readFileSync(join(path, name), 'utf8')) as Shape
}

function evidenceNamed(name: string): EvidenceFile {
  return read<EvidenceFile>(paths.evidence, `${name}.json`)
}

function judged(vector: Omit<BillVector, 'expected'>): Promise<Verification> {
  const sources = householdOf(evidenceNamed(vector.evidence), vector.local)
  return verifyBill(sources, billBytes({ ...vector, expected: { verdict: '', steps: [], difference: null } }))
}

function outcomeOf({ verdict, findings, evidence, trusted, opened }: Verification): BillVector['expected'] {
  const own = evidence && trusted ? ownLines(evidence, true)?.own.total : undefined
  return {
    verdict,
    steps: [...new Set(findings.map(({ check, code }) => `${check} ${code}`))],
    difference: own === undefined || !opened ? null : String(opened.bill.total - own)
  }
}

beforeAll(async () => {
  if (!process.env['WATTVEIL_WRITE_VECTORS']) return
  const made = makeBillVectors()
  const write = (path: string, name: string, value: unknown): void => {
    mkdirSync(path, { recursive: true })
    const file = join(path, `${name}.json`)
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(value, null, 1)}\n`)
  }
  for (const [name, evidence] of Object.entries(made.evidence)) write(paths.evidence, name, evidence)
  for (const [name, vector] of Object.entries(made.bills)) {
    write(paths.bills, name, { ...vector, expected: outcomeOf(await judged(vector)) })
  }
}, 300_000)

describe('bill vectors', { timeout: 60_000 }, () => {
  it.each(namesIn(paths.bills))('%s', async (name) => {
    const vector = read<BillVector>(paths.bills, name)
    expect(outcomeOf(await judged(vector))).toEqual(vector.expected)
  })

  it('break, each of them, the step they are named after', () => {
    for (const name of namesIn(paths.bills)) {
      const { expected } = read<BillVector>(paths.bills, name)
      const step = /^v(\d\d)-/u.exec(name)?.[1]
      const found = expected.steps.map((one) => one.split(' ')[0])
      if (step) expect([name, found]).toEqual([name, expect.arrayContaining([`V${Number(step)}`])])
      else expect([name, expected.verdict.startsWith('correct')]).toEqual([name, true])
    }
  })

  it('have a bad file for each check that reads the bill, and good ones', () => {
    const names = namesIn(paths.bills)
    for (let check = 1; check <= 16; check++) {
      const prefix = `v${String(check).padStart(2, '0')}-`
      expect([prefix, names.some((name) => name.startsWith(prefix))]).toEqual([prefix, true])
    }
    expect(names.filter((name) => name.startsWith('good-')).length).toBeGreaterThanOrEqual(4)
  })

  it('have, together with those of version 2, one for each code that a check can find', () => {
    const found = new Set(
      [paths.bills, join(folder, 'version-two', 'bills')].flatMap((path) =>
        namesIn(path).flatMap((name) => read<Pick<BillVector, 'expected'>>(path, name).expected.steps)
      )
    )
    const codes = Object.entries(FINDING_CODES).flatMap(([check, known]) => known.map((code) => `${check} ${code}`))
    expect(codes.filter((code) => !found.has(code))).toEqual([])
    expect([...found].filter((code) => !codes.includes(code))).toEqual([])
  })

  it('are still made, byte by byte, by the program of today', () => {
    const made = makeBillVectors()
    for (const [name, evidence] of Object.entries(made.evidence))
      expect([name, evidence]).toEqual([name, evidenceNamed(name)])
    for (const [name, vector] of Object.entries(made.bills)) {
      expect([name, read<BillVector>(paths.bills, `${name}.json`)]).toMatchObject([
        name,
        JSON.parse(JSON.stringify(vector)) as object
      ])
    }
  })
})
