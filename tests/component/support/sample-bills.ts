/** Bills of each verdict, as the core would report them. */

import type {
  BillInterval,
  BillLine,
  BillReport,
  BillSummary,
  CheckResult,
  ContractView,
  Finding,
  Verdict
} from '../../../app/contract'
import { METER, TIME_ZONE, midnightOf } from './sample-readings'

export const SUPPLIER = 'Stromwerk Musterau'

const CHECKS = [
  'V1',
  'V2',
  'V3',
  'V4',
  'V5',
  'V6',
  'V7',
  'V8',
  'V9',
  'V10',
  'V11',
  'V12',
  'V13',
  'V14',
  'V15',
  'V16',
  'V17',
  'V18',
  'V19'
]

type Sample = {
  month: string
  days: number
  number: string
  total: number
  verdict: Verdict
  difference: number | null
}

const SAMPLES: readonly Sample[] = [
  { month: '2026-05', days: 31, number: '2026-05-0521', total: 21_490, verdict: 'not-genuine', difference: null },
  { month: '2026-04', days: 30, number: '2026-04-0417', total: 8893, verdict: 'wrong', difference: 338 },
  { month: '2026-03', days: 31, number: '2026-03-0388', total: 8475, verdict: 'correct', difference: 0 },
  { month: '2026-02', days: 28, number: '2026-02-0290', total: 7912, verdict: 'correct-with-remarks', difference: 0 },
  { month: '2026-01', days: 31, number: '2026-01-0107', total: 9640, verdict: 'cannot-be-checked', difference: null }
]

export const hashOf = (verdict: Verdict): string => {
  const at = SAMPLES.findIndex((sample) => sample.verdict === verdict)
  return String(at + 1).repeat(64)
}

function summaryOf(sample: Sample, index: number): BillSummary {
  return {
    hash: String(index + 1).repeat(64),
    number: sample.number,
    supplier: SUPPLIER,
    first: `${sample.month}-01`,
    last: `${sample.month}-${sample.days}`,
    total: sample.total,
    verdict: sample.verdict,
    difference: sample.difference,
    seenAt: midnightOf('2026-05-19')
  }
}

export const sampleBills: BillSummary[] = SAMPLES.map(summaryOf)

const finding = (
  check: string,
  code: string,
  leadsTo: Finding['leadsTo'],
  params: Finding['params'],
  more: Partial<Finding> = {}
): Finding => ({
  check,
  code,
  where: 'line 3',
  expected: null,
  found: null,
  leadsTo,
  params,
  ...more
})

function findingsOf(verdict: Verdict): readonly Finding[] {
  if (verdict === 'wrong') {
    const params = {
      line: 3,
      component: 'Abend',
      window: '',
      first: '2026-04-16',
      last: '2026-04-30',
      intervals: 300,
      energy: 48_933_000,
      expected: 331_000_000,
      billed: 389_000_000
    }
    return [finding('V13', 'price', 'wrong', params, { expected: '331000', found: '389000' })]
  }
  if (verdict === 'not-genuine')
    return [finding('V3', 'signature-false', 'not-genuine', { supplier: SUPPLIER, contract: 'V-1' })]
  if (verdict === 'cannot-be-checked') {
    return [finding('V9', 'time-missing', 'cannot-be-checked', { first: '2026-01-12', last: '2026-01-14' })]
  }
  if (verdict === 'correct-with-remarks') {
    return [finding('V9', 'estimated', 'correct-with-remarks', { intervals: 2, energy: 412_000 })]
  }
  return []
}

function checksOf(verdict: Verdict): CheckResult[] {
  const findings = findingsOf(verdict)
  return CHECKS.map((id, index) => {
    const own = findings.filter((entry) => entry.check === id)
    if (verdict === 'not-genuine' && index > 2) return { id, state: 'not-reached', findings: [] }
    if (own.length === 0) return { id, state: 'passed', findings: [] }
    const state = {
      wrong: 'failed',
      'not-genuine': 'failed',
      'cannot-be-checked': 'open',
      'correct-with-remarks': 'remark'
    } as const
    return { id, state: state[verdict as keyof typeof state], findings: own }
  })
}

