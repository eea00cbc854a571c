import { describe, expect, it } from 'vitest'
import type { Paper, Verdict } from '../../../app/contract'
import { Refusal } from '../support/client-double'
import { click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { hashOf, sampleReport } from '../support/sample-bills'
import { sampleHistory, sampleProof } from '../support/sample-papers'

const open = (verdict: Verdict, more = {}) => openWindow({ path: `/bills/${hashOf(verdict)}`, ...more })

describe('evidence of a bill', () => {
  it('is written to the file that the person names, without a single reading', async () => {
    const { root, calls } = await open('wrong')
    await click(byRole(root, 'button', 'Save the evidence'))
    const dialog = byRole(document, 'dialog', 'Evidence')
    expect(faultsOf(root)).toEqual([])
    expect(textOf(dialog)).toContain('Readings that you showNone.')
    expect(textOf(dialog)).toContain(hashOf('wrong'))
    await click(byRole(dialog, 'button', 'Save the evidence file'))
    expect(calls.find(({ name }) => name === 'bills.save-evidence')?.request).toMatchObject({
      hash: hashOf('wrong'),
      show: []
    })
    expect(calls.find(({ name }) => name === 'files.choose-target')?.request).toEqual({
      suggestedName: 'evidence-2026-04-0417.wattveil',
      kind: 'evidence'
    })
    expect(textOf(dialog)).toContain('Saved as readings.csv, 412 kB.')
  })

  it('shows the reading that was picked, and says what was shown before', async () => {
    const start = Date.UTC(2026, 3, 16, 15) / 1000
    const { root, calls } = await open('wrong', {
      answers: { 'bills.shown-readings': () => [{ start, seconds: 900, energy: 299_000, at: start }] }
    })
    await click(allByRole(root, 'button', 'See it step by step')[0]!)
    await click(byRole(root, 'button', 'Show this reading'))
    expect(byRole(root, 'button', 'Will be shown').getAttribute('aria-pressed')).toBe('true')
    await click(byRole(root, 'button', 'Save the evidence'))
    const dialog = byRole(document, 'dialog', 'Evidence')
    expect(textOf(dialog)).toContain('Shown before: Thu 16 April, 17:00 to 17:15.')
    await click(byRole(dialog, 'button', 'Save the evidence file'))
    expect(calls.find(({ name }) => name === 'bills.save-evidence')?.request).toMatchObject({ show: [start] })
  })

  it('forgets the pick with the bill', async () => {
    const { root } = await open('wrong')
    await click(allByRole(root, 'button', 'See it step by step')[0]!)
    await click(byRole(root, 'button', 'Show this reading'))
    await click(allByRole(root, 'link').find((link) => textOf(link).startsWith('March'))!)
    await click(byRole(root, 'button', 'Save the report'))
    expect(textOf(byRole(document, 'dialog', 'Evidence'))).toContain('None.')
  })

  it('says what is missing where it cannot be made', async () => {
    const { root } = await open('not-genuine', {
      answers: {
        'bills.save-evidence': () => {
          throw new Refusal({ code: 'evidence-incomplete', params: { part: 'contract' } })
        }
      }
    })
    await click(byRole(root, 'button', 'Save the evidence'))
    await click(byRole(document, 'button', 'Save the evidence file'))
    expect(textOf(byRole(document, 'alert'))).toContain('missing here')
  })

  it('as a paper names the bill by its hash and says that it proves nothing by itself', async () => {
    const { root, calls } = await open('correct')
    await click(byRole(root, 'button', 'Save the report'))
    await click(byRole(document, 'button', 'Save as PDF'))
    const { paper } = calls.find(({ name }) => name === 'papers.save-pdf')?.request as { paper: Paper }
    const text = JSON.stringify(paper)
    expect(text).toContain(hashOf('correct'))
    expect(text).toContain('Result: Correct.')
    expect(text).toContain('This paper proves nothing by itself')
    expect(paper.blocks.filter(({ kind }) => kind === 'table')).toHaveLength(2)
  })
})

describe('a check without readings', () => {
  it('says what it shows and what stays open', async () => {
    const { root, calls } = await open('correct')
    await click(byRole(root, 'button', 'Check without readings'))
    const dialog = byRole(document, 'dialog', 'Checked without readings')
    expect(calls.at(-1)).toMatchObject({ name: 'bills.verify-records', request: { hash: hashOf('correct') } })
    const words = textOf(dialog)
    expect(words).toContain('Correct')
    expect(words).toContain('The quantities are exactly the sums of these readings.')
    expect(words).toContain('How much was used in any quarter hour; nobody sees that here.')
    expect(words).toContain('3f1c 09aa')
    expect(words).not.toContain('Every line agrees with your meter')
    expect(faultsOf(root)).toEqual([])
  })

  it('can be cancelled while it runs', async () => {
    const { root, calls, emit } = await open('correct', {
      answers: { 'bills.verify-records': () => new Promise(() => undefined) }
    })
    await click(byRole(root, 'button', 'Check without readings'))
    emit('bills.progress', { hash: hashOf('correct'), check: 'V14', state: 'running', done: 3, total: 9 })
    await settled()
    const dialog = byRole(document, 'dialog', 'Checked without readings')
    expect(byRole(dialog, 'progressbar').getAttribute('value')).toBe('3')
    await click(byRole(dialog, 'button', 'Cancel the check'))
    expect(calls.at(-1)?.name).toBe('bills.cancel')
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('of an evidence file is shown on the page and stored nowhere', async () => {
    const { root } = await openWindow({
      path: '/bills',
      answers: {
        'bills.open': () => [{ kind: 'refused', name: 'e.wattveil', reason: { code: 'damaged', params: {} } }],
        'bills.open-evidence': () => sampleProof(hashOf('wrong'))
      }
    })
    await click(byRole(root, 'button', 'open one'))
    expect(textOf(root)).toContain('From an evidence file, not stored here.')
    expect(textOf(byRole(root, 'region', 'Result'))).toContain('Wrong')
    expect(allByRole(root, 'region', 'Files taken in')).toHaveLength(0)
    expect(faultsOf(root)).toEqual([])
    await click(byRole(root, 'button', 'Hide'))
    expect(textOf(root)).not.toContain('From an evidence file')
  })
})

describe('the list of bills', () => {
  it('adds up each year', async () => {
    const { root } = await open('correct')
    expect(textOf(byRole(root, 'region', '2026'))).toContain('2026€349.204 bills, 812 kWh')
  })

  it('marks a bill that a later one replaced', async () => {
    const { root } = await open('correct', {
      answers: {
        'bills.history': () => ({
          ...sampleHistory,
          replaced: [{ hash: hashOf('cannot-be-checked'), by: hashOf('correct') }]
        })
      }
    })
    const links = allByRole(byRole(root, 'navigation', 'Bills'), 'link')
    expect(textOf(links.at(-1)!)).toBe('January 2026€96.40 Cannot be checkedreplaced by a later one')
  })
})

describe('files that the system hands over', () => {
  const arrived = [{ token: 'b'.repeat(32), name: 'bill.wattveil', bytes: 2 }]

  it('are opened on the page of bills', async () => {
    const { root, calls } = await openWindow({ path: '/settings', answers: { 'files.arrived': () => arrived } })
    expect(calls.find(({ name }) => name === 'bills.open')?.request).toEqual({ files: ['b'.repeat(32)] })
    expect(textOf(byRole(root, 'heading', 'Wrong'))).toBe('Wrong')
  })

  it('are fetched again when more arrive', async () => {
    let waiting = [] as typeof arrived
    const { calls, emit } = await openWindow({
      path: '/settings',
      answers: { 'files.arrived': () => waiting.splice(0) }
    })
    expect(calls.some(({ name }) => name === 'bills.open')).toBe(false)
    waiting = [...arrived]
    emit('files.arriving', {})
    await settled()
    expect(calls.some(({ name }) => name === 'bills.open')).toBe(true)
  })
})

describe('a report', () => {
  it('of every verdict can be kept', async () => {
    for (const verdict of ['correct', 'correct-with-remarks', 'wrong', 'not-genuine', 'cannot-be-checked'] as const) {
      const { root, calls } = await open(verdict, { answers: { 'bills.report': () => sampleReport(hashOf(verdict)) } })
      await click(byRole(root, 'button', /^Save the (?:report|evidence)$/u))
      await click(byRole(document, 'button', 'Copy the text'))
      const { text } = calls.find(({ name }) => name === 'papers.copy')?.request as { text: string }
      expect(text).toContain('Report on bill')
      document.querySelectorAll('dialog').forEach((dialog) => dialog.remove())
    }
  })
})
