import { describe, expect, it, vi } from 'vitest'
import type { RoundDay } from '../../../app/contract'
import { click, openWindow, press, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, nameOf, textOf } from '../support/queries'
import { sampleGroup, sampleRoundDay } from '../support/sample-rounds'

const path = '/group'

const changed = (change: Partial<RoundDay>, summary: Partial<RoundDay['summary']> = {}) => ({
  'rounds.day': ({ utcDay }: { utcDay: number }): RoundDay => {
    const day = sampleRoundDay(utcDay)
    return { ...day, ...change, summary: { ...day.summary, ...summary } }
  }
})

describe('the Group', () => {
  it('names everything it holds', async () => {
    const { root } = await openWindow({ path })
    expect(faultsOf(root)).toEqual([])
  })

  it.each([
    [{ sums: 0, missed: 0, beside: 0 }, ['On none of the last 30 days this home was in a sum; they are still open.']],
    [
      { sums: 28, missed: 0, beside: 0 },
      [
        'On 28 of the last 30 days this home was in a sum; the others are still open.',
        'None of the last 28 sums can be laid beside one in which only this home and homes you have not verified are different.'
      ]
    ],
    [
      { sums: 0, missed: 30, beside: 0 },
      ['On 30 of the last 30 days this home was in no sum; days before it joined count too.']
    ]
  ])('says of %j what is so, and nothing of sums that are not there', async (counts, said) => {
    const group = { ...sampleGroup(), lastDays: { days: 30, ...counts } }
    const { root } = await openWindow({ path, answers: { 'rounds.group': () => group } })
    expect([...root.querySelectorAll('.counts li')].slice(2).map(textOf)).toEqual(said)
  })

  it('shows what stayed, what left and what the operator learnt', async () => {
    const { root } = await openWindow({ path })
    const round = byRole(root, 'region', 'This round')
    expect(textOf(round)).toMatch(/Your reading\d\.\d{3} kWhstays in your house/u)
    expect(textOf(round).match(/(?:\d{4} ){4}\d{4}/gu)).toHaveLength(3)
    expect(textOf(round)).toContain('Your reading is mixed in here with 19 secrets.')
    expect(textOf(round)).toContain('Checked on this PC: the sum fits the sealed readings of all 20 meters.')
    expect(textOf(round)).toContain('3 of the 20 meters seal with software of their own; those can shift this sum.')
  })

  it('steps through the rounds of the day by keyboard', async () => {
    const { root } = await openWindow({ path })
    const title = (): string => textOf(root.querySelector('.round [aria-live]'))
    const before = title()
    await click(byRole(root, 'button', 'Round after'))
    expect(title()).not.toBe(before)
    await click(byRole(root, 'button', 'Round before'))
    expect(title()).toBe(before)
  })

  it('keeps the chosen day in sight where the row of days scrolls', async () => {
    const { root } = await openWindow({ path })
    const history = byRole(root, 'slider', /^History of days/u)
    await vi.waitFor(() => expect(history.scrollLeft).toBe(38 * 12))
    await press(history, 'Home')
    await vi.waitFor(() => expect(history.scrollLeft).toBe(0))
    await press(history, 'ArrowRight')
    await vi.waitFor(() => expect(history.scrollLeft).toBe(12))
  })

  it('walks the days with the arrow keys and says what became of each', async () => {
    const { root } = await openWindow({ path })
    const history = byRole(root, 'slider', /^History of days/u)
    await press(history, 'End')
    expect(history.getAttribute('aria-valuetext')).toBe('18 May is sent. The sum comes when all have sent.')
    expect(textOf(byRole(root, 'region', 'This round'))).toContain('No sum yet')
    for (let day = 0; day < 6; day++) await press(history, 'ArrowLeft')
    expect(history.getAttribute('aria-valuetext')).toBe(
      'No sum came back for 12 May. What you sent says nothing unless all have sent; it is in the log. At least one home did not send.'
    )
  })

  it('leaves the bundle open and shows no sum while there is none', async () => {
    const { root } = await openWindow({ path, answers: changed({}, { phase: 'submitted', sum: null }) })
    await press(byRole(root, 'slider'), 'End')
    expect(allByRole(root, 'image', '20 numbers, no sum yet')).toHaveLength(1)
    expect(textOf(root)).not.toContain('Checked on this PC')
  })

  it('says when nothing was sent, and why', async () => {
    const group = sampleGroup()
    const days = group.days.filter((day) => day.phase === 'not-offered')
    const { root } = await openWindow({ path, answers: { 'rounds.group': () => ({ ...group, days }) } })
    expect(textOf(root.querySelector('.round'))).toContain('nothing was sent. Readings of that day are missing.')
    expect(textOf(byRole(root, 'region', 'This round'))).toMatch(/Nothing\..*Nothing of this home/u)
    expect(textOf(root)).not.toContain(' 0 such numbers')
  })

  it.each([
    ['en', ['20 homes', '50 percent', '10 homes', '650 Wh', '120 Wh', '47 Wh', '16 Wh', 'Nine of ten', '102', '1,020']],
    [
      'de',
      [
        '20 Haushalten',
        '50 Prozent',
        '10 Haushalten',
        '650 Wh',
        '120 Wh',
        '47 Wh',
        '16 Wh',
        'Neun von zehn',
        '102',
        '1.020'
      ]
    ]
  ] as const)('says what a sum can still reveal, with the numbers (%s)', async (language, numbers) => {
    const { root } = await openWindow({ path, scene: { language } })
    const limits = textOf(root.querySelector('.who details'))
    for (const number of numbers) expect(limits).toContain(number)
    expect(limits).toContain(language === 'de' ? 'Quantencomputer' : 'quantum computer')
  })

  it('says when the collector’s sum does not fit', async () => {
    const day = sampleRoundDay(20_590)
    const { root } = await openWindow({
      path,
      answers: changed(
        { intervals: day.intervals.map((interval) => ({ ...interval, verified: false })) },
        { phase: 'false-sum' }
      )
    })
    expect(textOf(byRole(root, 'region', 'This round'))).toContain('The sum reported does not fit the sealed readings.')
    expect(textOf(root.querySelector('.round'))).toContain('you hold the evidence')
  })

  it('adds up in the ten-second picture', async () => {
    const { root } = await openWindow({ path })
    const picture = byRole(root, 'region', 'How a round works')
    const numbers = [...picture.querySelectorAll('text')].map(textOf)
    expect(numbers).toEqual(expect.arrayContaining(['312', '205', '148', '526', '336', '−197', '+583', '−583']))
    expect(numbers.filter((text) => text === '665')).toHaveLength(2)
  })

  it('takes part with fewer verified neighbours only after the person said so in words', async () => {
    const group = { ...sampleGroup(), companions: 1, companionsNeeded: 4 }
    const { root, calls } = await openWindow({ path, answers: { 'rounds.group': () => group } })
    await click(byRole(root, 'button', 'Take part anyway'))
    const dialog = byRole(document, 'dialog', 'Take part with fewer verified neighbours?')
    expect(textOf(dialog)).toContain('the grid operator could read your quarter hours')
    await click(byRole(dialog, 'button', 'Yes, the operator could read my quarter hours'))
    expect(calls).toContainEqual({ name: 'rounds.accept-fewer-companions', request: { confirmed: true } })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('keeps the words of experts in the folded details', async () => {
    const { root } = await openWindow({ path })
    const details = root.querySelector<HTMLDetailsElement>('details.details')!
    expect(details.open).toBe(false)
    expect(textOf(details)).toContain("The roster is the collector's signed list")
    details.remove()
    expect(textOf(root)).not.toMatch(/roster|commitment|blinding/iu)
  })

  it('shows the way into a group while there is none', async () => {
    const { root } = await openWindow({ path, answers: { 'rounds.group': () => null } })
    expect(textOf(root)).toContain('You are in no group')
    expect(nameOf(byRole(root, 'region', 'How a round works'))).toBeTruthy()
    expect(faultsOf(root)).toEqual([])
  })

  it('says what will come while there was no day', async () => {
    const { root } = await openWindow({ path, answers: { 'rounds.group': () => ({ ...sampleGroup(), days: [] }) } })
    expect(textOf(root)).toContain('No day yet')
    expect(faultsOf(root)).toEqual([])
  })

  it('follows the rounds', async () => {
    const { root, answer, emit } = await openWindow({ path })
    answer('rounds.group', () => ({ ...sampleGroup(), name: 'Linden Court' }))
    emit('rounds.changed', {})
    await settled()
    expect(textOf(root.querySelector('header'))).toContain('Linden Court, 20 homes')
  })
})