function linesOf(verdict: Verdict, sample: Sample): BillLine[] {
  const line = (index: number, part: Partial<BillLine>): BillLine => ({
    index,
    kind: 'energy',
    name: '',
    window: null,
    energy: null,
    days: null,
    price: null,
    expectedPrice: null,
    billed: 0,
    own: 0,
    difference: 0,
    wrong: false,
    followsFrom: null,
    ...part
  })
  const wrong = verdict === 'wrong'
  const open = verdict === 'cannot-be-checked'
  const own = (cents: number): Pick<BillLine, 'own' | 'difference'> =>
    open ? { own: null, difference: null } : { own: cents, difference: 0 }
  return [
    line(0, {
      name: 'Nacht',
      window: '22:00-06:00',
      energy: 30_193_000,
      price: 214_000_000,
      expectedPrice: 214_000_000,
      billed: 646,
      ...own(646)
    }),
    line(1, {
      name: 'Tag',
      window: '06:00-17:00',
      energy: 80_455_000,
      price: 262_000_000,
      expectedPrice: 262_000_000,
      billed: 2108,
      ...own(2108)
    }),
    line(2, {
      name: 'Abend',
      window: '17:00-22:00',
      energy: 99_553_000,
      price: wrong ? 389_000_000 : 331_000_000,
      expectedPrice: 331_000_000,
      billed: wrong ? 3579 : 3295,
      ...own(3295),
      ...(wrong ? { difference: 284, wrong: true } : {})
    }),
    line(3, {
      kind: 'fixed-fee',
      name: 'Grundpreis',
      days: sample.days,
      price: 380_000_000,
      expectedPrice: 380_000_000,
      billed: 1140,
      ...own(1140)
    }),
    line(4, {
      kind: 'vat',
      name: 'VAT',
      price: 1900,
      expectedPrice: 1900,
      billed: wrong ? 1420 : 1366,
      ...own(1366),
      ...(wrong ? { difference: 54, followsFrom: 2 } : {})
    }),
    line(5, {
      kind: 'total',
      name: 'total',
      billed: sample.total,
      ...(open
        ? { own: null, difference: null }
        : { own: sample.total - (sample.difference ?? 0), difference: sample.difference })
    })
  ]
}

function mapOf(verdict: Verdict, sample: Sample): BillReport['map'] {
  return Array.from({ length: sample.days }, (_, index) => {
    const date = `${sample.month}-${String(index + 1).padStart(2, '0')}`
    const count = date === '2026-03-29' ? 92 : 96
    const slot = (at: number): string => {
      if (verdict === 'wrong' && index >= 15 && at >= 68 && at < 88) return 'x'
      if (verdict === 'cannot-be-checked' && index >= 11 && index < 14) return '-'
      return verdict === 'correct-with-remarks' && index === 9 && (at === 30 || at === 31) ? 'e' : '.'
    }
    return {
      date,
      start: midnightOf(date) + (date === '2026-03-29' ? 0 : 0),
      slots: Array.from({ length: count }, (__, at) => slot(at)).join('')
    }
  })
}

export function sampleReport(hash: string): BillReport {
  const at = sampleBills.findIndex((bill) => bill.hash === hash)
  const sample = SAMPLES[at]
  const summary = sampleBills[at]
  if (!sample || !summary) throw new RangeError('no such sample bill')
  const { verdict } = sample
  const bare = verdict === 'not-genuine'
  return {
    summary,
    contract: 'V-2025-77',
    timeZone: TIME_ZONE,
    assurance: bare ? null : 0,
    measuredShare: bare ? null : verdict === 'correct-with-remarks' ? 9993 : 10_000,
    intervals: bare ? 0 : sample.days * 96,
    ownTotal: sample.difference === null ? null : sample.total - sample.difference,
    checks: checksOf(verdict),
    lines: bare ? [] : linesOf(verdict, sample),
    map: bare ? [] : mapOf(verdict, sample),
    seconds: 900,
    durationMs: 812,
    kernel: 'wasm'
  }
}

export function sampleInterval(hash: string, start: number): BillInterval {
  const wrong = hash === hashOf('wrong')
  return {
    start,
    seconds: 900,
    energy: 299_000,
    cell: '2026-03-01/Abend',
    price: 331_000_000,
    billedPrice: wrong ? 389_000_000 : 331_000_000,
    cost: 98_969_000,
    fits: true,
    steps: [
      { code: 'record-bytes', params: { counter: 1234, status: 0 }, value: 'c1'.repeat(60) },
      { code: 'blinding', params: {}, value: 'd2'.repeat(32) }
    ]
  }
}

export const sampleContracts: ContractView[] = [
  {
    id: 'V-2025-77',
    supplier: SUPPLIER,
    first: '2025-11-01',
    tariff: 'Musterstrom Zeit',
    tariffKind: 'time-of-use',
    meters: [METER]
  }
]
