/** Starts the built program in the real Electron, with an empty home of its own, and ends it for certain. */

import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type ElectronApplication, type Page, _electron } from '@playwright/test'
import { sandboxObstacle } from '../../../scripts/setup/sandbox.mjs'
import { isObserved, observedStart } from './observed-start'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const CLOSE_MS = 8000

export type LaunchOptions = {
  /** Folder of the user's data; a new empty one when left out. */
  readonly home?: string
  /** Starts Electron in its place; Electron itself when left out. */
  readonly executable?: string
  /** Folder of the built program; that of this checkout when left out. */
  readonly root?: string
  /** Language of the operating system. */
  readonly language?: 'de' | 'en'
  readonly env?: Readonly<Record<string, string>>
  /** Holds what is reached against the privacy log when it ends; with WATTVEIL_FULL every start does. */
  readonly observed?: boolean
  /** Whether the privacy log goes before the end, with everything else. */
  readonly losesLog?: boolean
  /** Named at the start, as the system does for a double click. */
  readonly files?: readonly string[]
}

export type Launched = {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
  /** What the program wrote to standard error. */
  readonly log: () => string
  /** Quits as a person would; by force after a few seconds. Removes a home that was made for this run. */
  readonly close: () => Promise<void>
}

export async function launch(options: LaunchOptions = {}): Promise<Launched> {
  const home = options.home ?? mkdtempSync(path.join(os.tmpdir(), 'wattveil-e2e-'))
  const observed =
    options.executable === undefined && isObserved(options.observed)
      ? observedStart(testElectron(), home, options.losesLog !== true)
      : null
  const app = await startElectron(home, observed ? { ...options, executable: observed.executable } : options)
  let log = ''
  app.process().stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()))
  let closed: Promise<void> | null = null
  const close = (): Promise<void> =>
    (closed ??= end(app).then(() => {
      observed?.settle()
      if (!options.home) rmSync(home, { recursive: true, force: true })
    }))
  try {
    return { app, page: await app.firstWindow(), home, log: () => log, close }
  } catch (error) {
    await close()
    throw error
  }
}

function startElectron(home: string, options: LaunchOptions): Promise<ElectronApplication> {
  const electron = testElectron()
  return _electron.launch({
    executablePath: options.executable ?? electron,
    args: [options.root ?? ROOT, ...switches(electron), `--lang=${options.language ?? 'en'}`, ...(options.files ?? [])],
    env: { ...environment(), ...options.env, WATTVEIL_HOME: home, LANGUAGE: options.language ?? 'en' }
  })
}

/** For Chromium where there is no graphics card and no message bus. */
export const QUIET = ['--disable-gpu', '--log-level=3']

/** As root, and on systems that do not allow it, Chromium cannot have its sandbox. */
export function switches(executable: string): readonly string[] {
  const unboxed = sandboxObstacle(path.dirname(executable)) ? ['--no-sandbox'] : []
  return [...unboxed, ...QUIET]
}

/** The binary that start-everything.ts found. */
export function testElectron(): string {
  const executable = process.env['WATTVEIL_TEST_ELECTRON']
  if (!executable) throw new Error('start-everything.ts has not run')
  return executable
}

function environment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries)
}

async function end(app: ElectronApplication): Promise<void> {
  const child = app.process()
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS)
  try {
    await app.close()
  } catch {
    child.kill('SIGKILL')
  } finally {
    clearTimeout(timer)
  }
}
