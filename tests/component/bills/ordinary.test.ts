import { describe, expect, it } from 'vitest'
import type { OrdinaryBill } from '../../../app/contract'
import { parseDecimal, writeDecimal } from '../../../renderer/format/parse-decimal'
import { Refusal } from '../support/client-double'
import { type OpenWindow, click, openWindow, settled, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'
import { ORDINARY_ID, sampleOrdinaryBill, sampleOrdinaryReport } from '../support/sample-ordinary'
import { sampleRanges } from '../support/sample-readings'

const summary = {
  id: ORDINARY_ID,
  supplier: sampleOrdinaryBill.supplier,
  number: sampleOrdinaryBill.number,
  first: sampleOrdinaryBill.first,
  last: sampleOrdinaryBill.last,
  total: sampleOrdinaryBill.total
}
const open = (more = {}) =>
  openWindow({ path: `/bills?ordinary=${ORDINARY_ID}`, answers: { 'ordinary.list': () => [summary] }, ...more })

function field(root: ParentNode, label: string): HTMLInputElement {
  const found = [...root.querySelectorAll<HTMLInputElement>('.form input')].find((input) => nameOf(input) === label)
  if (!found) throw new Error(`no field ${label}`)
  return found
}

const savedBill = ({ calls }: OpenWindow): OrdinaryBill =>
  (calls.find(({ name }) => name === 'ordinary.save')?.request as { bill: OrdinaryBill }).bill

describe('an ordinary bill', () => {
  it('names everything it holds', async () => {
    const { root } = await open()
    expect(faultsOf(root)).toEqual([])
  })

  it('is compared and never looks verified: no mark, none of the five words', async () => {
    const { root } = await open()
    const article = root.querySelector('.detail article')!
    expect(textOf(byRole(root, 'region', 'Result'))).toContain('Compared, not verified')
    expect(textOf(article)).toContain('This bill carries no seal.')
    expect(article.querySelectorAll('.verdict-mark')).toHaveLength(0)
    expect(textOf(article)).not.toMatch(/\b(?:Correct|Wrong|Not genuine|Cannot be checked)\b/u)
  })

  it('says point by point what agrees and what differs', async () => {
    const { root } = await open()
    const words = textOf(root.querySelector('.points'))
    expect(words).toContain('Line 1, Arbeitspreis: quantity times price gives €93.60.')
    expect(words).toContain('Your readings add up to 300.0 kWh, charged are 312.0 kWh: a difference of 12.0 kWh.')
    expect(textOf(byRole(root, 'region', 'Result'))).toContain('One point differs')
  })

  it('stands in its year in the list, without a mark', async () => {
    const { root } = await open()
    const link = allByRole(byRole(root, 'region', '2025'), 'link')[0]!
    expect(textOf(link)).toBe('December 2025€125.66No seal')
    expect(link.getAttribute('aria-current')).toBe('true')
    expect(link.querySelector('svg')).toBeNull()
  })

  it('is deleted after a question', async () => {
    const { root, calls } = await open()
    await click(byRole(root, 'button', 'Delete the bill'))
    expect(calls.some(({ name }) => name === 'ordinary.remove')).toBe(false)
    await click(byRole(byRole(document, 'dialog', 'Delete the bill'), 'button', 'Delete the bill'))
    expect(calls.find(({ name }) => name === 'ordinary.remove')?.request).toEqual({ id: ORDINARY_ID })
    expect(root.querySelector('.points')).toBeNull()
  })

  it('is changed in the same form', async () => {
    const opened = await open()
    await click(byRole(opened.root, 'button', 'Change'))
    expect(field(opened.root, 'To pay, €').value).toBe('125.66')
    await typeInto(field(opened.root, 'To pay, €'), '130.00')
    await click(byRole(opened.root, 'button', 'Compare'))
    expect(opened.calls.find(({ name }) => name === 'ordinary.save')?.request).toMatchObject({ id: ORDINARY_ID })
    expect(savedBill(opened)).toEqual({ ...sampleOrdinaryBill, total: 13_000 })
  })
})

describe('typing in a bill', () => {
  it('asks for what is missing and keeps nothing until then', async () => {
    const { root, calls } = await openWindow({ path: '/bills' })
    await click(byRole(root, 'button', 'Type in a bill without a seal'))
    await click(byRole(root, 'button', 'Compare'))
    expect(textOf(byRole(root, 'alert'))).toBe('4 fields are missing or cannot be read.')
    expect(field(root, 'Supplier').getAttribute('aria-invalid')).toBe('true')
    expect(calls.some(({ name }) => name === 'ordinary.save')).toBe(false)
    expect(faultsOf(root)).toEqual([])
  })

  it('takes numbers in the language of the window and compares', async () => {
    const opened = await openWindow({ path: '/bills?ordinary=new', scene: { language: 'de' } })
    const { root } = opened
    await typeInto(field(root, 'Stromlieferant'), 'Stadtwerk Musterau')
    await typeInto(field(root, 'Erster Tag'), '2025-12-01')
    await typeInto(field(root, 'Letzter Tag'), '2025-12-31')
    await typeInto(field(root, 'Menge, kWh'), '1.312,5')
    await typeInto(field(root, 'Preis, ct je kWh'), '30,123')
    await typeInto(field(root, 'Betrag ohne Umsatzsteuer, €'), '395,36')
    await typeInto(field(root, 'Zu zahlen, €'), '470,48')
    await click(byRole(root, 'button', 'Vergleichen'))
    expect(savedBill(opened)).toMatchObject({
      supplier: 'Stadtwerk Musterau',
      lines: [{ kind: 'energy', energy: 1_312_500_000, price: 301_230_000, amount: 39_536 }],
      total: 47_048
    })
  })

  it('asks which meter, where there are several that count what is drawn', async () => {
    const range = sampleRanges[0]!
    const ranges = [
      { ...range, meterId: 'A', name: 'Haus', directions: ['drawn'] as const },
      { ...range, meterId: 'B', name: null, directions: ['drawn', 'fed-in'] as const },
      { ...range, meterId: 'C', name: 'Dach', directions: ['drawn'] as const, isProduction: true },
      { ...range, meterId: 'D', name: null, directions: ['fed-in'] as const }
    ].map((one) => ({ ...one, directions: [...one.directions] }))
    const opened = await open({ answers: { 'ordinary.list': () => [summary], 'readings.ranges': () => ranges } })
    await click(byRole(opened.root, 'button', 'Change'))
    const choice = opened.root.querySelector<HTMLSelectElement>('.form .row > .field > select')!
    expect(nameOf(choice)).toBe('Meter it is compared with')
    expect([choice.value, ...[...choice.options].map(textOf)]).toEqual(['A', 'Haus', 'B'])
    choice.value = 'B'
    choice.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(faultsOf(opened.root)).toEqual([])
    await click(byRole(opened.root, 'button', 'Compare'))
    expect(savedBill(opened).meterId).toBe('B')
  })

  it('does not ask for the meter where there is one', async () => {
    const answers = { 'ordinary.list': () => [summary], 'readings.ranges': () => sampleRanges.slice(0, 1) }
    const opened = await open({ answers })
    await click(byRole(opened.root, 'button', 'Change'))
    expect(opened.root.querySelector('.form .row > .field > select')).toBeNull()
    await click(byRole(opened.root, 'button', 'Compare'))
    expect(savedBill(opened).meterId).toBeNull()
  })

  it('says what the core does not take', async () => {
    const { root } = await openWindow({
      path: `/bills?ordinary=${ORDINARY_ID}`,
      answers: {
        'ordinary.save': () => {
          throw new Refusal({ code: 'ordinary-period', params: {} })
        }
      }
    })
    await click(byRole(root, 'button', 'Change'))
    await click(byRole(root, 'button', 'Compare'))
    expect(textOf(byRole(root, 'alert'))).toContain('The period is not right')
  })

  it('can be given up', async () => {
    const { root } = await openWindow({ path: '/bills?ordinary=new' })
    await click(byRole(root, 'button', 'Cancel'))
    expect(root.querySelector('.form')).toBeNull()
  })
})

describe('a PDF', () => {
  const pdf = [{ token: 'c'.repeat(32), name: 'Rechnung.PDF', bytes: 90_000 }]

  it('is read, and every field is offered for confirmation', async () => {
    const { root, calls } = await openWindow({ path: '/bills', answers: { 'files.choose': () => pdf } })
    await click(byRole(root, 'button', 'open one'))
    expect(calls.find(({ name }) => name === 'ordinary.read-pdf')?.request).toEqual({ file: 'c'.repeat(32) })
    expect(calls.some(({ name }) => name === 'bills.open')).toBe(false)
    expect(textOf(root)).toContain('Read from Rechnung.PDF. Compare each field with the bill; nothing is stored yet.')
    expect(field(root, 'To pay, €').value).toBe('125.66')
    expect(field(root, 'Supplier').value).toBe('')
    expect(calls.some(({ name }) => name === 'ordinary.save')).toBe(false)
  })

  it('chosen at the very start leads to the form, too', async () => {
    const answers = { 'files.choose': () => pdf }
    const { root } = await openWindow({ path: '/', scene: { firstStart: true }, answers })
    await click(byRole(root, 'button', 'Choose a bill'))
    expect(textOf(root)).toContain('Read from Rechnung.PDF.')
  })

  it('that cannot be read leaves an empty form and says why', async () => {
    const { root } = await openWindow({
      path: '/bills',
      answers: {
        'files.choose': () => pdf,
        'ordinary.read-pdf': () => {
          throw new Refusal({ code: 'pdf-without-text', params: {} })
        }
      }
    })
    await click(byRole(root, 'button', 'open one'))
    expect(textOf(byRole(root, 'alert'))).toContain('This PDF holds no text, only pictures.')
    expect(field(root, 'Supplier').value).toBe('')
  })

  it('may be the first thing ever opened', async () => {
    const { root } = await openWindow({
      path: '/start',
      scene: { firstStart: true },
      answers: { 'files.arrived': () => pdf }
    })
    await settled()
    expect(textOf(root)).toContain('Read from Rechnung.PDF.')
  })
})

describe('the points of a comparison', () => {
  it('call a line without a name by its kind', async () => {
    const { bill } = sampleOrdinaryReport
    const nameless = { ...bill, lines: bill.lines.map((line) => ({ ...line, name: '' })) }
    const report = () => ({ ...sampleOrdinaryReport, bill: nameless })
    const { root } = await open({ answers: { 'ordinary.list': () => [summary], 'ordinary.report': report } })
    expect(textOf(root.querySelector('.points'))).toContain('Line 1, Energy:')
    expect(textOf(root.querySelector('.plain-table tbody td'))).toBe('Energy')
  })

  it('all have their sentence in every state', async () => {
    const params = {
      line: 1,
      name: 'x',
      billed: 1,
      expected: 2,
      billedMwh: 1,
      expectedMwh: 2,
      differenceMwh: 1,
      hours: 3
    }
    const states = ['line-product', 'lines-sum', 'vat', 'total', 'registers', 'readings', 'tariff-cost'].flatMap(
      (code) => (['agrees', 'differs'] as const).map((state) => ({ code, state, params }))
    )
    const unknown = ['readings-none', 'readings-alone', 'readings-partial'].map((code) => ({
      code,
      state: 'unknown' as const,
      params
    }))
    const { root } = await open({
      answers: { 'ordinary.report': () => ({ ...sampleOrdinaryReport, points: [...states, ...unknown] }) }
    })
    expect(textOf(root.querySelector('.points'))).not.toContain('bills.ordinary')
    expect(root.querySelectorAll('.points li')).toHaveLength(17)
  })
})

describe('a typed number', () => {
  it.each([
    ['1.234,56', 2, 'de', 123_456],
    ['1,234.56', 2, 'en', 123_456],
    ['1.234', 6, 'de', 1_234_000_000],
    ['1,234', 6, 'de', 1_234_000],
    ['1.234', 6, 'en', 1_234_000],
    ['12.5', 6, 'de', 12_500_000],
    ['−3,38', 2, 'de', -338],
    ['0,005', 2, 'de', null],
    ['1e3', 2, 'en', null],
    ['', 2, 'en', null],
    ['1.2.3', 2, 'de', null]
  ] as const)('%s with %d places in %s is %s', (text, places, language, value) => {
    expect(parseDecimal(text, places, language)).toBe(value)
  })

  it('is read again as it is written', () => {
    for (const value of [0, 5, 100, 123_456, -338, 9_999_999]) {
      for (const language of ['de', 'en'] as const) {
        expect(parseDecimal(writeDecimal(value, 2, language, 2), 2, language)).toBe(value)
      }
    }
  })
})
