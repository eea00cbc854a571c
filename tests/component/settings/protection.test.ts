import { describe, expect, it } from 'vitest'
import type { ProgramState } from '../../../app/contract'
import { Refusal } from '../support/client-double'
import { click, openWindow, settled } from '../support/open-window'
import { allByRole, byRole, faultsOf, textOf } from '../support/queries'
import { sampleAnswers } from '../support/sample-answers'

const path = '/settings'

async function type(field: HTMLElement, text: string): Promise<void> {
  const input = field as HTMLInputElement
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await settled()
}

function protectedBy(keyProtection: ProgramState['keyProtection']) {
  const state = sampleAnswers()['program.state']({}) as ProgramState
  return { path, answers: { 'program.state': () => ({ ...state, keyProtection }) } }
}

describe('the protection of the data', () => {
  it('offers a passphrase where there is no keychain, and takes it only twice the same and long enough', async () => {
    const { root, calls } = await openWindow(protectedBy('file'))
    await click(byRole(root, 'button', 'Set a passphrase'))
    const dialog = byRole(root, 'dialog', 'Set a passphrase')
    expect(faultsOf(root)).toEqual([])
    const confirm = byRole(dialog, 'button', 'Set a passphrase') as HTMLButtonElement
    await type(byRole(dialog, 'textbox', 'New passphrase'), 'four words of mine')
    await type(byRole(dialog, 'textbox', 'Once more'), 'four words of yours')
    expect(textOf(dialog)).toContain('The two are not the same.')
    expect(confirm.disabled).toBe(true)
    await type(byRole(dialog, 'textbox', 'Once more'), 'four words of mine')
    expect(confirm.disabled).toBe(false)
    await click(confirm)
    expect(calls).toContainEqual({ name: 'protection.change', request: { passphrase: 'four words of mine' } })
    expect(allByRole(root, 'dialog')).toHaveLength(0)
  })

  it('lets a passphrase be changed and taken away', async () => {
    const { root, calls } = await openWindow(protectedBy('passphrase'))
    expect(textOf(root)).toContain('your passphrase locks the key')
    expect(byRole(root, 'button', 'Change the passphrase')).toBeTruthy()
    await click(byRole(root, 'button', 'Remove the passphrase'))
    await click(byRole(byRole(root, 'dialog'), 'button', 'Remove the passphrase'))
    expect(calls).toContainEqual({ name: 'protection.change', request: { passphrase: null } })
  })

  it('renews the key in the keychain, and says when it could not', async () => {
    const refuse = (): never => {
      throw new Refusal({ code: 'disk-full', params: {} })
    }
    const { root } = await openWindow({ path, answers: { 'protection.change': refuse } })
    await click(byRole(root, 'button', 'Renew the key'))
    await click(byRole(byRole(root, 'dialog'), 'button', 'Renew the key'))
    expect(textOf(byRole(root, 'alert'))).toContain('The disk is full.')
  })
})

describe('a locked start', () => {
  const locked = (answers = {}) =>
    openWindow({ answers: { 'core.state': () => ({ running: false, failure: 'passphrase-needed' }), ...answers } })

  it('asks for the passphrase, shows no page, and can be closed', async () => {
    const { root, calls, emit } = await locked()
    expect(textOf(root.querySelector('h1'))).toBe('Your data is locked')
    expect(faultsOf(root)).toEqual([])
    expect(allByRole(root, 'navigation')).toHaveLength(0)
    expect(byRole(root, 'button', /^Close/u)).toBeTruthy()
    await type(byRole(root, 'textbox', 'Passphrase'), 'four words of mine')
    await click(byRole(root, 'button', 'Open'))
    expect(calls).toContainEqual({ name: 'protection.unlock', request: { passphrase: 'four words of mine' } })
    emit('core.changed', { running: true, failure: null })
    await settled()
    expect(textOf(root.querySelector('h1'))).toBe('Overview')
  })

  it('says that it was the wrong one and empties the field', async () => {
    const refuse = (): never => {
      throw new Refusal({ code: 'passphrase-wrong', params: {} })
    }
    const { root } = await locked({ 'protection.unlock': refuse })
    const field = byRole(root, 'textbox', 'Passphrase') as HTMLInputElement
    await type(field, 'something else')
    await click(byRole(root, 'button', 'Open'))
    expect(textOf(byRole(root, 'alert'))).toContain('This is not the passphrase.')
    expect(field.value).toBe('')
  })

  it('gives up what nobody can open only after a tick', async () => {
    const { root, calls } = await locked()
    await click(byRole(root, 'button', 'Passphrase forgotten'))
    const confirm = byRole(root, 'button', 'Delete and begin anew') as HTMLButtonElement
    expect(confirm.disabled).toBe(true)
    await click(byRole(root, 'checkbox', 'The locked data may be deleted.'))
    await click(confirm)
    expect(calls).toContainEqual({ name: 'protection.forget', request: { confirmed: true } })
  })
})
