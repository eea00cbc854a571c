import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ProgramState } from '../../../app/contract'
import { click, openWindow, press, settled } from '../support/open-window'
import { byRole } from '../support/queries'
import { sampleAnswers } from '../support/sample-answers'

/** What the window looked like at the moment of each print. */
function printed(): string[] {
  const themes: string[] = []
  vi.stubGlobal('print', () => themes.push(document.documentElement.dataset['theme'] ?? ''))
  return themes
}

const dark = (): ProgramState => {
  const state = sampleAnswers()['program.state']({}) as ProgramState
  return { ...state, settings: { ...state.settings, appearance: 'dark' } }
}

describe('printing a page', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it.each(['/readings?date=2026-05-18', '/overview'])(
    'works by Ctrl+P on %s, on light paper, and goes back to dark',
    async (path) => {
      const themes = printed()
      await openWindow({ path, answers: { 'program.state': dark } })
      expect(document.documentElement.dataset['theme']).toBe('dark')
      await press(document.body, 'p', { ctrlKey: true })
      await vi.waitFor(() => expect(themes).toEqual(['light']))
      window.dispatchEvent(new Event('afterprint'))
      await settled()
      expect(document.documentElement.dataset['theme']).toBe('dark')
    }
  )

  it('stands in the menu of what can be taken along', async () => {
    const themes = printed()
    const { root, calls } = await openWindow({ path: '/readings?date=2026-05-18' })
    await click(byRole(root, 'button', 'Export'))
    await click(byRole(root, 'menuitem', 'Print …'))
    await vi.waitFor(() => expect(themes).toHaveLength(1))
    expect(calls.map(({ name }) => name)).not.toContain('files.choose-target')
  })

  it.each([
    ['the letter alone', '/readings?date=2026-05-18', {}],
    ['the key on a page that is not for paper', '/settings', { ctrlKey: true }]
  ])('leaves %s', async (_, path, held) => {
    const themes = printed()
    await openWindow({ path })
    await press(document.body, 'p', held)
    // Longer than the two frames that a print waits for.
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(themes).toEqual([])
  })
})
