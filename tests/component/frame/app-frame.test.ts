import { describe, expect, it } from 'vitest'
import type { ProgramState } from '../../../app/contract'
import { Refusal } from '../support/client-double'
import { click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleAnswers } from '../support/sample-answers'
import { NOW } from '../support/sample-readings'

describe('the frame', () => {
  it('names everything it holds', async () => {
    const { root } = await openWindow()
    expect(faultsOf(root)).toEqual([])
  })

  it('leads to each page by links alone and puts the reading position on its title', async () => {
    const { root } = await openWindow()
    for (const page of ['Readings', 'Group', 'Settings', 'Overview']) {
      await click(byRole(byRole(root, 'navigation', 'Main areas'), 'link', page))
      expect(textOf(root.querySelector('h1'))).toBe(page)
      expect(document.activeElement).toBe(root.querySelector('h1'))
      expect(byRole(root, 'link', page).getAttribute('aria-current')).toBe('page')
    }
  })

  it.each(['/overview', '/readings', '/group', '/bills', '/settings'])(
    'gives %s one root that scrolls in the frame',
    async (path) => {
      const { root } = await openWindow({ path })
      expect(root.querySelectorAll('main > .page')).toHaveLength(1)
    }
  )

  it('marks Bills while one of them is wrong', async () => {
    const { root } = await openWindow()
    expect(textOf(byRole(root, 'link', /^Bills/u))).toContain('Wrong')
  })

  it('shows no page twice: one main, one header', async () => {
    const { root } = await openWindow()
    expect(allByRole(root, 'main')).toHaveLength(1)
    expect(root.querySelectorAll('header')).toHaveLength(1)
  })

  it('says when the core is not running, and that nothing was lost', async () => {
    const { root, emit } = await openWindow()
    expect(allByRole(root, 'alert')).toHaveLength(0)
    emit('core.changed', { running: false, failure: 'core-crashed' })
    await settled()
    expect(textOf(byRole(root, 'alert'))).toMatch(/stored is complete/u)
    emit('core.changed', { running: true, failure: null })
    await settled()
    expect(allByRole(root, 'alert')).toHaveLength(0)
  })

  it('says on every page that the slow arithmetic is in use, and where it is not says nothing', async () => {
    const { root } = await openWindow()
    expect(textOf(root)).not.toContain('The fast way to compute')
    const state = sampleAnswers()['program.state']({}) as ProgramState
    for (const path of ['/readings', '/group', '/bills']) {
      const slow = await openWindow({ path, answers: { 'program.state': () => ({ ...state, slowArithmetic: true }) } })
      expect(textOf(slow.root)).toContain('The fast way to compute does not work on this PC. Wattveil checks with')
    }
  })

  it('says what hinders it when the program cannot tell its state', async () => {
    const { root } = await openWindow({
      answers: {
        'program.state': () => {
          throw new Refusal({ code: 'database-damaged', params: {} })
        }
      }
    })
    expect(textOf(root.querySelector('h1'))).toBe('Wattveil could not open its data')
    expect(textOf(byRole(root, 'alert'))).toMatch(/damaged/u)
    expect(byRole(root, 'button', 'Try again')).toBeTruthy()
    expect(byRole(root, 'button', /^Close/u)).toBeTruthy()
  })
})

describe('the line about the meter', () => {
  it('names the year of readings that end in another one', async () => {
    const readUntil = async (instant: number): Promise<string> => {
      const told = sampleAnswers()['program.state']({}) as ProgramState
      const meters = told.meters.map((meter) => ({ ...meter, readUntil: instant }))
      const { root } = await openWindow({ answers: { 'program.state': () => ({ ...told, meters }) } })
      return textOf(root.querySelector('.rail .meter span'))
    }
    expect(await readUntil(NOW)).toBe('Read at 17:30')
    expect(await readUntil(NOW - 7 * 86_400)).toBe('Read on 12 May')
    expect(await readUntil(NOW - 365 * 86_400)).toBe('Read on 19 May 2025')
  })
})

describe('the sill', () => {
  it('says from the log what left the house today, with a stroke per quarter hour', async () => {
    const { root } = await openWindow()
    const sill = root.querySelector('footer')!
    expect(textOf(sill)).toContain('Left the house today: 46 kB in 47 round messages, nothing else.')
    expect(sill.querySelectorAll('.wide .out')).toHaveLength(47)
    expect(sill.querySelectorAll('.wide .out, .wide .kept, .wide .future')).toHaveLength(96)
  })

  it('asks the log again when something leaves', async () => {
    const { root, emit, answer } = await openWindow()
    answer('privacy.day', () => ({
      date: '2026-05-19',
      now: 1,
      bytes: 812,
      messages: 1,
      slots: [1],
      currentSlot: 0,
      recipients: [{ recipient: 'x', purpose: 'bill-response', messages: 1, bytes: 812 }]
    }))
    emit('privacy.changed', {})
    await settled()
    expect(textOf(root.querySelector('footer'))).toContain('812 B in 1 message to your supplier, nothing else.')
  })

  it('says in the simulation that in truth nothing left', async () => {
    const { root } = await openWindow({ scene: { profile: 'simulation' } })
    expect(textOf(root.querySelector('footer'))).toContain('In truth nothing did.')
  })

  it('leads to the privacy log', async () => {
    const { root } = await openWindow()
    await click(byRole(root.querySelector('footer')!, 'button', 'Privacy log'))
    expect(textOf(root.querySelector('h1'))).toBe('Settings')
    expect(byRole(root, 'region', 'Privacy log')).toBeTruthy()
  })
})

describe('the header', () => {
  it('tags simulated data on every page and removes it with one click', async () => {
    const { root, calls } = await openWindow({ path: '/bills', scene: { profile: 'simulation' } })
    expect(textOf(root.querySelector('header'))).toContain('Simulated neighbourhood')
    await click(byRole(root.querySelector('header')!, 'button', 'Remove'))
    expect(calls.map((call) => call.name)).toContain('simulation.remove')
  })

  it('controls the window where the system draws no buttons', async () => {
    const { root, calls } = await openWindow()
    await click(byRole(root, 'button', 'Maximise window'))
    await click(byRole(root, 'button', 'Close window'))
    expect(calls.filter((call) => call.name === 'window.control').map((call) => call.request)).toEqual([
      { action: 'toggle-maximise' },
      { action: 'close' }
    ])
  })

  it('leaves the buttons to the system where it draws its own', async () => {
    const { root } = await openWindow({
      answers: { 'window.state': () => ({ controls: 'overlay', maximised: false }) }
    })
    expect(allByRole(root, 'button', /window$/u)).toHaveLength(0)
  })
})

describe('the language', () => {
  it('follows the settings, dates and money included', async () => {
    const { root } = await openWindow({ scene: { language: 'de' } })
    expect(textOf(root.querySelector('header'))).toContain('Übersicht')
    expect(textOf(root.querySelector('header'))).toContain('Dienstag, 19. Mai 2026')
    expect(document.documentElement.lang).toBe('de')
  })
})
