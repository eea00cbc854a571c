import { describe, expect, it } from 'vitest'
import type { LastLook, Look } from '../../../renderer/last-look'
import { openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleAnswers } from '../support/sample-answers'

const LOOK = { language: 'de', appearance: 'dark', textSize: 125, calm: false } as const

function memory(first: Look | null): LastLook & { now: Look | null } {
  const held = {
    now: first,
    read: () => held.now,
    keep: (look: Look | null) => void (held.now = look)
  }
  return held
}

/** A core that is still opening its database. */
function slowCore(scene: Parameters<typeof sampleAnswers>[0] = {}) {
  let answer: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (answer = resolve))
  const state = sampleAnswers(scene)['program.state']
  return {
    answer: async () => {
      answer()
      await settled()
    },
    answers: { 'program.state': (request: Parameters<typeof state>[0]) => asked.then(() => state(request)) }
  }
}

describe('the window until the core answers', () => {
  it('stands as it looked last, in its language, and says nothing that it does not know', async () => {
    const core = slowCore()
    const { root, emit } = await openWindow({ answers: core.answers, lastLook: memory(LOOK) })
    // A core that starts is not one that was lost.
    emit('core.changed', { running: false, failure: null })
    await settled()
    expect(allByRole(root, 'alert')).toHaveLength(0)
    expect(textOf(root.querySelector('h1'))).toBe('Übersicht')
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect(document.documentElement.style.getPropertyValue('--text-size')).toBe('1.25')
    expect(textOf(byRole(root, 'status'))).toBe('Wird geladen.')
    expect(textOf(root.querySelector('footer'))).toBe('')
    expect(textOf(byRole(root, 'navigation', 'Hauptbereiche'))).not.toMatch(/Zähler|Ablese/u)
    expect(faultsOf(root)).toEqual([])
  })

  it('goes over into the page and the settings of the core, and keeps those', async () => {
    const core = slowCore()
    const kept = memory(LOOK)
    const { root } = await openWindow({ answers: core.answers, lastLook: kept })
    await core.answer()
    expect(textOf(root.querySelector('h1'))).toBe('Overview')
    expect(allByRole(root, 'main')).toHaveLength(1)
    expect(root.querySelectorAll('main > .page')).toHaveLength(1)
    expect(document.documentElement.dataset['theme']).toBe('light')
    expect(kept.now).toMatchObject({ language: 'en', appearance: 'light', textSize: 100 })
  })

  it('stays empty where nothing was stored last time', async () => {
    const core = slowCore()
    const { root } = await openWindow({ answers: core.answers, lastLook: memory(null) })
    expect(root.querySelector('h1')).toBeNull()
  })

  it('shows no page that has nothing to show before the first start', async () => {
    const core = slowCore({ firstStart: true })
    const { root } = await openWindow({ answers: core.answers, lastLook: memory(null), scene: { firstStart: true } })
    const titles = new Set<string>()
    const watching = new MutationObserver(() => titles.add(textOf(root.querySelector('h1'))))
    watching.observe(root, { childList: true, subtree: true, characterData: true })
    await core.answer()
    await settled()
    watching.disconnect()
    expect([...titles]).toEqual(['Where would you like to start?'])
  })

  it('forgets how it looked when everything was deleted', async () => {
    const core = slowCore({ firstStart: true })
    const kept = memory(LOOK)
    await openWindow({ answers: core.answers, lastLook: kept, scene: { firstStart: true } })
    await core.answer()
    expect(kept.now).toBeNull()
  })

  it('draws nothing once more when settings are read anew and say the same', async () => {
    const { emit } = await openWindow({})
    const seen: MutationRecord[] = []
    const watching = new MutationObserver((records) => seen.push(...records))
    watching.observe(document.documentElement, { attributes: true })
    emit('program.changed', {})
    await settled()
    watching.disconnect()
    expect(seen).toEqual([])
  })
})
