/** The person's own data: locked with a passphrase, written as a backup, brought back on another PC, gone back to. */

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import { expectAccessible } from '../support/accessibility'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { METER, importDay, writeBackup } from '../support/own-steps'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

const PASSPHRASE = 'four words of mine'

let folder = ''
let words = ''
const home = (): string => path.join(folder, 'home')
const backupFile = (): string => path.join(folder, 'kept.wattveil-backup')

test.beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-own-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a passphrase is set, and the data is encrypted anew under another key', async () => {
  const program = await startOwnProgram(home())
  try {
    await importDay(program, path.join(folder, 'day.csv'))
    await program.page.getByRole('link', { name: 'Settings' }).click()
    const keyBefore = readFileSync(path.join(home(), 'data/household.key'), 'utf8').trim()
    await program.page.getByRole('button', { name: 'Set a passphrase' }).click()
    const dialog = program.page.getByRole('dialog', { name: 'Set a passphrase' })
    await dialog.getByLabel('New passphrase').fill(PASSPHRASE)
    await dialog.getByLabel('Once more').fill(PASSPHRASE)
    await expectAccessible(program.page)
    await dialog.getByRole('button', { name: 'Set a passphrase' }).click()
    await expect(program.page.getByText('your passphrase locks the key')).toBeVisible({ timeout: 30_000 })
    await expect
      .poll(() => readdirSync(path.join(home(), 'data')).filter((name) => name.includes('key')))
      .toEqual(['household.key.locked'])
    expect(readFileSync(path.join(home(), 'data/household.key.locked'), 'utf8')).not.toContain(keyBefore)
  } finally {
    await program.close()
  }
})

test('the next start shows nothing until the passphrase is right', async () => {
  const program = await startOwnProgram(home())
  const { page } = program
  try {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your data is locked')
    await expectAccessible(page)
    await page.getByLabel('Passphrase').fill('not the passphrase')
    await page.keyboard.press('Enter')
    await expect(page.getByText('This is not the passphrase.')).toBeVisible({ timeout: 30_000 })
    await page.getByLabel('Passphrase').fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview', { timeout: 30_000 })
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByText(METER).first()).toBeVisible()
    const zone = page.getByLabel('Days begin at midnight in')
    await zone.selectOption('Asia/Tokyo')
    await expect(page.getByText('The clock of this PC goes by')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: 'Readings' }).click()
    await expect(page.getByText('30 May 2026').first()).toBeVisible()
  } finally {
    await program.close()
  }
})

test('a backup is written after its words were shown', async () => {
  const program = await startOwnProgram(home())
  const { page } = program
  try {
    await page.getByLabel('Passphrase').fill(PASSPHRASE)
    await page.keyboard.press('Enter')
    const look = (): Promise<void> => takePictures(page, 'backup-words', () => expectAccessible(page))
    words = await writeBackup(program, backupFile(), look)
    expect(statSync(backupFile()).size).toBeGreaterThan(1000)
    expect(readFileSync(backupFile()).includes(METER)).toBe(false)
    expect(readdirSync(path.join(home(), 'data')).filter((name) => name.includes('snapshot'))).toEqual([])
  } finally {
    await program.close()
  }
})

test('another PC brings it back with file and words; wrong words and a damaged file change nothing', async () => {
  const program = await startOwnProgram()
  const { page } = program
  try {
    await page.getByRole('button', { name: 'I have a backup' }).click()
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
    await expectAccessible(page)
    const damaged = path.join(folder, 'damaged.wattveil-backup')
    const bytes = readFileSync(backupFile())
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40)
    writeFileSync(damaged, bytes)
    await program.openWith([damaged])
    await dialog.getByRole('button', { name: 'Choose the file' }).click()
    await dialog.getByLabel('The twelve words').fill(words.split(' ').slice(1).join(' '))
    await dialog.getByRole('button', { name: 'Restore now' }).click()
    await expect(dialog.getByText('There must be twelve words; here are 11.')).toBeVisible()
    await dialog.getByLabel('The twelve words').fill(words)
    await dialog.getByRole('button', { name: 'Restore now' }).click()
    await expect(dialog.getByText('Nothing was changed')).toBeVisible()
    await program.openWith([backupFile()])
    await dialog.getByRole('button', { name: 'Choose the file' }).click()
    await dialog.getByRole('button', { name: 'Restore now' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview', { timeout: 30_000 })
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByText(METER).first()).toBeVisible()
    // What was there before, though empty, is a copy now, and one can go back to it.
    await page.getByText(/^\d cop(?:y|ies) on this computer$/u).click()
    await takePictures(page, 'backup-copies', () => expectAccessible(page))
    const copies = page.getByRole('button', { name: /^Go back to it/u })
    await copies.nth(await beforeRestore(program)).click()
    await page.getByRole('button', { name: 'Go back', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where would you like to start?', {
      timeout: 30_000
    })
  } finally {
    await program.close()
  }
})

test('a forgotten passphrase can only be given up together with the data', async () => {
  const program = await startOwnProgram(home())
  const { page } = program
  try {
    await page.getByRole('button', { name: 'Passphrase forgotten' }).click()
    await page.getByRole('checkbox').check()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Delete and begin anew' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Where would you like to start?', {
      timeout: 30_000
    })
    expect(readdirSync(path.join(home(), 'data')).filter((name) => name.includes('locked'))).toEqual([])
  } finally {
    await program.close()
  }
})

/** Where in the list the copy stands that was made before the restore; the one of the day may stand beside it. */
async function beforeRestore({ page }: OwnProgram): Promise<number> {
  const answer = await page.evaluate(() =>
    (window as unknown as { readonly wattveil: WindowBridge }).wattveil.client['backup.state']({})
  )
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value.copies.findIndex(({ name }) => name.startsWith('before-'))
}
