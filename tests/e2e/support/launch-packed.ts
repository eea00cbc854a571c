/**
 * Starts the packed program. Its fuses refuse the inspector that Playwright's Electron launch needs, so it is driven
 * over the page's debugging port, which only this start opens.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Browser, type Page, chromium } from '@playwright/test'
import { QUIET, switches } from './launch'

const START_MS = 20_000
const CONNECT_MS = 8000
const END_MS = 3000
const POLL_MS = 100

export type LaunchedPacked = { readonly page: Page; readonly close: () => Promise<void> }

/**
 * @param owner number of the user and group to run as, instead of this process's own
 * @param kept  folder of the user's data, which stays; a new empty one, removed afterwards, when left out
 */
export async function launchPacked(executable: string, owner?: number, kept?: string): Promise<LaunchedPacked> {
  const home = kept ?? mkdtempSync(path.join(os.tmpdir(), 'wattveil-packed-'))
  if (owner !== undefined) chownSync(home, owner, owner)
  const quiet = owner === undefined ? switches(executable) : QUIET
  const child = spawn(executable, [...quiet, '--remote-debugging-port=0'], {
    env: { ...process.env, HOME: home, WATTVEIL_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(owner === undefined ? {} : { uid: owner, gid: owner })
  })
  let browser: Browser | null = null
  const close = async (): Promise<void> => {
    await browser?.close().catch(() => undefined)
    await end(child)
    if (kept === undefined) rmSync(home, { recursive: true, force: true })
  }
  try {
    const endpoint = await debuggingEndpoint(child)
    // Connecting before the page is there hangs now and then.
    await pageIsThere(endpoint)
    browser = await chromium.connectOverCDP(endpoint, { noDefaults: true, timeout: CONNECT_MS })
    const context = browser.contexts()[0]
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: CONNECT_MS }))
    if (!page) throw new Error('the packed program shows no page')
    await page.waitForURL(/^app:/u, { timeout: CONNECT_MS })
    return { page, close }
  } catch (error) {
    await close()
    throw error
  }
}

function debuggingEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const timer = setTimeout(() => reject(new Error(`the packed program did not start:\n${text}`)), START_MS)
    child.once('error', reject)
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /DevTools listening on (ws:\S+)/u.exec(text)?.[1]
      if (!found) return
      clearTimeout(timer)
      resolve(found)
    })
  })
}

async function pageIsThere(endpoint: string): Promise<void> {
  const list = `http://${new URL(endpoint).host}/json/list`
  const until = Date.now() + START_MS
  while (Date.now() < until) {
    const answer = await fetch(list, { signal: AbortSignal.timeout(CONNECT_MS) }).catch(() => null)
    const targets = answer ? ((await answer.json()) as readonly { url: string; title: string }[]) : []
    if (targets.some(({ url, title }) => url.startsWith('app://') && title !== '')) return
    await sleep(POLL_MS)
  }
  throw new Error('the packed program shows no page of its own')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
  await ended
  clearTimeout(timer)
}
