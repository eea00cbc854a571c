/** The built core as a process of Node, spoken to as main does, that dies where it is told. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { TEST_KEY } from '../test-database'

const CORE = fileURLToPath(new URL('../../../out/main/core.cjs', import.meta.url))
const MORTAL = new URL('mortal.mjs', import.meta.url).href
/** A core that says nothing for so long never will. */
const PATIENCE_MS = 60_000

export type Death = {
  readonly of: 'steps' | 'rows'
  readonly at: number
  readonly when: 'before' | 'during' | 'after'
  readonly micros: number
}

export type Passed = { readonly steps: number; readonly rows: number }

export type VictimOptions = {
  readonly folder: string
  /** Files the core may be told of, by token. */
  readonly files?: Readonly<Record<string, string>>
  readonly key?: string
  readonly previousKey?: string | null
  /** Stands still at this second; the PC's clock when left out. */
  readonly now?: number
  readonly death?: Death | null
  /** Struck from outside after so many milliseconds. */
  readonly strikeAfterMs?: number | null
  readonly calls?: readonly (readonly [name: string, request: unknown])[]
  /** A command that runs the one after it under some limit of the system. */
  readonly under?: readonly string[]
}

export type Ended = {
  readonly died: boolean
  /** Of the calls, in order, as far as they were answered. */
  readonly answers: readonly unknown[]
  /** Why it could not start. */
  readonly failure: string | null
  /** What it did before it ended by itself. */
  readonly passed: Passed
}

/** Starts it, calls it one by one, waits for what is due, ends it. @throws Error for every end that nobody asked for. */
export function runCore(options: VictimOptions): Promise<Ended> {
  if (!existsSync(CORE)) throw new Error('the core is not built')
  const { folder, files = {}, key = TEST_KEY, previousKey = null, now, calls = [] } = options
  const plan = { core: true, now: now ?? null, death: options.death ?? null }
  const [command = '', ...args] = [...(options.under ?? []), process.execPath, '--import', MORTAL, CORE]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, NODE_OPTIONS: '', WATTVEIL_MORTAL: JSON.stringify(plan) }
  })
  const answers: unknown[] = []
  const said = { out: '', err: '' }
  let failure: string | null = null
  let looked = now === undefined
  let ready = false
  const send = (message: object): void => {
    if (child.connected) child.send(message, () => undefined)
  }
  const goOn = (): void => {
    const next = calls[answers.length]
    if (next) send({ type: 'call', id: answers.length, name: next[0], request: next[1] })
    else if (looked) send({ type: 'stop' })
  }
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  child.on('message', (message: { type: string } & Record<string, unknown>) => {
    if (message.type === 'ask') send(answerTo(message, files))
    else if (message.type === 'result') {
      answers.push(message['result'])
      goOn()
    } else if (message.type === 'failed') {
      failure = (message['error'] as { code: string }).code
      send({ type: 'stop' })
    } else if (message.type === 'ready' || (message.type === 'looked' && !looked)) {
      if (message.type === 'ready') ready = true
      else looked = true
      if (ready && (message.type === 'ready' || answers.length === calls.length)) goOn()
    }
  })
  send({
    ...{ type: 'start', dataFolder: folder, databaseKey: key, previousKey, keyProtection: 'file' },
    ...{ version: '0.1.0', systemLocale: 'en' }
  })
  const strike = options.strikeAfterMs ?? null
  const timers = [
    setTimeout(() => child.kill('SIGABRT'), PATIENCE_MS),
    ...(strike === null ? [] : [setTimeout(() => child.kill('SIGKILL'), strike)])
  ]
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      timers.forEach(clearTimeout)
      const died = signal === 'SIGKILL'
      if (!died && code !== 0) return reject(new Error(`core: ${String(signal ?? code)} ${said.err}`))
      const passed = died ? { steps: 0, rows: 0 } : (JSON.parse(said.out.trim()) as { passed: Passed }).passed
      resolve({ died, answers, failure, passed })
    })
  })
}

function answerTo({ id, request }: Record<string, unknown>, files: Readonly<Record<string, string>>): object {
  const { kind, token } = request as { kind: string; token?: string }
  const file = kind === 'resolve-file' ? files[token ?? ''] : undefined
  const error = { code: 'file-gone', params: {} }
  const result =
    file === undefined ? { ok: false, error } : { ok: true, value: { path: file, name: path.basename(file) } }
  return { type: 'answer', id, result }
}
