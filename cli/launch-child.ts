/** Services as child processes of the command line: the same Node, the built program beside this one. */

import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { AppError } from '../app/app-error'
import type { Launch, LaunchedService } from '../services/neighbourhood/launch'
import { createAnnouncementReader } from '../services/neighbourhood/read-announcement'

const START_MS = 60_000
const STOP_MS = 5000

export type ChildService = LaunchedService & {
  /** As by a power cut: no signal handler, no last write. */
  strike(): Promise<void>
}

export type ChildLaunch = (...args: Parameters<Launch>) => Promise<ChildService>

/** @param folder where the built services lie. @param log gets what the services print to standard error. */
export function createChildLaunch(folder: string, log: (text: string) => void): ChildLaunch {
  return async (program, args, onEnd) => {
    const child = spawn(process.execPath, [path.join(folder, `${program}.cjs`), ...args, '--end-with-parent'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' }
    })
    let stopping = false
    child.stderr.on('data', (chunk: Buffer) => {
      log(`${program}: ${chunk.toString()}`)
    })
    const url = await announced(child, program)
    // A process of households ends by itself, and well, when the simulation does.
    child.once('exit', (code) => {
      if (!stopping && code !== 0) onEnd()
    })
    return {
      url,
      stop: () => {
        stopping = true
        return ended(child)
      },
      strike: () => {
        stopping = true
        return ended(child, 'SIGKILL')
      }
    }
  }
}

function announced(child: ChildProcess, program: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = createAnnouncementReader()
    const fail = (): void => {
      clearTimeout(timer)
      child.kill('SIGKILL')
      reject(new AppError('service-failed', { program }))
    }
    const timer = setTimeout(fail, START_MS)
    child.once('error', fail)
    child.once('exit', fail)
    child.stdout?.on('data', (chunk: Buffer) => {
      const url = read(chunk.toString())
      if (url === null) return
      clearTimeout(timer)
      child.off('exit', fail)
      resolve(url)
    })
  })
}

function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill(signal)
  })
}
