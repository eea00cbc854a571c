import { describe, expect, it, vi } from 'vitest'
import type { Verdict } from '../../../app/contract'
import { Refusal } from '../support/client-double'
import { click, openWindow, press, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { hashOf, sampleBills, sampleReport } from '../support/sample-bills'

const open = (verdict: Verdict, more = {}) => openWindow({ path: `/bills/${hashOf(verdict)}`, ...more })
const VERDICTS: readonly Verdict[] = ['correct', 'correct-with-remarks', 'wrong', 'not-genuine', 'cannot-be-checked']

describe('the Bills', () => {
  it.each(VERDICTS)('names everything it holds when a bill is %s', async (verdict) => {
    const { root } = await open(verdict)
    expect(faultsOf(root)).toEqual([])
  })

  it('lists bills with their words and marks the one shown', async () => {
    const { root } = await open('wrong')
    const list = byRole(root, 'navigation', 'Bills')
    expect(allByRole(list, 'link').map(textOf)).toEqual([
      'May 2026€214.90 Not genuine',
      'April 2026€88.93 Wrong',
      'March 2026€84.75 Correct',
      'February 2026€79.12 Correct, with a remark',
      'January 2026€96.40 Cannot be checked'
    ])
    expect(textOf(list.querySelector('[aria-current]'))).toContain('April 2026')
  })

  it('says on the sill that the bill was checked offline', async () => {
    const { root } = await open('correct')
    expect(textOf(root.querySelector('footer'))).toContain('Checked offline. This bill has not left the computer.')
  })
})

describe('a correct bill', () => {
  it('is told in one word and to the cent', async () => {
    const { root } = await open('correct')
    const result = byRole(root, 'region', 'Result')
    expect(textOf(byRole(result, 'heading'))).toBe('Correct')
    expect(textOf(result)).toContain('€84.75 is right, to the cent')
    expect(allByRole(root, 'row')).toHaveLength(7)
  })

  it('says where the slow arithmetic had to do it, and only there', async () => {
    const { root } = await open('correct')
    expect(textOf(root)).not.toContain('The fast way to compute')
    const slow = { ...sampleReport(hashOf('correct')), kernel: 'noble' }
    const other = await open('correct', { answers: { 'bills.report': () => slow } })
    expect(textOf(other.root)).toContain('The fast way to compute does not work on this PC')
  })

  it('is walked stroke by stroke with the arrow keys; Enter works one out', async () => {
    const { root, calls } = await open('correct')
    const map = byRole(root, 'application', /^All intervals of the bill/u)
    await press(map, 'ArrowRight')
    await press(map, 'ArrowRight')
    await press(map, 'ArrowDown')
    expect(textOf(map.querySelector('[aria-live]'))).toMatch(/^Mon,? 2 March, 00:15 to 00:30, checked$/u)
    await press(map, 'Enter')
    expect(calls.at(-1)).toMatchObject({ name: 'bills.interval' })
    expect(textOf(byRole(root, 'region', 'The chosen stroke'))).toContain('0.299 kWh×33.10 ct, Abend=9.8969 ct')
    await click(byRole(root, 'button', 'Down to the bytes'))
    const dialog = byRole(document, 'dialog', 'Step by step down to the bytes')
    expect(textOf(dialog)).toContain('What the meter sealed, number 1,234')
    expect(textOf(dialog)).toContain('c1c1c1')
  })
})

describe('a wrong bill', () => {
  it('says how much, in which line, why, and who can put it right', async () => {
    const { root } = await open('wrong')
    const result = textOf(byRole(root, 'region', 'Result'))
    expect(result).toContain('€3.38 too much, on line 3')
    expect(result).toContain(
      'From 16 to 30 April 2026, "Abend" was charged at 38.90 ct per kWh. Your tariff says 33.10 ct.'
    )
    expect(result).toContain('All other lines are right to the cent.')
    expect(result).toContain('Only Stromwerk Musterau can put this right.')
  })

  it('tints the wrong line alone and says what follows from it', async () => {
    const { root } = await open('wrong')
    const rows = allByRole(root, 'row')
    expect(rows.filter((row) => row.classList.contains('bad')).map(textOf)).toEqual([expect.stringContaining('Abend')])
    expect(textOf(rows.find((row) => row.classList.contains('why'))!)).toContain(
      'From 16 April 2026: 48.933 kWh at 38.90 ct instead of 33.10 ct.'
    )
    expect(textOf(rows.find((row) => textOf(row).includes('VAT19%'))!)).toContain('follows from line 3')
  })

  it('opens the arithmetic of the first wrong stroke', async () => {
    const { root, calls } = await open('wrong')
    await click(allByRole(root, 'button', 'See it step by step')[0]!)
    expect(calls.at(-1)?.request).toMatchObject({ start: Date.UTC(2026, 3, 16, 15) / 1000 })
    expect(textOf(byRole(root, 'region', 'The chosen stroke'))).toContain('on the bill 38.90 ct')
  })

  it('says too little as plainly as too much', async () => {
    const { root, answer, emit } = await open('wrong')
    const report = sampleReport(hashOf('wrong'))
    answer('bills.report', () => ({ ...report, summary: { ...report.summary, difference: -112 } }))
    emit('bills.changed', {})
    await settled()
    expect(textOf(byRole(root, 'region', 'Result'))).toContain('€1.12 too little')
    expect(textOf(byRole(root, 'region', 'Result'))).toContain('Whether to report it is up to you.')
  })
})

describe('a bill that is not genuine', () => {
  it('is a solid block without a table, map or checks below it', async () => {
    const { root } = await open('not-genuine')
    const block = byRole(root, 'region', 'Result')
    expect(block.classList).toContain('not-genuine')
    expect(textOf(block)).toContain('The signature does not match Stromwerk Musterau.')
    expect(textOf(block)).toContain('Do not pay because of this file.')
    expect(allByRole(root, 'table')).toHaveLength(0)
    expect(allByRole(root, 'application')).toHaveLength(0)
  })

  it('tells on request what exactly does not match', async () => {
    const { root } = await open('not-genuine')
    await click(byRole(root, 'button', 'What exactly does not match'))
    const dialog = byRole(document, 'dialog', 'All 19 checks')
    expect(textOf(dialog)).toContain("The signature is the supplier's")
    expect(dialog.querySelector('.tone-not-genuine')).toBeTruthy()
    expect(dialog.querySelector('.tone-wrong')).toBeNull()
  })
})

describe('a bill that cannot be checked', () => {
  it('is an empty block that names what is missing and keeps what is checked', async () => {
    const { root } = await open('cannot-be-checked')
    const block = byRole(root, 'region', 'Result')
    expect(block.classList).toContain('cannot-be-checked')
    expect(textOf(block)).toContain('The readings from 12 to 14 January 2026 are missing.')
    expect(textOf(root)).toContain('Sender genuine')
    expect(textOf(root)).toContain('Period open')
    expect(allByRole(root, 'table')).toHaveLength(1)
  })

  it('offers the one thing that helps: the meter where readings are missing, the file where a document is', async () => {
    const { root, answer, emit, calls } = await open('cannot-be-checked')
    await click(byRole(root, 'button', 'Load from the meter'))
    expect(calls.map((call) => call.name)).toContain('meter.refresh')
    const report = sampleReport(hashOf('cannot-be-checked'))
    const noContract = {
      check: 'V3',
      code: 'no-contract',
      where: 'contract',
      expected: null,
      found: null,
      leadsTo: 'cannot-be-checked' as const,
      params: { contract: 'V-1', supplier: 'X' }
    }
    answer('bills.report', () => ({ ...report, checks: [{ id: 'V3', state: 'open', findings: [noContract] }] }))
    emit('bills.changed', {})
    await settled()
    await click(byRole(root, 'button', 'Open a contract or tariff'))
    expect(calls.map((call) => call.name)).toContain('bills.open')
  })

  it('shares no word, surface or mark with one that is not genuine', async () => {
    const open1 = await open('not-genuine')
    const false1 = byRole(open1.root, 'region', 'Result')
    const shape = false1.querySelector('svg')!.innerHTML
    const open2 = await open('cannot-be-checked')
    const open3 = byRole(open2.root, 'region', 'Result')
    expect(open3.querySelector('svg')!.innerHTML).not.toBe(shape)
    expect([...open3.classList].filter((name) => false1.classList.contains(name) && !name.startsWith('data-'))).toEqual(
      ['block']
    )
  })
})

describe('checking a bill', () => {
  it('ticks the checks by and can be cancelled', async () => {
    const { root, emit, calls } = await openWindow({
      path: '/bills',
      answers: { 'bills.open': () => new Promise(() => undefined) }
    })
    await click(byRole(root, 'button', 'open one'))
    emit('bills.progress', { hash: null, check: 'V1', state: 'passed', done: 1, total: 16 })
    emit('bills.progress', { hash: null, check: 'V2', state: 'failed', done: 2, total: 16 })
    await new Promise((done) => setTimeout(done, 150))
    await settled()
    const progress = byRole(root, 'region', 'Checking the bill')
    expect(textOf(progress)).toContain('The file is undamaged in order')
    expect(textOf(progress)).toContain('This version understands the file does not fit')
    expect(byRole(progress, 'progressbar').getAttribute('value')).toBe('2')
    await click(byRole(root, 'button', 'Cancel the check'))
    expect(calls.map((call) => call.name)).toContain('bills.cancel')
  })

  it('shows of several bills the one that is being checked, and is done in little more than a second', async () => {
    const { root, emit } = await openWindow({
      path: '/bills',
      answers: { 'bills.open': () => new Promise(() => undefined) }
    })
    await click(byRole(root, 'button', 'open one'))
    for (const bill of ['a', 'b', 'c', 'd', 'e', 'f']) {
      for (let check = 1; check <= 19; check++) {
        emit('bills.progress', { hash: bill.repeat(64), check: `V${check}`, state: 'passed', done: check, total: 19 })
      }
    }
    const progress = byRole(root, 'region', 'Checking the bill')
    await vi.waitFor(() => expect(textOf(progress)).toContain('Bill 6'), { timeout: 4000, interval: 20 })
    await vi.waitFor(() => expect(progress.querySelectorAll('li')).toHaveLength(19), { timeout: 2000 })
  })

  it('shows the bill that was opened', async () => {
    const { root } = await open('correct')
    await click(byRole(root, 'button', 'open one'))
    expect(textOf(byRole(root, 'heading', 'Wrong'))).toBe('Wrong')
  })

  it('brings nobody back who has gone to another page meanwhile', async () => {
    const { root, answer } = await open('correct')
    let release = (): void => undefined
    answer('bills.list', () => new Promise((done) => (release = () => done(sampleBills))))
    await click(byRole(root, 'button', 'open one'))
    await click(byRole(root, 'link', 'Settings'))
    release()
    await settled()
    expect(textOf(byRole(root, 'heading', 'Settings'))).toBe('Settings')
  })

  it('says of each other file what became of it', async () => {
    const { root } = await openWindow({
      path: '/bills',
      answers: {
        'bills.open': () => [
          { kind: 'contract', name: 'contract.json', title: 'V-2025-77' },
          {
            kind: 'refused',
            name: 'cat.png',
            reason: { code: 'damaged', params: { place: 'file', reason: 'not-json' } }
          }
        ]
      }
    })
    await click(byRole(root, 'button', 'open one'))
    const opened = textOf(byRole(root, 'region', 'Files taken in'))
    expect(opened).toContain('contract.json Contract taken in: V-2025-77.')
    expect(opened).toContain('cat.png The file is damaged or not a bill.')
  })

  it('says why nothing could be checked', async () => {
    const { root } = await openWindow({
      path: '/bills',
      answers: {
        'bills.open': () => {
          throw new Refusal({ code: 'disk-full', params: {} })
        }
      }
    })
    await click(byRole(root, 'button', 'open one'))
    expect(textOf(byRole(root, 'alert'))).toMatch(/disk/u)
  })
})

describe('Bills without a bill', () => {
  it('say what to drop here', async () => {
    const { root } = await openWindow({ path: '/bills', answers: { 'bills.list': () => [] } })
    expect(textOf(root)).toContain('No bill yet')
    expect(faultsOf(root)).toEqual([])
  })
})
