import { describe, expect, it } from 'vitest'
import { click, openWindow } from '../support/open-window'
import { byRole } from '../support/queries'

describe('a dialog', () => {
  it('gives the focus back to what opened it', async () => {
    const { root } = await openWindow({ path: '/settings' })
    const opener = byRole(root, 'button', 'Write a backup')
    opener.focus()
    await click(opener)
    const close = byRole(byRole(root, 'dialog', 'Write a backup'), 'button', 'Close')
    close.focus()
    await click(close)
    expect(root.querySelector('dialog')).toBeNull()
    expect(document.activeElement).toBe(opener)
  })

  it('takes the focus from nothing that has it when it goes', async () => {
    const { root } = await openWindow({ path: '/settings' })
    const opener = byRole(root, 'button', 'Write a backup')
    opener.focus()
    await click(opener)
    const link = byRole(root, 'link', 'Group')
    link.focus()
    await click(byRole(byRole(root, 'dialog', 'Write a backup'), 'button', 'Close'))
    expect(document.activeElement).toBe(link)
  })
})
