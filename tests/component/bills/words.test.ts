import { describe, expect, it } from 'vitest'
import type { BillLine, BillReport } from '../../../app/contract'
import { openWindow } from '../support/open-window'
import { allByRole, byRole, textOf } from '../support/queries'
import { hashOf, sampleReport } from '../support/sample-bills'

async function openReport(verdict: 'not-genuine' | 'correct', change: (report: BillReport) => BillReport) {
  const answers = { 'bills.report': () => change(sampleReport(hashOf(verdict))) }
  return openWindow({ path: `/bills/${hashOf(verdict)}`, answers })
}

function found(check: string, code: string, params = {}): (report: BillReport) => BillReport {
  return (report) => ({
    ...report,
    checks: report.checks.map((one) =>
      one.id === check
        ? {
            ...one,
            state: 'failed',
            findings: [{ check, code, where: '', expected: null, found: null, leadsTo: 'not-genuine', params }]
          }
        : { ...one, state: 'passed', findings: [] }
    )
  })
}

describe('a bill that is not genuine', () => {
  it('is not blamed on the supplier where the seal of the meter does not match', async () => {
    const { root } = await openReport('not-genuine', found('V8', 'head-not-signed', { meter: '1EMH0012345678' }))
    const result = textOf(byRole(root, 'region', 'Result'))
    expect(result).toContain('do not carry the seal of your meter 1EMH0012345678')
    expect(result).toContain('Stromwerk Musterau has signed the bill')
    expect(result).not.toContain('signature does not match')
    expect(result).not.toContain('it comes from someone else')
  })

  it('sends to the meter operator where the meter gave two seals', async () => {
    const { root } = await openReport('not-genuine', found('V8', 'fork', { meter: '1EMH0012345678' }))
    expect(textOf(byRole(root, 'region', 'Result'))).toContain('Ask your meter operator')
  })
})

describe('the lines after the total', () => {
  it('say what they are, and what is still to be paid', async () => {
    const line = (kind: BillLine['kind'], name: string, billed: number): BillLine => ({
      ...{ index: 0, kind, name, window: null, energy: null, days: null, price: null, expectedPrice: null },
      ...{ billed, own: billed, difference: 0, wrong: false, followsFrom: null }
    })
    const more = [line('instalment', 'Abschlag', -5000), line('carry-over', 'Rest', 120), line('due', '', 3595)]
    const { root } = await openReport('correct', (report) => ({
      ...report,
      lines: [...report.lines, ...more].map((one, index) => ({ ...one, index }))
    }))
    const rows = allByRole(root, 'row').map(textOf)
    expect(rows.at(-3)).toMatch(/Abschlag\s*paid in advance/u)
    expect(rows.at(-2)).toMatch(/Rest\s*from an earlier bill/u)
    expect(rows.at(-1)).toMatch(/^Still to pay\s*€35\.95/u)
  })
})
