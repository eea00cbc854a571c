import { describe, expect, it } from 'vitest'
import { FINDING_CODES } from '../../../app/bills/checks/finding-codes'
import { encodeSignedFile } from '../../../app/bills/documents/signed-file'
import { billInterval } from '../../../app/bills/report/bill-interval'
import { windowTimes } from '../../../app/bills/report/window-times'
import { verifyAndReport } from '../../../app/bills/take-bill'
import { billInterval as intervalSchema, billReport as reportSchema } from '../../../app/contract/bills'
import { type Weekday, toLocalDate } from '../../../app/domain/calendar'
import { toUtcSeconds } from '../../../app/domain/interval'
import { toPrice } from '../../../app/domain/money'
import { type Scalar, commit, fromHex, toHex } from '../../../crypto'
import { dynamicTariff, threeTimesTariff } from '../../../services/supplier/example-tariffs'
import { type BillCase, billCase, exampleTerms } from '../../support/bills/bill-case'
import type { Bill } from '../../../app/bills/documents/bill-document'
import type { Tariff } from '../../../app/bills/documents/tariff-document'

const made = billCase({ seconds: 3600, tariff: threeTimesTariff(exampleTerms()) })
const dynamic = billCase({
  seconds: 3600,
  tariff: dynamicTariff(exampleTerms()),
  listPrice: (start) => BigInt(start % 100_000)
})

async function reportOf(one: BillCase, bill: Bill) {
  const clock = { now: () => one.period.end }
  const { report, verification } = await verifyAndReport({ ...one.sources, clock }, encodeSignedFile(one.sign(bill)))
  if (!report) throw new Error('no report')
  return { report: reportSchema.parse(report), verification }
}

const eveningsFrom = (day: string): Tariff => ({
  ...made.tariff,
  components: made.tariff.components.map((component) =>
    component.kind === 'energy'
      ? {
          ...component,
          windows: component.windows.map((window) =>
            window.name === 'Abend'
              ? { ...window, prices: [...window.prices, { from: toLocalDate(day), price: toPrice(389_000n) }] }
              : window
          )
        }
      : component
  )
})

describe('the report of a right bill', { timeout: 60_000 }, () => {
  it('has a row per line with equal amounts, VAT and total', async () => {
    const { report } = await reportOf(made, made.bill)
    expect(report.lines.map(({ kind, name, window }) => [kind, name, window])).toEqual([
      ['energy', 'Nacht', '22:00-06:00'],
      ['energy', 'Tag', '06:00-17:00'],
      ['energy', 'Abend', '17:00-22:00'],
      ['fixed-fee', 'Grundpreis', null],
      ['vat', '', null],
      ['total', '', null]
    ])
    for (const line of report.lines)
      expect([line.name, line.difference, line.wrong, line.followsFrom]).toEqual([line.name, 0, false, null])
    expect(report.lines.at(-1)?.billed).toBe(report.ownTotal)
    expect(report.summary).toMatchObject({ verdict: 'correct', difference: 0, first: '2026-03-01', last: '2026-03-31' })
  })

  it('says the level, the share of measured intervals, and shows every interval on the map', async () => {
    const { report } = await reportOf(made, made.bill)
    expect(report).toMatchObject({
      assurance: 2,
      measuredShare: 10_000,
      intervals: 743,
      timeZone: 'Europe/Berlin',
      seconds: 3600
    })
    expect(report.map).toHaveLength(31)
    expect(report.map.map(({ slots }) => slots.length)).toEqual(
      report.map.map(({ date }) => (date === '2026-03-29' ? 23 : 24))
    )
    expect(report.map.every(({ slots }) => /^\.+$/u.test(slots))).toBe(true)
  })

  it('lists the checks that ran, in order, each passed', async () => {
    const { report } = await reportOf(made, made.bill)
    expect(report.checks.map(({ id }) => id)).toEqual(Object.keys(FINDING_CODES))
    const states = new Map(report.checks.map(({ id, state }) => [id, state]))
    expect(states.get('V18')).toBe('not-checked-here')
    expect([...states].filter(([id]) => id !== 'V18').every(([, state]) => state === 'passed')).toBe(true)
  })
})

