import { describe, expect, it, vi } from 'vitest'
import { Refusal } from '../support/client-double'
import { SIMULATION_OFF } from '../support/sample-answers'
import { click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleGroup } from '../support/sample-rounds'

const path = '/settings'

async function choose(radio: HTMLElement): Promise<void> {
  ;(radio as HTMLInputElement).checked = true
  radio.dispatchEvent(new Event('change', { bubbles: true }))
  await settled()
}

describe('the Settings', () => {
  it('name everything they hold', async () => {
    const { root } = await openWindow({ path })
    expect(faultsOf(root)).toEqual([])
  })

  it('change language, appearance, size and motion at once and keep them', async () => {
    const { root, calls } = await openWindow({ path })
    await choose(byRole(root, 'radio', 'Dark'))
    expect(document.documentElement.dataset.theme).toBe('dark')
    await choose(byRole(root, 'radio', '150%'))
    expect(document.documentElement.style.getPropertyValue('--text-size')).toBe('1.5')
    await click(byRole(root, 'checkbox', 'Without motion'))
    await choose(byRole(root, 'radio', 'Deutsch'))
    expect(textOf(root.querySelector('h1'))).toBe('Einstellungen')
    expect(calls.filter((call) => call.name === 'settings.change').map((call) => call.request)).toEqual([
      { appearance: 'dark' },
      { textSize: 150 },
      { calm: false },
      { language: 'de' }
    ])
  })

  it('have the whole page laid out anew for another size of text, not for other colours or words', async () => {
    const { root } = await openWindow({ path })
    await settled()
    const layouts = vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get')
    await choose(byRole(root, 'radio', 'Dark'))
    await choose(byRole(root, 'radio', 'Deutsch'))
    const forColours = layouts.mock.calls.length
    await choose(byRole(root, 'radio', '150 %'))
    const forSize = layouts.mock.calls.length - forColours
    layouts.mockRestore()
    expect([forColours, forSize]).toEqual([0, 1])
  })

  it('tell where readings come from and disconnect a meter', async () => {
    const { root, calls } = await openWindow({ path })
    expect(textOf(root)).toContain('1WVL0012345678 Meter connected')
    expect(textOf(root)).toContain('Readings up to 19/05/2026, 17:30. The meter seals its values itself.')
    await click(byRole(root, 'button', 'Disconnect 1WVL0012345678'))
    expect(calls).toContainEqual({ name: 'meter.disconnect', request: { meterId: '1WVL0012345678' } })
  })

  it('let the home keep its days while the PC is in another zone, and tell of it', async () => {
    const { root, calls } = await openWindow({ path })
    const zone = byRole(root, 'combobox', 'Days begin at midnight in') as HTMLSelectElement
    expect(zone.value).toBe('Europe/Berlin')
    zone.value = 'Europe/Vienna'
    zone.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(calls).toContainEqual({ name: 'settings.change', request: { timeZone: 'Europe/Vienna' } })
    expect(textOf(root)).toContain('The clock of this PC goes by')
    expect(faultsOf(root)).toEqual([])
  })

  it('say plainly when the key lies in a file', async () => {
    const { root, answer, emit } = await openWindow({ path })
    expect(textOf(root)).toContain("The system's keychain keeps the key.")
    answer('program.state', () => ({
      version: '0.1.0',
      firstStart: false,
      profile: 'own',
      keyProtection: 'file',
      slowArithmetic: false,
      settings: { language: 'en', appearance: 'light', textSize: 100, calm: true, timeZone: 'Europe/Berlin' },
      meters: [],
      timeZone: 'Europe/Berlin',
      now: 1_779_204_600
    }))
    emit('program.changed', {})
    await settled()
    expect(textOf(root)).toContain('Whoever can open this account can read the data.')
  })

  it('show the contract that bills are checked against', async () => {
    const { root } = await openWindow({ path })
    expect(textOf(root)).toContain('Contract V-2025-77, since 1 November 2025, price by time of day.')
  })
})

