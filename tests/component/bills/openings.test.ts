import { describe, expect, it } from 'vitest'
import { Refusal } from '../support/client-double'
import { type OpenWindow, click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { hashOf, sampleReport } from '../support/sample-bills'
import { sampleOffer, sampleQuestion } from '../support/sample-openings'

const QUESTION = { 'bills.questions': () => [sampleQuestion] }
const OFFER = { 'bills.offers': () => [sampleOffer] }

const wasCalled = ({ calls }: OpenWindow, name: string): boolean => calls.some((call) => call.name === name)

async function openQuestion(more = {}): Promise<OpenWindow & { dialog: HTMLElement }> {
  const opened = await openWindow({ path: '/bills', answers: { ...QUESTION, ...more } })
  await click(byRole(opened.root, 'button', 'Look and decide'))
  return { ...opened, dialog: byRole(document, 'dialog', 'May Stromwerk Musterau learn these totals?') }
}

async function openOffer(more = {}): Promise<OpenWindow & { dialog: HTMLElement }> {
  const opened = await openWindow({ path: '/bills', answers: { ...OFFER, ...more } })
  await click(byRole(opened.root, 'button', 'See the changes'))
  return { ...opened, dialog: byRole(document, 'dialog', 'Amended contract') }
}

describe('totals that need the person’s word', () => {
  it('are announced on the page, and nothing is there when none wait', async () => {
    const { root } = await openWindow({ path: '/bills', answers: QUESTION })
    expect(textOf(root)).toContain('Stromwerk Musterau asks for totals of 22 to 31 May 2026. Nothing has been sent.')
    expect(faultsOf(root)).toEqual([])
    const without = await openWindow({ path: '/bills' })
    expect(allByRole(without.root, 'button', 'Look and decide')).toHaveLength(0)
  })

  it('are shown one by one, with the days that they would tell', async () => {
    const { dialog, root } = await openQuestion()
    const text = textOf(dialog)
    expect(text).toContain('These are 10 days only.')
    expect(text).toContain('Known is the total of 22 to 30 May 2026. The difference tells your use: 31 May 2026.')
    expect(text).toContain('the same days, divided otherwise')
    expect(textOf(byRole(dialog, 'table'))).toContain('Nacht')
    expect(textOf(byRole(dialog, 'table'))).toContain('48.125')
    expect(textOf(byRole(dialog, 'table'))).toContain('€12.34')
    expect(faultsOf(root)).toEqual([])
  })

  it('stay in the house when the person closes the question, in whatever way', async () => {
    for (const way of ['Decide later', 'Close']) {
      const opened = await openQuestion()
      await click(byRole(opened.dialog, 'button', way))
      expect(allByRole(document, 'dialog')).toHaveLength(0)
      expect([wasCalled(opened, 'bills.allow-opening'), wasCalled(opened, 'bills.refuse-opening')]).toEqual([
        false,
        false
      ])
    }
    const opened = await openQuestion()
    opened.dialog.dispatchEvent(new Event('cancel', { cancelable: true }))
    await settled()
    expect(wasCalled(opened, 'bills.allow-opening')).toBe(false)
    expect(wasCalled(opened, 'bills.refuse-opening')).toBe(false)
  })

  it('are refused on a click; what the supplier is told is said before and after, and a yes stays possible', async () => {
    const opened = await openQuestion()
    expect(textOf(opened.dialog)).toContain('told just that: contract, period and your signature, no number')
    await click(byRole(opened.dialog, 'button', 'Do not send'))
    expect(opened.calls.find(({ name }) => name === 'bills.refuse-opening')?.request).toEqual({
      question: sampleQuestion.id
    })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
    for (const [sentAt, words] of [
      [null, 'is told so at the next connection'],
      [1_780_300_000, 'has known since 01/06/2026']
    ] as const) {
      const answers = { 'bills.questions': () => [{ ...sampleQuestion, refused: { sentAt } }] }
      const { root } = await openWindow({ path: '/bills', answers })
      expect(textOf(root)).toContain('Stromwerk Musterau does not get the totals of 22 to 31 May 2026.')
      await click(byRole(root, 'button', 'Look again'))
      const dialog = byRole(document, 'dialog', 'May Stromwerk Musterau learn these totals?')
      expect(textOf(dialog)).toContain(words)
      expect(allByRole(dialog, 'button', 'Do not send')).toHaveLength(0)
      expect(faultsOf(root)).toEqual([])
      await click(byRole(dialog, 'button', 'Stay with no'))
      expect(allByRole(document, 'dialog')).toHaveLength(0)
    }
  })

  it('are sent for exactly the question that was read', async () => {
    const opened = await openQuestion()
    expect(textOf(opened.dialog.querySelector('.button.primary'))).toBe('Do not send')
    await click(byRole(opened.dialog, 'button', 'Send these totals'))
    expect(opened.calls.find(({ name }) => name === 'bills.allow-opening')?.request).toEqual({
      question: sampleQuestion.id
    })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('are not sent when the question is no longer open, and that is said', async () => {
    const { dialog } = await openQuestion({
      'bills.allow-opening': () => {
        throw new Refusal({ code: 'question-unknown', params: {} })
      }
    })
    await click(byRole(dialog, 'button', 'Send these totals'))
    expect(textOf(byRole(dialog, 'alert'))).toContain('no longer open')
  })
})

describe('an amended contract', () => {
  it('is shown with what it changes, and signed on a click', async () => {
    const opened = await openOffer()
    expect(textOf(opened.dialog)).toContain('Musterau Zwei Zeiten')
    expect(textOf(opened.dialog)).toContain('€49.00')
    expect(faultsOf(opened.root)).toEqual([])
    await click(byRole(opened.dialog, 'button', 'Accept and sign'))
    expect(opened.calls.find(({ name }) => name === 'bills.answer-offer')?.request).toEqual({
      offer: sampleOffer.id,
      accept: true
    })
  })

  it('is declined, or left for later without a word to the supplier', async () => {
    const later = await openOffer()
    await click(byRole(later.dialog, 'button', 'Decide later'))
    expect(wasCalled(later, 'bills.answer-offer')).toBe(false)
    const declined = await openOffer()
    await click(byRole(declined.dialog, 'button', 'Decline'))
    expect(declined.calls.find(({ name }) => name === 'bills.answer-offer')?.request).toMatchObject({ accept: false })
  })

  it('that nobody should agree to cannot be accepted, and says why', async () => {
    const refusals = [
      { code: 'index-by-supplier', params: {} },
      { code: 'offer-in-the-past', params: { last: '2026-05-31' } }
    ]
    const { dialog } = await openOffer({ 'bills.offers': () => [{ ...sampleOffer, refusals }] })
    expect(allByRole(dialog, 'button', 'Accept and sign')).toHaveLength(0)
    expect(textOf(dialog)).toContain('The supplier itself publishes the exchange prices')
    expect(textOf(dialog)).toContain('everything up to 31 May 2026 is settled')
  })
})

describe('what the supplier has learnt', () => {
  it('is a list of totals by period, newest first, and says where there is none', async () => {
    const number = {
      first: '2026-04-01',
      last: '2026-04-30',
      cell: '2026-04-01/Nacht',
      energy: 61_400_000,
      amount: null
    }
    const opened = Array.from({ length: 30 }, (_, index) => ({
      ...number,
      first: `2026-04-${String(index + 1).padStart(2, '0')}`,
      energy: 1_000_000 * (index + 1)
    }))
    const answers = { 'bills.report': () => ({ ...sampleReport(hashOf('correct')), opened }) }
    const { root } = await openWindow({ path: `/bills/${hashOf('correct')}`, answers })
    const details = root.querySelector('details.opened') as HTMLDetailsElement
    expect(textOf(details)).toBe('What Stromwerk Musterau has learnt so far')
    details.open = true
    details.dispatchEvent(new Event('toggle'))
    await settled()
    expect(textOf(allByRole(details, 'row')[1]!)).toContain('30.000')
    expect(allByRole(details, 'row')).toHaveLength(25)
    await click(byRole(details, 'button', 'Show all 30'))
    expect(allByRole(details, 'row')).toHaveLength(31)
    expect(faultsOf(root)).toEqual([])
  })
})
