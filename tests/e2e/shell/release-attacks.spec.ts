/**
 * Rules of main/security, each alone: in a program that takes itself for a release, other rules are taken away until only the
 * one is left that is attacked, with real answers of real servers.
 */

import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Page, expect, test } from '@playwright/test'
import { type HostileServer, startRedirector, startVictim } from '../support/hostile-servers'
import { type Launched, launch, testElectron } from '../support/launch'
import { linkTree } from '../support/link-tree'

test.describe.configure({ mode: 'serial', timeout: 60_000 })

let folder = ''
let program: Launched
let page: Page
/** Nobody may ever come here. */
let victim: HostileServer
let redirector: HostileServer

const elsewhere = (): string => `http://127.0.0.1:${String(victim.port)}/`
const redirecting = (): string => `http://127.0.0.1:${String(redirector.port)}/`

test.beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-release-'))
  victim = await startVictim()
  redirector = await startRedirector(elsewhere())
  // Electron takes itself for a packed program where its file is not called electron.
  const electron = testElectron()
  const dist = path.join(folder, 'dist')
  const released = path.join(dist, 'wattveil')
  if (process.platform === 'linux') {
    mkdirSync(dist)
    linkTree(path.dirname(electron), dist)
    linkSync(path.join(dist, path.basename(electron)), released)
  }
  program = await launch(process.platform === 'linux' ? { executable: released } : {})
  page = program.page
  await page.locator('h1').waitFor()
})
test.afterAll(async () => {
  await program.close()
  for (const server of [victim, redirector]) await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a page that asks for another in every way it has reaches no server', async () => {
  await page.evaluate(
    (addresses) => {
      const add = (tag: string, attributes: Readonly<Record<string, string>>): HTMLElement => {
        const element = document.createElement(tag)
        for (const [name, value] of Object.entries(attributes)) {
          try {
            element.setAttribute(name, value)
          } catch {
            // refused by trusted types
          }
        }
        document.body.append(element)
        return element
      }
      for (const at of addresses) {
        for (const tag of ['img', 'script', 'iframe', 'embed', 'audio', 'video', 'track', 'webview'])
          add(tag, { src: at })
        add('object', { data: at })
        for (const rel of [
          'stylesheet',
          'preload',
          'prefetch',
          'preconnect',
          'dns-prefetch',
          'modulepreload',
          'icon'
        ]) {
          add('link', { rel, href: at, as: 'script' })
        }
        add('meta', { 'http-equiv': 'refresh', content: `0; url=${at}` })
        add('base', { href: at })
        const form = add('form', { action: at, method: 'post' }) as HTMLFormElement
        form.requestSubmit()
        add('a', { href: at, ping: at }).click()
        add('a', { href: at, target: '_blank' }).click()
        for (const ask of [
          () => void fetch(at, { mode: 'no-cors' }).catch(() => null),
          () => navigator.sendBeacon(at, 'x'),
          () => new EventSource(at),
          () => new WebSocket(at.replace('http', 'ws')),
          () => new Worker(at),
          () => void import(/* @vite-ignore */ at).catch(() => null),
          () => window.open(at),
          () => location.assign(at),
          () => history.pushState(null, '', at)
        ]) {
          try {
            ask()
          } catch {
            // refused before it was tried
          }
        }
      }
    },
    [elsewhere(), redirecting()]
  )
  await page.waitForTimeout(500)
  expect(page.url()).toMatch(/^app:\/\/wattveil\/index\.html#/u)
  expect([victim.connections(), redirector.connections()]).toEqual([0, 0])
  expect(await program.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1)
  await page.reload()
})

test('a redirect that a page of our own answers with leads nobody off the page', async () => {
  const asked = await program.app.evaluate(async ({ BrowserWindow, session }) => {
    const seen: string[] = []
    const own = session.fromPartition('redirecting')
    own.protocol.handle('app', ({ url }) => {
      seen.push(url)
      if (url.endsWith('/leave')) return new Response(null, { status: 302, headers: { location: 'app://elsewhere/' } })
      return new Response('<title>here</title>', { headers: { 'content-type': 'text/html' } })
    })
    const window = new BrowserWindow({ show: false, webPreferences: { session: own } })
    try {
      await window.loadURL('app://wattveil/here')
      for (const way of ['location.href = "/leave"', 'location.href = "app://elsewhere/there"']) {
        await window.webContents.executeJavaScript(way)
        await new Promise((resolve) => setTimeout(resolve, 300))
      }
      await window.loadURL('app://wattveil/leave').catch(() => null)
      return [...seen, window.webContents.getURL()]
    } finally {
      window.destroy()
      own.protocol.unhandle('app')
    }
  })
  expect(asked.slice(0, -1)).toEqual(['app://wattveil/here', 'app://wattveil/leave', 'app://wattveil/leave'])
  expect(asked.at(-1)).toMatch(/^app:\/\/wattveil\//u)
})

test('a page without any policy, in the session of the window, is still refused every request', async () => {
  const errors = await program.app.evaluate(
    async ({ BrowserWindow, session }, addresses) => {
      const seen: string[] = []
      session.defaultSession.webRequest.onErrorOccurred(({ url, error }) => {
        if (addresses.includes(url)) seen.push(error)
      })
      const window = new BrowserWindow({ show: false, webPreferences: { webSecurity: false } })
      try {
        await window.loadURL('data:text/html,<title>bare</title>')
        for (const address of addresses) {
          await window.webContents.executeJavaScript(`fetch('${address}').then(() => 1, () => 0)`)
        }
        // Loaded by main itself, which no event of a page precedes.
        await window.loadURL(addresses[0] as string).catch(() => null)
        return seen
      } finally {
        window.destroy()
        session.defaultSession.webRequest.onErrorOccurred(null)
      }
    },
    [elsewhere(), redirecting()]
  )
  expect(errors).toEqual(Array(3).fill('net::ERR_BLOCKED_BY_CLIENT'))
  expect([victim.connections(), redirector.connections()]).toEqual([0, 0])
})

test('no permission is given, however it is asked for', async () => {
  const given = await page.evaluate(async () => {
    const ask = (name: string, question: () => Promise<unknown> | undefined): Promise<string> =>
      Promise.resolve()
        .then(question)
        .then(
          (answer) => (answer === 'denied' || answer === undefined ? 'refused' : `${name}: ${String(answer)}`),
          () => 'refused'
        )
    const devices = navigator as unknown as Record<string, { requestDevice?: (o: object) => Promise<unknown> }>
    return Promise.all([
      ask('camera', () => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
      ask('screen', () => navigator.mediaDevices.getDisplayMedia()),
      ask('notices', () => Notification.requestPermission()),
      ask('clipboard', () => navigator.clipboard.readText()),
      ask('place', () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject))),
      ask('usb', () => devices['usb']?.requestDevice?.({ filters: [] })),
      ask('hid', () => devices['hid']?.requestDevice?.({ filters: [] }).then((list) => String(list) || undefined)),
      ask('bluetooth', () => devices['bluetooth']?.requestDevice?.({ acceptAllDevices: true })),
      ask('midi', () => navigator.requestMIDIAccess({ sysex: true }))
    ])
  })
  expect(new Set(given)).toEqual(new Set(['refused']))
})

test('nothing is downloaded, wherever it would go', async () => {
  const target = path.join(folder, 'downloaded.txt')
  await program.app.evaluate(({ session }, file) => {
    session.defaultSession.on('will-download', (_event, item) => item.setSavePath(file))
  }, target)
  await page.evaluate(() => {
    for (const address of ['data:text/plain,x', URL.createObjectURL(new Blob(['x'])), '/index.html']) {
      const link = document.createElement('a')
      link.href = address
      link.download = 'x.txt'
      document.body.append(link)
      link.click()
    }
  })
  await page.waitForTimeout(500)
  expect(existsSync(target)).toBe(false)
})

test('a page that may embed others, because nobody else forbids it, still embeds none', async () => {
  const count = await program.app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { webviewTag: true, partition: 'embedding' }
    })
    const before = webContents.getAllWebContents().length
    try {
      await window.loadURL('data:text/html,<webview src="data:text/html,inside"></webview>')
      await new Promise((resolve) => setTimeout(resolve, 500))
      return webContents.getAllWebContents().length - before
    } finally {
      window.destroy()
    }
  })
  expect(count).toBe(0)
})

