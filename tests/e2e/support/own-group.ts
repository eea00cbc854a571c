/** A group of one's own outside any simulation: a collector with TLS and a meter as processes, and an invitation file. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const CLI = path.resolve(import.meta.dirname, '../../../out/cli/wattveil.cjs')
const START_MS = 60_000
const END_MS = 10_000

export type OwnGroup = {
  /** File of the invitation. */
  readonly invitation: string
  readonly meter: { readonly address: string; readonly password: string }
  /** Ends the processes, and removes their folder when nobody writes into it any more. */
  readonly close: () => Promise<void>
}

export async function startOwnGroup(): Promise<OwnGroup> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wattveil-group-'))
  const children: ChildProcess[] = []
  const close = async (): Promise<void> => {
    await Promise.all(children.map(ended))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    run(folder, 'group', 'create', '--state', 'collector', '--name', 'Lindenhof', '--operator', 'Stromwerk Musterau')
    const collector = await serve(folder, children, 'collector', '--tls')
    const address = `https://localhost:${new URL(String(collector['url'])).port}`
    run(folder, 'group', 'invite', '--state', 'collector', '--address', address)
    const meters = (await serve(folder, children, 'meter'))['meters'] as OwnGroup['meter'][]
    const [file] = readdirSync(folder).filter((name) => name.endsWith('.wattveil-group.json'))
    const [meter] = meters
    if (!file || !meter) throw new Error('no invitation or no meter')
    return { invitation: path.join(folder, file), meter, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Told to end, as a person would, it finishes its writes; by force after a while. */
function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill()
  })
}

function run(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`wattveil ${args.join(' ')}: ${stderr}`)
}

function serve(
  folder: string,
  children: ChildProcess[],
  kind: string,
  ...more: readonly string[]
): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [CLI, 'serve', kind, '--state', kind, '--json', ...more], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit']
  })
  children.push(child)
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${kind} did not start`)), START_MS)
    child.once('exit', (code) => reject(new Error(`${kind} ended with ${String(code)}`)))
    child.stdout.once('data', (text: Buffer) => {
      clearTimeout(timer)
      resolve(JSON.parse(text.toString()) as Record<string, unknown>)
    })
  })
}
