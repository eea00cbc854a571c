/** Files reach the page as tokens: by a dialog, a drop, or a choice, and by nothing the page makes up. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { WindowBridge } from '../../../app/contract/bridge'
import { expect, test } from '../support/test'

type WithBridge = { readonly wattveil: WindowBridge }

let folder = ''
let bill = ''

test.beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-files-'))
  bill = path.join(folder, 'bill.json')
  writeFileSync(bill, '{}')
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a chosen file becomes a token without its place', async ({ page }) => {
  await addInput(page)
  await page.setInputFiles('#probe', bill)
  const granted = await droppedFiles(page)
  expect(granted).toEqual([{ token: expect.stringMatching(/^[0-9a-f]{32}$/u), name: 'bill.json', bytes: 2 }])
  expect(JSON.stringify(granted)).not.toContain(folder)
  expect(await droppedFiles(page), 'handed out once').toEqual([])
})

test('a file that the page made itself becomes none', async ({ page }) => {
  await page.evaluate(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['{}'], '/etc/passwd'))
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer }))
  })
  expect(await droppedFiles(page)).toEqual([])
})

test("the system's dialog gives a token, or nothing when it is left", async ({ page, program }) => {
  await answerDialog({ canceled: false, filePaths: [bill] })
  expect(await choose(page)).toMatchObject({ ok: true, value: [{ name: 'bill.json', bytes: 2 }] })
  await answerDialog({ canceled: true, filePaths: [] })
  expect(await choose(page)).toEqual({ ok: true, value: [] })

  async function answerDialog(answer: { canceled: boolean; filePaths: string[] }): Promise<void> {
    await program.app.evaluate(({ dialog }, given) => {
      dialog.showOpenDialog = () => Promise.resolve(given)
    }, answer)
  }
})

test('of hostile files only plain ones become tokens, under a name that can be shown', async ({ page, program }) => {
  test.skip(process.platform === 'win32', 'makes links and pipes')
  const make = (name: string): string => path.join(folder, name)
  symlinkSync('/etc', make('folder-link'))
  symlinkSync(make('nowhere'), make('dead-link.json'))
  symlinkSync(bill, make('link.json'))
  spawnSync('mkfifo', [make('pipe.csv')])
  writeFileSync(make('run.desktop'), '[Desktop Entry]\nExec=touch /tmp/run\n')
  writeFileSync(make('gpj\u202egnp.csv'), 'x')
  writeFileSync(make('line\nbreak.csv'), 'x')
  writeFileSync(make('huge.csv'), '')
  truncateSync(make('huge.csv'), 2 ** 40)
  const names = ['folder-link', 'dead-link.json', 'link.json', 'pipe.csv', 'run.desktop', 'gpj\u202egnp.csv']
  const dropped = [folder, '/dev/zero', ...[...names, 'line\nbreak.csv', 'huge.csv'].map(make)]
  await program.app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] })
  }, dropped)
  const granted = ((await choose(page)) as { value: readonly { name: string; token: string }[] }).value
  expect(granted.map(({ name }) => name)).toEqual([
    'link.json',
    'run.desktop',
    'gpj\u{fffd}gnp.csv',
    'line\u{fffd}break.csv',
    'huge.csv'
  ])
  const run = granted.find(({ name }) => name === 'run.desktop')
  const opened = await page.evaluate(
    (token) => (window as unknown as WithBridge).wattveil.client['bills.open']({ files: [token] }),
    run?.token ?? ''
  )
  expect(opened).toMatchObject({ ok: true, value: [{ kind: 'refused' }] })
})

test('a drag of hostile files onto the window leaves the page where it is, and brings only plain ones', async ({
  page
}) => {
  test.skip(process.platform === 'win32', 'makes links and pipes')
  const make = (name: string): string => path.join(folder, name)
  writeFileSync(make('evil.html'), '<script>location = "https://example.org/"</script>')
  symlinkSync('/etc/shadow-of-nobody', make('gone.csv'))
  spawnSync('mkfifo', [make('drag.csv')])
  const before = page.url()
  // The page's own answer to a drop would take the tokens; without it Chromium would open the first file itself.
  await page.evaluate(() => {
    window.addEventListener('drop', (event) => event.stopImmediatePropagation(), { capture: true, once: true })
  })
  const session = await page.context().newCDPSession(page)
  // As the system does it: the files come from outside, not from the page.
  const files = [make('evil.html'), make('gone.csv'), make('drag.csv'), folder, bill]
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data })
  }
  const names = async (): Promise<unknown> => ((await droppedFiles(page)) as { name: string }[]).map(({ name }) => name)
  await expect.poll(names).toEqual(['evil.html', 'bill.json'])
  await page.waitForTimeout(200)
  expect(page.url()).toBe(before)
  expect(page.context().pages()).toHaveLength(1)
  await session.detach()
})

function choose(page: Page): Promise<unknown> {
  return page.evaluate(() =>
    (window as unknown as WithBridge).wattveil.client['files.choose']({ kind: 'bill', multiple: false })
  )
}

function droppedFiles(page: Page): Promise<unknown> {
  return page.evaluate(() => (window as unknown as WithBridge).wattveil.droppedFiles())
}

async function addInput(page: Page): Promise<void> {
  await page.evaluate(() => {
    const input = document.createElement('input')
    input.type = 'file'
    input.id = 'probe'
    input.setAttribute('aria-label', 'probe')
    document.body.append(input)
  })
}