describe('the report of a wrong bill', { timeout: 60_000 }, () => {
  it('marks the line that is wrong, and what only follows from it', async () => {
    const { report } = await reportOf(made, made.issueWith(eveningsFrom('2026-03-01')))
    const evening = report.lines.find(({ name }) => name === 'Abend')
    expect(evening).toMatchObject({ wrong: true, price: 389_000_000, expectedPrice: 331_000_000 })
    expect(report.lines.filter(({ wrong }) => wrong)).toHaveLength(1)
    const following = report.lines.filter(({ followsFrom }) => followsFrom !== null)
    expect(following.map(({ kind, followsFrom }) => [kind, followsFrom])).toEqual([
      ['vat', evening?.index],
      ['total', evening?.index]
    ])
    expect(report.summary.difference).toBe(report.lines.at(-1)?.difference)
  })

  it('shares an own line over the days that the bill has cut otherwise, to the cent', async () => {
    const { report } = await reportOf(made, made.issueWith(eveningsFrom('2026-03-20')))
    const evenings = report.lines.filter(({ name }) => name === 'Abend')
    expect(evenings.map(({ wrong }) => wrong)).toEqual([false, true])
    const { report: right } = await reportOf(made, made.bill)
    const own = right.lines.find(({ name }) => name === 'Abend')?.own ?? 0
    expect(evenings.reduce((sum, line) => sum + (line.own ?? 0), 0)).toBe(own)
    expect(report.map.filter(({ slots }) => slots.includes('x')).map(({ date }) => date)).toHaveLength(12)
    expect(report.map.find(({ date }) => date === '2026-03-20')?.slots).toBe('.................xxxxx..')
  })

  it('has a row for what the bill leaves out', async () => {
    const { report } = await reportOf(made, { ...made.bill, lines: made.bill.lines.slice(1) })
    const missing = report.lines.find(({ name }) => name === 'Nacht')
    expect(missing).toMatchObject({ billed: 0, wrong: true, price: null, expectedPrice: 214_000_000 })
    expect(missing?.own).toBeGreaterThan(0)
  })

  it('shows what cannot be checked as such: own amounts only where they need no readings', async () => {
    const damaged = billCase({ seconds: 3600, tariff: made.tariff })
    const entry = damaged.chain.entries[5]
    if (!entry?.opening) throw new Error('no entry')
    damaged.chain.entries[5] = { ...entry, opening: { ...entry.opening, blinding: 5n as Scalar } }
    const { report } = await reportOf(damaged, damaged.bill)
    expect(report.summary).toMatchObject({ verdict: 'cannot-be-checked', difference: null })
    expect(report.ownTotal).toBeNull()
    expect(report.lines.map(({ kind, own }) => [kind, own === null])).toEqual([
      ['energy', true],
      ['energy', true],
      ['energy', true],
      ['fixed-fee', false],
      ['vat', true],
      ['total', true]
    ])
    expect(report.map.some(({ slots }) => slots.includes('.'))).toBe(false)
  })

  it('carries numbers that no view can hold as the most it can', async () => {
    const amount = 2n ** 89n
    const bill = {
      ...made.bill,
      lines: made.bill.lines.map((line, index) =>
        index === 0 ? { ...line, amount, cents: null, energy: 2n ** 62n } : line
      )
    }
    const { report } = await reportOf(made, bill)
    expect(report.lines[0]?.billed).toBe(2 ** 51)
    expect(report.summary.verdict).toBe('wrong')
  })

  it('of a bill that is not genuine has no lines, and of a damaged file there is none', async () => {
    const forged = encodeSignedFile({ ...made.sign(made.bill), signature: new Uint8Array(64) })
    const clock = { now: () => made.period.end }
    const { report } = await verifyAndReport({ ...made.sources, clock }, forged)
    expect(report?.lines).toEqual([])
    expect(report?.summary).toMatchObject({ verdict: 'not-genuine', first: '2026-03-01', last: '2026-03-31' })
    expect((await verifyAndReport({ ...made.sources, clock }, forged.slice(0, 99))).report).toBeNull()
  })
})

