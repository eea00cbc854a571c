import { describe, expect, it, vi } from 'vitest'
import { Refusal } from '../support/client-double'
import { SIMULATION_OFF } from '../support/sample-answers'
import { click, openWindow, press, settled, typeInto } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'

const first = { scene: { firstStart: true }, path: '/' } as const

describe('the first start', () => {
  it('names everything it holds', async () => {
    const { root } = await openWindow(first)
    expect(faultsOf(root)).toEqual([])
  })

  it('shows three doors and no rail', async () => {
    const { root } = await openWindow(first)
    expect(allByRole(root, 'heading').map(textOf)).toEqual([
      'Where would you like to start?',
      'Look at my readings',
      'Check a bill',
      'Try it with sample data'
    ])
    expect(allByRole(root, 'navigation')).toHaveLength(0)
  })

  it('opens each door with its digit', async () => {
    const { root, calls } = await openWindow(first)
    await press(root, '1')
    await press(root, '2')
    await press(root, '3')
    const asked = calls.map((call) => call.name)
    expect(asked).toContain('readings.import')
    expect(asked).toContain('bills.open')
    expect(asked).toContain('simulation.start')
  })

  it('changes the language by keyboard and keeps it', async () => {
    const { root, calls } = await openWindow(first)
    const german = byRole(root, 'radio', 'Deutsch') as HTMLInputElement
    german.checked = true
    german.dispatchEvent(new Event('change', { bubbles: true }))
    await settled()
    expect(textOf(root.querySelector('h1'))).toBe('Womit möchten Sie anfangen?')
    expect(calls).toContainEqual({ name: 'settings.change', request: { language: 'de' } })
  })

  it('shows a refused file with line and reason, and stays', async () => {
    const refused = {
      name: 'notes.csv',
      format: null,
      meters: [],
      remarks: [],
      refused: { code: 'csv-row', params: { line: 14 } }
    }
    const { root } = await openWindow({ ...first, answers: { 'readings.import': () => [refused] } })
    const shown = vi.spyOn(root.querySelector<HTMLElement>('.news')!, 'scrollIntoView')
    await click(byRole(root, 'button', 'Choose a file'))
    expect(shown, 'in a low window it stands below the edge').toHaveBeenCalled()
    expect(textOf(byRole(root, 'status'))).toMatch(
      /notes\.csv.*Line 14 is incomplete or has a cell too many\. Nothing was imported\./u
    )
    expect(textOf(root.querySelector('h1'))).toBe('Where would you like to start?')
  })

  it('takes dropped files', async () => {
    const { root, calls, drop } = await openWindow(first)
    drop([{ token: 'b'.repeat(32), name: 'bill.json', bytes: 10 }])
    root.querySelectorAll('.drop-zone')[1]!.dispatchEvent(new Event('drop', { bubbles: true, cancelable: true }))
    await settled()
    expect(calls).toContainEqual({ name: 'bills.open', request: { files: ['b'.repeat(32)] } })
  })

  it('goes to the readings once they are stored', async () => {
    const { root, emit, answer } = await openWindow(first)
    answer('readings.import', () => {
      return [{ name: 'a.csv', format: 'wattveil-csv', meters: [], remarks: [], refused: null }]
    })
    await click(byRole(root, 'button', 'Choose a file'))
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
    expect(textOf(root.querySelector('h1'))).toBe('Readings')
    expect(textOf(byRole(root, 'region', 'Import files'))).toContain('a.csv')
  })
})

describe('the simulated neighbourhood', () => {
  it('says what is being prepared and can be cancelled', async () => {
    const { root, emit, calls } = await openWindow(first)
    emit('simulation.changed', {
      ...SIMULATION_OFF,
      phase: 'preparing',
      households: 20,
      step: 'reading-history',
      percent: 40
    })
    await settled()
    expect(textOf(byRole(root, 'status'))).toContain('Reading the meters.')
    expect(byRole(root, 'progressbar').getAttribute('value')).toBe('40')
    await click(byRole(root, 'button', 'Cancel'))
    expect(calls.map((call) => call.name)).toContain('simulation.remove')
  })

  it('says why it did not start and offers another try', async () => {
    const { root, emit } = await openWindow(first)
    emit('simulation.changed', {
      ...SIMULATION_OFF,
      phase: 'failed',
      failure: { code: 'simulation-failed', params: {} }
    })
    await settled()
    expect(textOf(byRole(root, 'alert'))).toContain('Your own data is not affected')
    expect(byRole(root, 'button', 'Try again')).toBeTruthy()
  })
})

describe('connecting a meter', () => {
  async function openDialog(answers = {}) {
    const window = await openWindow({ ...first, answers })
    await click(byRole(window.root, 'button', 'Connect a meter'))
    return { ...window, dialog: byRole(document, 'dialog', 'Connect a meter') }
  }

  it('names everything in the dialog', async () => {
    const { dialog } = await openDialog()
    expect(faultsOf(dialog).filter((fault) => fault !== 'not one h1')).toEqual([])
  })

  it('sends address and password, and closes when the meter answers', async () => {
    const { dialog, calls } = await openDialog()
    await typeInto(byRole(dialog, 'textbox', 'Address of the meter'), ' http://192.168.1.200:8080 ')
    await typeInto(byRole(dialog, 'textbox', 'Password'), 'geheim')
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(calls).toContainEqual({
      name: 'meter.connect',
      request: { address: 'http://192.168.1.200:8080', password: 'geheim' }
    })
    expect(allByRole(document, 'dialog')).toHaveLength(0)
  })

  it('says how many tries are left when the password is wrong', async () => {
    const { dialog } = await openDialog({
      'meter.connect': () => {
        throw new Refusal({ code: 'meter-wrong-password', params: { triesLeft: 2 } })
      }
    })
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(textOf(byRole(dialog, 'alert'))).toContain('Tries left: 2')
  })

  it('says where to look when the meter does not answer', async () => {
    const { dialog } = await openDialog({
      'meter.connect': () => {
        throw new Refusal({ code: 'meter-unreachable', params: {} })
      }
    })
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
    await settled()
    expect(textOf(byRole(dialog, 'alert'))).toContain('Nothing was lost.')
  })
})
