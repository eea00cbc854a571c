/** A home in a group moves to another PC: the old one gives it up, the new one goes on, and neither sends a thing twice. */

import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { openDatabase } from '../../../adapters/storage/database'
import { bytesIn } from '../../../adapters/storage/row'
import type { WindowBridge } from '../../../app/contract/bridge'
import { expectAccessible } from '../support/accessibility'
import { type OwnGroup, startOwnGroup } from '../support/own-group'
import { type OwnProgram, startOwnProgram } from '../support/own-program'
import { takePictures } from '../support/pictures'

test.describe.configure({ mode: 'serial', timeout: 120_000 })

/** Seconds: what starts while a restore goes on counts as gone, too. */
const RESTORE_SECONDS = 900
const NOBODY = '0'.repeat(64)
const END_OF_TIME = Date.UTC(9999, 11, 31) / 1000

type Answer = { ok: true; value: unknown } | { ok: false; error: { code: string } }
type Group = { enrolment: string; moved: unknown; paused: unknown; me: { safetyNumber: string } }

let folder = ''
let group: OwnGroup
let older: OwnProgram
let newer: OwnProgram
let identity = ''
let safetyNumber = ''
let words = ''
let leftTheOld = 0
const home = (which: 'old' | 'new'): string => path.join(folder, which)
const file = (): string => path.join(folder, 'move.wattveil-backup')
const rail = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main areas' }).getByRole('link', { name })

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-moving-'))
  group = await startOwnGroup()
  older = await startOwnProgram(home('old'))
  newer = await startOwnProgram(home('new'))
})
test.afterAll(async () => {
  for (const program of [older, newer]) await program.close()
  await group.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the old PC says what moving means, shows the words, and gives the home up with the file', async () => {
  const { page } = older
  await ask(page, 'meter.connect', group.meter)
  await ask(page, 'rounds.join', { text: readFileSync(group.invitation, 'utf8') })
  await expect.poll(async () => (await groupOf(page)).enrolment, { timeout: 30_000 }).toBe('accepted')
  identity = kept('old').identity
  expect(identity).not.toBe(NOBODY)
  safetyNumber = (await groupOf(page)).me.safetyNumber
  await rail(page, 'Settings').click()
  await page.getByRole('button', { name: 'Move to another computer' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('listitem')).toHaveCount(12)
  await expect(dialog).toContainText('This computer takes no part from this moment on')
  await takePictures(page, 'move-words', () => expectAccessible(page))
  words = (await dialog.getByRole('listitem').allInnerTexts()).join(' ')
  const write = dialog.getByRole('button', { name: 'Choose a place and write' })
  await dialog.getByLabel('I have written down the twelve words.').check()
  await expect(write, 'the group is given up by a word of its own').toBeDisabled()
  await dialog.getByLabel('This computer may give the group up.').check()
  await older.saveTo(file())
  await write.click()
  await expect(page.getByText(/^Moved on .*another computer takes part for this home/u)).toBeVisible({
    timeout: 30_000
  })
  for (const name of ['Move to another computer', 'Leave the group']) {
    await expect(page.getByRole('button', { name })).toHaveCount(0)
  }
  leftTheOld = await roundMessages(page)
})

test('the old PC has no key left, will mask and open nothing any more, and says so', async () => {
  const { page } = older
  const now = kept('old')
  expect(now.identity).toBe(NOBODY)
  expect(Math.min(now.submittedBefore, now.openedBefore)).toBeGreaterThan(END_OF_TIME)
  await rail(page, 'Group').click()
  await expect(page.getByText('This home has moved: another computer takes part for it.')).toBeVisible()
  await takePictures(page, 'move-old')
  const again = await tell(page, 'rounds.join', { text: readFileSync(group.invitation, 'utf8') })
  expect(again).toMatchObject({ ok: false, error: { code: 'home-has-moved' } })
})

test('the new PC goes on with file and words as the same home, and takes nothing up that has begun', async () => {
  const { page } = newer
  const began = Math.floor(Date.now() / 1000)
  await page.getByRole('button', { name: 'I have a backup' }).click()
  const dialog = page.getByRole('dialog', { name: 'Restore a backup' })
  await expect(dialog).toContainText('no quarter hour leaves the house a second time')
  await newer.openWith([file()])
  await dialog.getByRole('button', { name: 'Choose the file' }).click()
  await dialog.getByLabel('The twelve words').fill(words)
  await dialog.getByRole('button', { name: 'Restore now' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview', { timeout: 30_000 })
  const { me, moved, enrolment, paused } = await groupOf(page)
  expect({ moved, enrolment, paused }).toEqual({ moved: null, enrolment: 'accepted', paused: null })
  expect(me.safetyNumber).toBe(safetyNumber)
  const now = kept('new')
  expect(now.identity).toBe(identity)
  expect(now.submittedBefore).toBeGreaterThanOrEqual(began + RESTORE_SECONDS)
  expect(now.submittedBefore).toBeLessThan(began + 2 * RESTORE_SECONDS)
  expect(now.openedBefore).toBe(now.submittedBefore)
  await rail(page, 'Group').click()
  await expect(page.getByText('No day yet')).toBeVisible()
})

test('the new PC hears its meter, and the old one stays silent, also after its next start', async () => {
  expect(await ask<unknown[]>(newer.page, 'meter.refresh', {})).toHaveLength(1)
  await older.close()
  older = await startOwnProgram(home('old'))
  const { page } = older
  await ask(page, 'meter.refresh', {})
  await rail(page, 'Group').click()
  await expect(page.getByText('This home has moved: another computer takes part for it.')).toBeVisible()
  expect(await roundMessages(page), 'nothing about the group has left since').toBe(leftTheOld)
})

function groupOf(page: Page): Promise<Group> {
  return ask<Group>(page, 'rounds.group', {})
}

/** What rules rounds and openings, from a copy: the core has the file to itself. */
function kept(which: 'old' | 'new') {
  const data = path.join(home(which), 'data')
  const copy = path.join(folder, `copy-${which}.db`)
  for (const suffix of ['', '-wal']) {
    rmSync(copy + suffix, { force: true })
    const from = path.join(data, `household.db${suffix}`)
    if (existsSync(from)) copyFileSync(from, copy + suffix)
  }
  const key = readFileSync(path.join(data, 'household.key'), 'utf8').trim()
  const database = openDatabase({ file: copy, key })
  const one = (sql: string) => database.prepare(sql).get() as Record<string, unknown> | undefined
  try {
    const row = database.prepare('SELECT identity FROM round_group').get()
    return {
      identity: row ? Buffer.from(bytesIn(row, 'identity')).toString('hex') : '',
      submittedBefore: Number(one('SELECT before FROM pad_floor')?.['before'] ?? 0),
      openedBefore: Number(one("SELECT value FROM setting WHERE key = 'bills.opened-before'")?.['value'] ?? 0)
    }
  } finally {
    database.close()
  }
}

async function roundMessages(page: Page): Promise<number> {
  const logged = await ask<{ purpose: string }[]>(page, 'privacy.list', { limit: 500, before: null })
  return logged.filter(({ purpose }) => purpose.startsWith('round-')).length
}

async function ask<Value>(page: Page, name: keyof WindowBridge['client'], request: object): Promise<Value> {
  const answer = await tell(page, name, request)
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`)
  return answer.value as Value
}

function tell(page: Page, name: keyof WindowBridge['client'], request: object): Promise<Answer> {
  return page.evaluate(
    ([procedure, given]) => {
      const { wattveil } = window as unknown as { readonly wattveil: WindowBridge }
      return wattveil.client[procedure as 'core.state'](given as never)
    },
    [name, request] as const
  )
}