describe('the arithmetic of one interval', { timeout: 60_000 }, () => {
  const start = toUtcSeconds(Date.parse('2026-03-10T17:00:00Z') / 1000)

  it('goes down to the bytes that anybody can compute again', async () => {
    const { verification } = await reportOf(made, made.bill)
    const interval = verification.evidence && billInterval(verification.evidence, start)
    const shown = intervalSchema.parse(interval)
    expect(shown).toMatchObject({
      start,
      seconds: 3600,
      cell: '2026-03-01/Abend',
      price: 331_000_000,
      billedPrice: 331_000_000,
      fits: true
    })
    const value = (code: string): string => shown.steps.find((step) => step.code === code)?.value ?? ''
    const blinding = fromHex(value('blinding')).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
    expect(toHex(commit(BigInt(value('energy')), blinding as Scalar))).toBe(value('commitment-recorded'))
    expect(value('commitment-recomputed')).toBe(value('commitment-recorded'))
    expect(toHex(made.sources.primitives.sha256(fromHex(value('record-bytes'))))).toBe(value('record-hash'))
    expect(value('wall-clock')).toBe('2026-03-10 18:00')
    expect(shown.cost).toBe(Number(value('energy')) * 331_000)
    expect(value('cost')).toBe(`${value('energy')} * 331000 = ${Number(value('energy')) * 331_000}`)
  })

  it('shows the price that was billed beside the right one', async () => {
    const { verification } = await reportOf(made, made.issueWith(eveningsFrom('2026-03-20')))
    const at = (iso: string) =>
      verification.evidence && billInterval(verification.evidence, toUtcSeconds(Date.parse(iso) / 1000))
    expect(at('2026-03-19T17:00:00Z')).toMatchObject({ price: 331_000_000, billedPrice: 331_000_000 })
    expect(at('2026-03-20T17:00:00Z')).toMatchObject({ price: 331_000_000, billedPrice: 389_000_000 })
    expect(at('2026-03-20T11:00:00Z')).toMatchObject({ price: 262_000_000, billedPrice: 262_000_000 })
  })

  it('shows how an index price came about', async () => {
    const { verification } = await reportOf(dynamic, dynamic.bill)
    const interval = verification.evidence && billInterval(verification.evidence, start)
    const step = interval?.steps.find(({ code }) => code === 'index-price')
    expect(step?.params).toMatchObject({ listed: String(start % 100_000), a: '1000000', b: '148000' })
    expect(step?.value).toBe(String((start % 100_000) + 148_000))
  })

  it('is not there for a time without a record', async () => {
    const { verification } = await reportOf(made, made.bill)
    expect(verification.evidence && billInterval(verification.evidence, toUtcSeconds(1000))).toBeNull()
  })
})

describe('windowTimes', () => {
  const tariff = (times: readonly { days: Weekday[]; from: number; to: number }[]): Tariff => ({
    ...made.tariff,
    components: [
      {
        kind: 'energy',
        name: 'E',
        vat: 0,
        windows: [
          { name: 'A', times: [...times], prices: [] },
          { name: 'B', times: [], prices: [] }
        ]
      }
    ]
  })

  it('says times as people do', () => {
    const all: Weekday[] = [1, 2, 3, 4, 5, 6, 7]
    expect(
      windowTimes(
        tariff([
          { days: all, from: 0, to: 360 },
          { days: all, from: 1320, to: 1440 }
        ]),
        'E',
        'A'
      )
    ).toBe('22:00-06:00')
    expect(
      windowTimes(
        tariff([
          { days: all, from: 0, to: 360 },
          { days: all, from: 720, to: 840 }
        ]),
        'E',
        'A'
      )
    ).toBe('00:00-06:00, 12:00-14:00')
    expect(
      windowTimes(
        tariff([
          { days: [1, 2, 3, 4, 5], from: 360, to: 1320 },
          { days: [6], from: 480, to: 1200 }
        ]),
        'E',
        'A'
      )
    ).toBe('1-5 06:00-22:00; 6 08:00-20:00')
    expect(windowTimes(tariff([{ days: [1, 3], from: 0, to: 1440 }]), 'E', 'A')).toBe('1, 3 00:00-24:00')
  })

  it('says nothing of a component with one window, or without', () => {
    expect(windowTimes(made.tariff, 'Grundpreis', null)).toBeNull()
    expect(windowTimes(null, 'E', 'A')).toBeNull()
  })
})