describe('the privacy log', () => {
  it('lists what left, newest first, page by page', async () => {
    const { root } = await openWindow({ path: '/settings#privacy-log' })
    const log = byRole(root, 'region', 'Privacy log')
    expect(allByRole(log, 'row')).toHaveLength(51)
    expect(textOf(allByRole(log, 'row')[1]!)).toContain('fetching results of the group')
    expect(textOf(allByRole(log, 'row')[1]!)).toContain('320')
    await click(byRole(root, 'button', 'Older'))
    expect(textOf(allByRole(log, 'row')[1]!)).toContain('270')
    await click(byRole(root, 'button', 'Older'))
    expect(allByRole(log, 'row')).toHaveLength(21)
    expect((byRole(root, 'button', 'Older') as HTMLButtonElement).disabled).toBe(true)
    await click(byRole(root, 'button', 'Newer'))
    expect(textOf(allByRole(log, 'row')[1]!)).toContain('270')
  })

  it('says when nothing ever left', async () => {
    const { root } = await openWindow({ path, answers: { 'privacy.list': () => [] } })
    expect(allByRole(root, 'region', 'Privacy log')).toHaveLength(0)
    expect(textOf(root.querySelector('#privacy-log'))).toContain('Nothing has left this house today.')
  })
})

describe('deleting everything', () => {
  it('needs a tick and a second press', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', 'Delete everything'))
    const dialog = byRole(document, 'dialog', 'Really delete everything?')
    const confirm = byRole(dialog, 'button', 'Delete everything') as HTMLButtonElement
    expect(confirm.disabled).toBe(true)
    await click(byRole(dialog, 'checkbox', 'I want to delete everything.'))
    expect(confirm.disabled).toBe(false)
    await click(confirm)
    expect(calls).toContainEqual({ name: 'data.delete-all', request: { confirmed: true } })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('says when it did not work and that the data is still there', async () => {
    const { root } = await openWindow({
      path,
      answers: {
        'data.delete-all': () => {
          throw new Refusal({ code: 'database-locked', params: {} })
        }
      }
    })
    await click(byRole(root, 'button', 'Delete everything'))
    const dialog = byRole(document, 'dialog')
    await click(byRole(dialog, 'checkbox'))
    await click(byRole(dialog, 'button', 'Delete everything'))
    expect(textOf(byRole(dialog, 'alert'))).toContain('Nothing was lost')
  })
})

describe('leaving a live group by itself', () => {
  it('happens above what the person chooses', async () => {
    const group = { ...sampleGroup(), mode: 'live' as const, leaveAbove: 20 }
    const { root, calls, answer } = await openWindow({ path, answers: { 'rounds.group': () => group } })
    const choice = byRole(root, 'combobox', 'Leave the group by itself') as HTMLSelectElement
    expect(choice.selectedOptions[0]!.text).toBe("when more than 20% of a week's rounds had no sum")
    answer('rounds.group', () => ({ ...group, leaveAbove: 100 }))
    choice.value = '100'
    choice.dispatchEvent(new Event('change'))
    await settled()
    expect(calls).toContainEqual({ name: 'rounds.leave-above', request: { percent: 100 } })
    expect(choice.selectedOptions[0]!.text).toBe('never')
    expect(faultsOf(root)).toEqual([])
  })

  it('shows what the command line has chosen, and in German', async () => {
    const { root } = await openWindow({
      path,
      answers: { 'rounds.group': () => ({ ...sampleGroup(), mode: 'live', leaveAbove: 35 }) },
      scene: { language: 'de' }
    })
    const choice = byRole(root, 'combobox', 'Die Gruppe von selbst verlassen') as HTMLSelectElement
    expect(choice.value).toBe('35')
    expect(choice.options).toHaveLength(6)
  })

  it('is no question in a group whose sums come a day later', async () => {
    const { root } = await openWindow({ path })
    expect(allByRole(root, 'combobox', 'Leave the group by itself')).toHaveLength(0)
  })
})

describe('the simulation in Settings', () => {
  it('can be paused, resumed and removed', async () => {
    const { root, emit, calls } = await openWindow({ path, scene: { profile: 'simulation' } })
    expect(textOf(root)).toContain('20 homes, time runs faster.')
    await click(byRole(root, 'button', 'Stop the time'))
    emit('simulation.changed', { ...SIMULATION_OFF, phase: 'paused', households: 20 })
    await settled()
    await click(byRole(root, 'button', 'Let the time go on'))
    await click(byRole(root, 'button', 'Remove the simulation'))
    expect(
      calls
        .filter((call) => call.name.startsWith('simulation.') && call.name !== 'simulation.state')
        .map((call) => call.request)
    ).toEqual([{ paused: true }, { paused: false }, {}])
  })
})
