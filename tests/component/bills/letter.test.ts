import { describe, expect, it } from 'vitest'
import type { Paper, Verdict } from '../../../app/contract'
import { Refusal } from '../support/client-double'
import { type OpenWindow, click, openWindow, press, settled, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import de from '../../../renderer/locales/de.json'
import en from '../../../renderer/locales/en.json'
import { hashOf, sampleReport } from '../support/sample-bills'

const open = (verdict: Verdict, more = {}) => openWindow({ path: `/bills/${hashOf(verdict)}`, ...more })

async function openLetter(verdict: Verdict, button = 'See the letter'): Promise<OpenWindow & { dialog: HTMLElement }> {
  const opened = await open(verdict)
  await click(byRole(opened.root, 'button', button))
  return { ...opened, dialog: byRole(document, 'dialog', 'Letter') }
}

function savedPaper({ calls }: OpenWindow): Paper {
  const call = calls.find(({ name }) => name === 'papers.save-pdf')
  return (call?.request as { paper: Paper }).paper
}

describe('the letter about a wrong bill', () => {
  it('names everything it holds', async () => {
    const { dialog, root } = await openLetter('wrong')
    expect(faultsOf(root)).toEqual([])
    expect(byRole(dialog, 'region', 'This is the letter')).toBeTruthy()
  })

  it('goes to the supplier, names amounts and findings as the household would write them, and asks for the money', async () => {
    const { dialog } = await openLetter('wrong')
    const letter = textOf(byRole(dialog, 'region', 'This is the letter'))
    expect(letter).toContain('Stromwerk Musterau')
    expect(letter).toContain('charged wrongly')
    expect(letter).toContain('"Abend" is charged at 38.90 ct per kWh. Agreed are 33.10 ct.')
    expect(letter).toContain('The bill says €88.93, correct is €85.55. That is €3.38 too much.')
    expect(letter).toContain('credit me with €3.38')
    expect(letter).toContain(hashOf('wrong'))
    expect(letter).not.toMatch(/\b(?:Your tariff|your meter|Wattveil has)\b/u)
  })

  it('is written in German on request while the window stays English', async () => {
    const { dialog } = await openLetter('wrong')
    await click(byRole(dialog, 'radio', 'Deutsch'))
    const letter = byRole(dialog, 'region', 'This is the letter')
    expect(letter.getAttribute('lang')).toBe('de')
    expect(textOf(letter)).toContain('Sehr geehrte Damen und Herren')
    expect(textOf(letter)).toContain('Berechnet sind 88,93 €, richtig sind 85,55 €. Das sind 3,38 € zu viel.')
    expect(textOf(dialog)).toContain('Read the letter before you send it.')
  })

  it('shows no single reading but those the person picked', async () => {
    const opened = await open('wrong')
    await click(allByRole(opened.root, 'button', 'See it step by step').at(-1)!)
    const letter = (): string => textOf(byRole(document, 'region', 'This is the letter'))
    await click(byRole(opened.root, 'button', 'See the letter'))
    expect(letter()).not.toContain('0.299')
    await click(byRole(byRole(document, 'dialog', 'Letter'), 'button', 'Close'))
    await click(byRole(opened.root, 'button', 'Show this reading'))
    await click(byRole(opened.root, 'button', 'See the letter'))
    expect(letter()).toContain('0.299 kWh')
    expect(letter()).toContain('I show you these readings')
    await click(byRole(document, 'button', /^Do not show:/u))
    expect(letter()).not.toContain('0.299')
  })

  it('carries the sender, and is saved, printed and copied as it stands', async () => {
    const opened = await openLetter('wrong')
    const { dialog, calls } = opened
    await typeInto(dialog.querySelector('textarea')!, 'Muster, Lindenhof 3\n12345 Musterau')
    await click(byRole(dialog, 'button', 'Save as PDF'))
    expect(savedPaper(opened).blocks[0]).toEqual({
      kind: 'lines',
      atEnd: false,
      lines: ['Muster, Lindenhof 3', '12345 Musterau']
    })
    expect(textOf(dialog.querySelector('[role=status]'))).toBe('Saved as readings.csv.')
    await click(byRole(dialog, 'button', 'Print'))
    expect(textOf(dialog.querySelector('[role=status]'))).toBe('Given to the printer.')
    await click(byRole(dialog, 'button', 'Copy the text'))
    await click(byRole(dialog, 'button', 'Save as text'))
    const texts = calls.filter(({ name }) => name === 'papers.copy' || name === 'papers.save-text')
    expect(texts).toHaveLength(2)
    for (const { request } of texts) expect((request as { text: string }).text).toContain('Lindenhof 3\n12345 Musterau')
  })

  it('says why it could not be saved', async () => {
    const { dialog, answer } = await openLetter('wrong')
    answer('papers.save-pdf', () => {
      throw new Refusal({ code: 'disk-full', params: {} })
    })
    await click(byRole(dialog, 'button', 'Save as PDF'))
    expect(textOf(byRole(dialog, 'alert'))).toContain('The disk is full.')
  })

  it('closes with Escape', async () => {
    const { dialog } = await openLetter('wrong')
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
    await settled()
    expect(allByRole(document, 'dialog', 'Letter')).toHaveLength(0)
    await press(document.body, 'Escape')
  })
})

describe('other letters', () => {
  it('ask the supplier whether a bill that is not genuine is theirs', async () => {
    const { dialog } = await openLetter('not-genuine', 'Draft a request')
    const letter = textOf(byRole(dialog, 'region', 'This is the letter'))
    expect(letter).toContain('is it yours?')
    expect(letter).toContain('I do not pay because of this file')
  })

  it('ask the meter operator for readings that are missing', async () => {
    const { dialog } = await openLetter('cannot-be-checked', 'Draft a request')
    const letter = textOf(byRole(dialog, 'region', 'This is the letter'))
    expect(letter).toContain('To my meter operator')
    expect(letter).toContain('The readings from 12 to 14 January 2026 are missing.')
  })

  it('ask about the meter where its seal does not match, and do not accuse the supplier of a false signature', async () => {
    const report = sampleReport(hashOf('not-genuine'))
    const fork = {
      check: 'V8',
      code: 'fork',
      where: 'head',
      expected: null,
      found: null,
      leadsTo: 'not-genuine' as const,
      params: { meter: '1WVL01' }
    }
    const { root } = await open('not-genuine', {
      answers: { 'bills.report': () => ({ ...report, checks: [{ id: 'V8', state: 'failed', findings: [fork] }] }) }
    })
    await click(byRole(root, 'button', 'Draft a request'))
    const letter = textOf(byRole(document, 'region', 'This is the letter'))
    expect(letter).toContain('To my meter operator')
    expect(letter).toContain('Meter 1WVL01 gave two different seals for one reading. I have both.')
    expect(letter).not.toContain('Its signature does not match')
  })

  it('are not offered for a correct bill', async () => {
    const { root } = await open('correct')
    expect(allByRole(root, 'button', /letter|request/u)).toHaveLength(0)
  })
})

describe('the sentences of a letter', () => {
  /** Codes that no letter has: remarks about this household, files that could not be read, what only the program says. */
  const NEVER = [
    'unknown',
    'blinding-repeated',
    'blinding-zero',
    'damaged',
    'earlier-bills-not-seen',
    'newer-version',
    'no-response',
    'opened-twice',
    'replaced-bill-unknown',
    'response-not-here',
    'too-large',
    // Speaks to the supplier, whose signature it is.
    'tariff-not-signed'
  ]

  it.each([
    ['German', de, /\b(?:Ihr|Ihre[mnrs]?|Ihnen|Sie|Wattveil)\b/u],
    ['English', en, /\b(?:your|you|Wattveil)\b/iu]
  ] as const)('never speak to the household, in %s', (_, locale, forbidden) => {
    const said = { ...locale.codes.finding, ...locale.bills.letter.findings } as Record<string, string>
    const wrong = Object.entries(said).filter(([code, sentence]) => !NEVER.includes(code) && forbidden.test(sentence))
    expect(wrong).toEqual([])
  })
})
