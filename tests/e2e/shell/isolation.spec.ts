/** The page is shut in: what a script in it may try leads nowhere. */

import type * as Electron from 'electron'
import { expect, test } from '../support/test'

const REFUSALS =
  /Refused to|Failed to load resource|securitypolicyviolation|Not allowed to|violates|This document requires/u

test.use({ expectedFaults: REFUSALS })

test('offers the page nothing but the bridge', async ({ page }) => {
  const found = await page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { wattveil: object }).wattveil).sort(),
    leaks: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'].filter(
      (name) => name in window
    )
  }))
  expect(found).toEqual({ bridge: ['client', 'droppedFiles', 'subscribe'], leaks: [] })
})

test('runs in a sandboxed, isolated renderer', async ({ program }) => {
  const preferences = await program.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()
  })
  expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
})

test('has no network', async ({ page }) => {
  const outcomes = await page.evaluate(async () => {
    const asks = ['https://example.org/', 'http://127.0.0.1:9/', 'file:///etc/hostname'].map((address) =>
      fetch(address).then(
        () => 'answered',
        () => 'refused'
      )
    )
    const picture = new Promise((resolve) => {
      const image = new Image()
      image.onload = () => resolve('answered')
      image.onerror = () => resolve('refused')
      image.src = 'https://example.org/picture.png'
    })
    return Promise.all([...asks, picture])
  })
  expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused'])
})

test('has no network even where the page brings no policy of its own', async ({ program }) => {
  const outcome = await program.app.evaluate(async ({ session }) => {
    const { net } = process.mainModule?.require('electron') as typeof Electron
    return new Promise((resolve) => {
      const request = net.request({ url: 'http://127.0.0.1:9/', session: session.defaultSession })
      request.on('error', (error) => resolve(error.message))
      request.on('response', () => resolve('answered'))
      request.end()
    })
  })
  expect(outcome).toBe('net::ERR_BLOCKED_BY_CLIENT')
})

test('compiles no text into code', async ({ page }) => {
  const outcome = await page.evaluate(
    () =>
      new Promise((resolve) => {
        // The debugger's own evaluation is exempt from the policy; a timer's is not.
        setTimeout(() => {
          try {
            resolve(Reflect.construct(Function, ['return 1']))
          } catch (error) {
            resolve((error as Error).name)
          }
        })
      })
  )
  expect(outcome).toBe('EvalError')
})

test('stays on its page', async ({ page, program }) => {
  const address = () => program.app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getURL())
  const before = await address()
  await page.evaluate(() => {
    window.location.href = 'https://example.org/'
  })
  await page.waitForTimeout(300)
  expect(await address()).toBe(before)
  expect(await page.evaluate(() => document.querySelectorAll('body *').length)).toBeGreaterThan(0)
})

test('opens no other window', async ({ page, program }) => {
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true)
  expect(await page.evaluate(() => window.open('app://wattveil/index.html') === null)).toBe(true)
  expect(program.app.windows()).toHaveLength(1)
})

test('is given no permission', async ({ page }) => {
  const states = await page.evaluate(() =>
    Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state
      )
    )
  )
  expect(new Set(states)).toEqual(new Set(['denied']))
})

test('reads no file beside its own', async ({ page }) => {
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/..%2fmain%2fmain.cjs', '/../main/main.cjs', '/..%5cmain%5cmain.cjs', '/package.json'].map(
        async (path) => (await fetch(`app://wattveil${path}`)).status
      )
    )
  )
  expect(statuses).toEqual([404, 404, 404, 404])
})

test('is answered only in the form of the contract', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const { client } = (window as unknown as { wattveil: { client: Record<string, (request: unknown) => unknown> } })
      .wattveil
    return [
      await client['window.control']?.({ action: 'explode' }),
      await client['window.control']?.({ action: 'minimise', also: 1 }),
      await client['files.choose']?.(null)
    ]
  })
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: { code: 'bad-request', params: {} } })
})
