import { describe, expect, it } from 'vitest'
import { Refusal } from '../support/client-double'
import { click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { SAMPLE_WORDS } from '../support/sample-backup'
import { sampleGroup } from '../support/sample-rounds'

const path = '/settings'
const named = (calls: readonly { name: string; request: unknown }[], name: string): unknown[] =>
  calls.filter((call) => call.name === name).map(({ request }) => request)

function write(root: HTMLElement, words: string): void {
  const field = byRole(root, 'textbox', 'The twelve words') as HTMLTextAreaElement
  field.value = words
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

describe('the backup', () => {
  it('shows the words, and is written only once they are noted', async () => {
    const { root, calls } = await openWindow({ path })
    expect(textOf(root)).toContain('Last written')
    await click(byRole(root, 'button', 'Write a backup'))
    const dialog = byRole(root, 'dialog', 'Write a backup')
    expect(faultsOf(root)).toEqual([])
    expect([...dialog.querySelectorAll('li')].map(textOf)).toEqual(SAMPLE_WORDS)
    expect((byRole(dialog, 'button', 'Choose a place and write') as HTMLButtonElement).disabled).toBe(true)
    await click(byRole(dialog, 'checkbox', /written down/u))
    await click(byRole(dialog, 'button', 'Choose a place and write'))
    expect(named(calls, 'files.choose-target')).toEqual([
      { suggestedName: 'wattveil-2026-05-19.wattveil-backup', kind: 'backup' }
    ])
    expect(named(calls, 'backup.write')).toHaveLength(1)
    expect(textOf(root)).toContain('The backup is written.')
  })

  it('says in a sentence why it could not be written', async () => {
    const refuse = (): never => {
      throw new Refusal({ code: 'disk-full', params: {} })
    }
    const { root } = await openWindow({ path, answers: { 'backup.write': refuse } })
    await click(byRole(root, 'button', 'Write a backup'))
    await click(byRole(root, 'checkbox', /written down/u))
    await click(byRole(root, 'button', 'Choose a place and write'))
    expect(textOf(byRole(root, 'alert'))).toContain('The disk is full.')
  })

  it('moves the home to another PC only after a word that this one takes no part any more', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', 'Move to another computer'))
    const dialog = byRole(root, 'dialog', 'Move to another computer')
    expect(faultsOf(root)).toEqual([])
    expect(textOf(dialog)).toContain('no quarter hour goes into a sum twice')
    await click(byRole(dialog, 'checkbox', /written down/u))
    const go = byRole(dialog, 'button', 'Choose a place and write') as HTMLButtonElement
    expect(go.disabled).toBe(true)
    await click(byRole(dialog, 'checkbox', /give the group up/u))
    await click(go)
    expect(named(calls, 'backup.move')).toEqual([{ target: expect.any(String) as string, confirmed: true }])
    expect(named(calls, 'backup.write')).toEqual([])
  })

  it('says where a home has gone, and offers neither moving nor leaving there', async () => {
    const moved = (unfinished: boolean) => ({
      'rounds.group': () => ({ ...sampleGroup(), moved: { at: sampleGroup().joinedAt, unfinished } })
    })
    const { root } = await openWindow({ path, answers: moved(false) })
    expect(textOf(root)).toContain('another computer takes part for this home')
    expect(allByRole(root, 'button', /Move to another|Leave the group/u)).toEqual([])
    const begun = await openWindow({ path, answers: moved(true) })
    expect(allByRole(begun.root, 'button', 'Move to another computer')).toHaveLength(1)
  })

  it('comes back with file and words, after a word that everything may be replaced', async () => {
    const { root, calls } = await openWindow({ path })
    await click(byRole(root, 'button', 'Restore a backup'))
    const dialog = byRole(root, 'dialog', 'Restore a backup')
    expect(faultsOf(root)).toEqual([])
    await click(byRole(dialog, 'button', 'Choose the file'))
    write(dialog, SAMPLE_WORDS.join(' '))
    await settled()
    expect((byRole(dialog, 'button', 'Restore now') as HTMLButtonElement).disabled).toBe(true)
    await click(byRole(dialog, 'checkbox', /may be replaced/u))
    await click(byRole(dialog, 'button', 'Restore now'))
    expect(named(calls, 'files.choose')).toEqual([{ kind: 'backup', multiple: false }])
    expect(named(calls, 'backup.restore')).toEqual([{ file: 'a'.repeat(32), words: SAMPLE_WORDS.join(' ') }])
    expect(root.querySelector('dialog')).toBeNull()
  })

  it('names the word that cannot be right and keeps what was typed', async () => {
    const refuse = (): never => {
      throw new Refusal({ code: 'words-unknown', params: { number: 3 } })
    }
    const { root } = await openWindow({ path, answers: { 'backup.restore': refuse } })
    await click(byRole(root, 'button', 'Restore a backup'))
    await click(byRole(root, 'button', 'Choose the file'))
    write(root, 'one two three')
    await click(byRole(root, 'checkbox', /may be replaced/u))
    await click(byRole(root, 'button', 'Restore now'))
    expect(textOf(byRole(root, 'alert'))).toContain('Word number 3 is none of those')
    expect((byRole(root, 'textbox', 'The twelve words') as HTMLTextAreaElement).value).toBe('one two three')
  })

  it('goes back to a copy of this PC', async () => {
    const { root, calls } = await openWindow({ path })
    await click(allByRole(root, 'button', /^Go back to it/u)[0]!)
    expect(textOf(byRole(root, 'dialog', 'Go back to this copy?'))).toContain('What has come since stays as a copy.')
    await click(byRole(root, 'button', 'Go back'))
    expect(named(calls, 'backup.return')).toEqual([{ name: 'daily-20260519' }])
  })

  it('is offered at the first start, where nothing can be replaced', async () => {
    const { root, calls } = await openWindow({ path: '/start', scene: { firstStart: true } })
    await click(byRole(root, 'button', 'I have a backup'))
    await click(byRole(root, 'button', 'Choose the file'))
    write(root, SAMPLE_WORDS.join(' '))
    await settled()
    await click(byRole(root, 'button', 'Restore now'))
    expect(named(calls, 'backup.restore')).toHaveLength(1)
  })
})
