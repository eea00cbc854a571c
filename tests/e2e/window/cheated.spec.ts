/** Somebody in the group cheated: who it was stands on the Group page, and the file that proves it convinces a stranger. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { type CheatedHome, startCheatedHome } from '../support/start-cheated-home'

const CLI = path.resolve(import.meta.dirname, '../../../out/cli/wattveil.cjs')

let cheated: CheatedHome
let program: OwnProgram
let folder = ''

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-evidence-'))
  cheated = await startCheatedHome()
  program = await startOwnProgram(cheated.home)
})
test.afterAll(async () => {
  await program.close()
  cheated.remove()
  rmSync(folder, { recursive: true, force: true })
})

test('who cheated is named, and the saved file proves it without the program that found it', async () => {
  const { page } = program
  const { meterId, id } = cheated.cheat
  await page.getByRole('navigation', { name: 'Main areas' }).getByRole('link', { name: 'Group' }).click()
  const evidence = page.getByRole('region', { name: 'Somebody cheated' })
  await expect(evidence.getByRole('listitem')).toHaveText([
    new RegExp(`What the home with meter ${meterId} sent does not fit what it said of its secrets\\.`, 'u')
  ])
  await expectAccessible(page)
  const file = path.join(folder, 'cheated.wattveil')
  await program.saveTo(file)
  await evidence.getByRole('button', { name: 'Save as a file' }).click()
  await expect(evidence.getByRole('status')).toHaveText('Saved as cheated.wattveil.')
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  const { status, stdout } = spawnSync(process.execPath, [CLI, 'evidence', file], { encoding: 'utf8' })
  expect([status, stdout.split('\n')[0]]).toEqual([0, `Proven against: ${id}`])
  expect(program.faults.take(null), 'errors of the page').toEqual([])
})