test('serves the files of the page, whole and as they are, and nothing under any other writing of a path', async () => {
  writeFileSync(path.join(folder, 'secret.json'), '{}')
  const up = ['..%2f', '%2e%2e%2f', '%2e%2e/', '..%5c', '%252e%252e%252f', '..%c0%af', '....//', '..;/']
  const paths = [
    ...up.map((step) => `/${step.repeat(12)}${folder.slice(1)}/secret.json`),
    ...[`/${folder}/secret.json`, `/assets/..%00/index.html`, '/index.html%00.js', '/%', '/%ff'],
    ...['/assets/', '/..%2frenderer.json', '/..%2fmain%2fmain.cjs', '/..%2f..%2fpackage.json', '/C:%5cx.json'],
    `/${'a'.repeat(300)}.js`,
    `/${'a/'.repeat(40_000)}x.js`
  ]
  const answers = await page.evaluate(
    (asked) =>
      Promise.all(
        asked.map((at) =>
          fetch(`app://wattveil${at}`).then(
            ({ status }) => status,
            () => 0
          )
        )
      ),
    paths
  )
  expect(answers.filter((status) => status !== 404 && status !== 0)).toEqual([])
  expect(answers.filter((status) => status === 404).length).toBeGreaterThan(10)
  const others = await page.evaluate(() => {
    const ask = (address: string, method = 'GET'): Promise<number> =>
      fetch(address, { method }).then(
        ({ status }) => status,
        () => 0
      )
    return Promise.all([
      ask('/index.html'),
      ask('/index.html', 'POST'),
      ask('/index.html', 'PUT'),
      ask('app://elsewhere/index.html'),
      ask('app://wattveil.example/index.html')
    ])
  })
  expect(others).toEqual([200, 404, 404, 0, 0])
})

test('a release closes developer tools that somebody opens all the same', async () => {
  test.skip(process.platform !== 'linux', 'needs a second name for Electron')
  const seen = await program.app.evaluate(async ({ app, BrowserWindow }) => {
    const own = BrowserWindow.getAllWindows()[0]
    const bare = new BrowserWindow({ show: false })
    await bare.loadURL('data:text/html,<title>bare</title>')
    const events: string[] = []
    own?.webContents.on('devtools-opened', () => events.push('own opened'))
    bare.webContents.on('devtools-opened', () => events.push('opened'))
    const closed = new Promise<void>((resolve) => {
      bare.webContents.once('devtools-closed', () => resolve())
      setTimeout(resolve, 15_000)
    })
    own?.webContents.openDevTools({ mode: 'detach' })
    bare.webContents.openDevTools({ mode: 'detach' })
    await closed
    // Those of the window were asked for first, and had been there by now.
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const left = [own, bare].map((window) => window?.webContents.isDevToolsOpened())
    bare.destroy()
    return { isPackaged: app.isPackaged, events, left }
  })
  expect(seen).toEqual({ isPackaged: true, events: ['opened'], left: [false, false] })
})
