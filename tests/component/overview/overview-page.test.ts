import { describe, expect, it } from 'vitest'
import type { ComponentInternalInstance } from 'vue'
import type { BarScene } from '../../../renderer/components/charts/bar-scene'
import { privacyDay } from '../support/sample-answers'
import { Refusal } from '../support/client-double'
import { click, openWindow, press, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleOverview } from '../support/sample-readings'

const EMPTY = { day: null, againstUsual: null, lastPower: null, month: null }

/** They stand in the picture alone, which is not drawn here: what the plot was told to write. */
function namesIn(plot: HTMLElement & { __vueParentComponent?: ComponentInternalInstance }): unknown {
  let owner = plot.__vueParentComponent ?? null
  while (owner && !('scene' in owner.props)) owner = owner.parent
  return (owner?.props['scene'] as BarScene | undefined)?.names
}

describe('the Overview', () => {
  it('names everything it holds', async () => {
    const { root } = await openWindow()
    expect(faultsOf(root)).toEqual([])
  })

  it('leads with today’s energy and compares it with a usual day', async () => {
    const { root } = await openWindow()
    const today = byRole(root, 'region', 'Today')
    expect(textOf(today)).toContain('Today so far2.66 kWh')
    expect(textOf(today)).toContain('0.8 kWh more than on a usual Tuesday by this time.')
  })

  it('never calls a day nothing that a source does not tell', async () => {
    const overview = sampleOverview()
    const slots = overview.day!.slots.map((slot) => ({ ...slot, drawn: null, fedIn: null }))
    const day = { ...overview.day!, date: '2026-05-11', slots, totals: { ...overview.day!.totals, drawn: null } }
    const { root } = await openWindow({
      answers: { 'readings.overview': () => ({ ...overview, day, againstUsual: null, lastPower: null }) }
    })
    const today = textOf(byRole(root, 'region', 'Newest day'))
    expect(today).toContain('unknown')
    expect(today).toContain('the source tells sums over longer times')
    expect(today).not.toContain('0.00')
    expect(allByRole(root, 'application')).toEqual([])
  })

  it('calls drawn today only what is of today', async () => {
    const overview = sampleOverview()
    const names = async (date: string): Promise<unknown> => {
      const { root } = await openWindow({
        answers: { 'readings.overview': () => ({ ...overview, day: { ...overview.day!, date } }) }
      })
      return namesIn(byRole(root, 'application', /^Drawn and fed in/u))
    }
    expect(await names('2026-05-19')).toMatchObject({ up: 'drawn today', down: 'fed in today' })
    expect(await names('2025-05-20')).toMatchObject({ up: 'drawn', down: 'fed in' })
  })

  it('opens the day by keyboard from the chart', async () => {
    const { root } = await openWindow()
    const plot = byRole(root, 'application', /^Drawn and fed in/u)
    expect(plot.tabIndex).toBe(0)
    await press(plot, 'ArrowRight')
    await press(plot, 'Enter')
    expect(textOf(root.querySelector('h1'))).toBe('Readings')
  })

  it('tells the month, the last bill, the group and what left in one line each', async () => {
    const { root } = await openWindow()
    const lines = [...root.querySelectorAll('.ledger .row')].map(textOf)
    expect(lines).toHaveLength(4)
    expect(lines[0]).toContain('in 19 days. By the end of the month it is likely to be 84 to €90.')
    expect(lines[1]).toContain('Not genuine')
    expect(lines[2]).toContain('20 in the last sum')
    expect(lines[3]).toContain(
      '47 messages to Sammelstelle Lindenhof (for the group), each saying nothing on its own. Nothing else.'
    )
  })

  it('says what went to whom for which reason, all reasons of one recipient together', async () => {
    const entry = (recipient: string, purpose: string) => ({ recipient, purpose, messages: 2, bytes: 100 })
    const recipients = [
      entry('Musterau', 'bill-read'),
      entry('Musterau', 'bill-response'),
      entry('Lindenhof', 'round-keys')
    ]
    const { root } = await openWindow({
      answers: { 'privacy.day': (request) => ({ ...privacyDay(request.date, false), messages: 6, recipients }) }
    })
    const last = [...root.querySelectorAll('.ledger .row')].map(textOf).at(-1)
    expect(last).toContain(
      '4 messages to Musterau (for the bill) and 2 messages to Lindenhof (for the group). Nothing else.'
    )
  })

  it('shows from outside only what others learnt', async () => {
    const { root } = await openWindow()
    const button = byRole(root, 'button', 'See it from outside')
    expect(button.getAttribute('aria-pressed')).toBe('false')
    await click(button)
    expect(textOf(root)).not.toContain('Today so far')
    expect(textOf(byRole(root, 'region', 'Seen from outside'))).toContain('Your grid operator sees151.9 kWh')
    expect(textOf(root)).toContain('Stays in your house')
    expect(faultsOf(root)).toEqual([])
    await click(byRole(root, 'button', 'Seen from outside'))
    expect(textOf(root)).toContain('Today so far')
  })

  it('takes the veil away with the page', async () => {
    const { root } = await openWindow()
    await click(byRole(root, 'button', 'See it from outside'))
    await click(byRole(byRole(root, 'navigation'), 'link', 'Readings'))
    expect(byRole(root, 'button', 'See it from outside').getAttribute('aria-pressed')).toBe('false')
  })

  it('says what will be here while nothing is', async () => {
    const { root } = await openWindow({
      answers: { 'readings.overview': () => EMPTY, 'bills.list': () => [], 'rounds.group': () => null }
    })
    expect(textOf(root)).toContain('Your day takes shape here')
    expect(byRole(root, 'button', 'Connect a meter')).toBeTruthy()
    expect(faultsOf(root)).toEqual([])
  })

  it('says that it is loading while there is no answer', async () => {
    const { root } = await openWindow({ answers: { 'readings.overview': () => new Promise(() => undefined) } })
    expect(textOf(byRole(root, 'status'))).toBe('Loading.')
  })

  it('says what went wrong and asks again on request', async () => {
    const { root, answer } = await openWindow({
      answers: {
        'readings.overview': () => {
          throw new Refusal({ code: 'database-locked', params: {} })
        }
      }
    })
    expect(textOf(byRole(root, 'alert'))).toContain('Another program is using the database')
    answer('readings.overview', sampleOverview)
    await click(byRole(root, 'button', 'Try again'))
    expect(allByRole(root, 'alert')).toHaveLength(0)
    expect(textOf(root)).toContain('Today so far')
  })

  it('follows new readings', async () => {
    const { root, answer, emit } = await openWindow()
    answer('readings.overview', () => ({ ...sampleOverview(), lastPower: 1234 }))
    emit('readings.changed', {})
    await settled()
    expect(textOf(root)).toContain('1.23 kW')
  })
})
