/** The page is shut in: what a script in it may try leads nowhere. */

import path from 'node:path'
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

test('is not answered when a frame inside the page, or another window, speaks', async ({ page, program }) => {
  const framed = await page.evaluate(async () => {
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inside = frame.contentWindow as unknown as { readonly wattveil?: unknown }
    const found = typeof inside.wattveil
    frame.remove()
    return found
  })
  expect(framed, 'a frame is given no bridge').toBe('undefined')
  const preload = path.resolve(import.meta.dirname, '../../../out/preload/preload.cjs')
  const answer = await program.app.evaluate(async ({ BrowserWindow }, script) => {
    const other = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } })
    try {
      await other.loadURL('app://wattveil/index.html')
      return (await other.webContents.executeJavaScript("window.wattveil.client['program.state']({})")) as unknown
    } finally {
      other.destroy()
    }
  }, preload)
  expect(answer).toEqual({ ok: false, error: { code: 'bad-request', params: {} } })
})

test('survives what is too large, too deep or poisoned, and stays itself', async ({ page }) => {
  const answers = await page.evaluate(async () => {
    const { client } = (window as unknown as { wattveil: { client: Record<string, (request: unknown) => unknown> } })
      .wattveil
    let deep: unknown = {}
    for (let level = 0; level < 100; level += 1) deep = { deep }
    const sent = [
      { text: 'x'.repeat(2_000_000) },
      deep,
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
      { limit: Number.NaN, before: null },
      new Uint8Array(20_000),
      'text',
      null
    ]
    const given = []
    for (const request of sent) {
      given.push(await client['privacy.list']?.(request), await client['rounds.inspect-invitation']?.(request))
    }
    // The bridge itself ends what is deeper than it can carry.
    let bottomless: unknown = {}
    for (let level = 0; level < 1500; level += 1) bottomless = { deep: bottomless }
    try {
      await client['privacy.list']?.(bottomless)
    } catch {
      given.push({ ok: false, error: { code: 'bad-request', params: {} } })
    }
    return given
  })
  for (const answer of answers) expect(answer).toEqual({ ok: false, error: { code: 'bad-request', params: {} } })
  expect(await page.evaluate(() => ({}) as Record<string, unknown>)).toEqual({})
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false)
})

test('attaches no webview, downloads nothing, and cannot be led away by a redirect', async ({ page, program }) => {
  const before = await program.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
  await page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'https://example.org/')
    document.body.append(view)
    const link = document.createElement('a')
    link.href = 'data:text/plain,x'
    link.download = 'x.txt'
    document.body.append(link)
    link.click()
    view.remove()
    link.remove()
  })
  await page.waitForTimeout(300)
  expect(await program.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(before)
  const prevented = await program.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return ['will-redirect', 'will-navigate'].map((name) => {
      let stopped = false
      const event = { preventDefault: () => (stopped = true) }
      contents?.emit(name, event, 'https://example.org/')
      return stopped
    })
  })
  expect(prevented).toEqual([true, true])
  expect(
    await program.app.evaluate(({ session }) => session.defaultSession.isSpellCheckerEnabled()),
    'the spell checker fetches dictionaries'
  ).toBe(false)
})
