/**
 * Runs the services of the simulated neighbourhood for the core, each as a utility process: the packed program cannot
 * be started as plain Node, and only main may fork.
 */

import path from 'node:path'
import { type UtilityProcess, utilityProcess } from 'electron'
import { AppError } from '../app/app-error'
import type { ServiceProgram } from '../services/neighbourhood/launch'
import { createAnnouncementReader } from '../services/neighbourhood/read-announcement'

export type StartedService = { readonly service: number; readonly url: string }

export type ServiceProcesses = {
  /** @throws AppError service-failed when it ends or stays silent before it has announced itself. */
  readonly start: (program: ServiceProgram, args: readonly string[]) => Promise<StartedService>
  /** Resolves when the process has ended, or at once where there is none of that number. */
  readonly stop: (service: number) => Promise<void>
  readonly stopAll: () => Promise<void>
}

export type ServiceProcessesOptions = {
  /** Folder of the built services; absolute. */
  readonly folder: string
  /** Called when a service ends that was not asked to. */
  readonly onEnd: (service: number) => void
  readonly log: (text: string) => void
}

const START_MS = 60_000
const STOP_MS = 5000

export function createServiceProcesses({ folder, onEnd, log }: ServiceProcessesOptions): ServiceProcesses {
  const running = new Map<number, UtilityProcess>()
  let nextService = 1

  const stop = async (service: number): Promise<void> => {
    const child = running.get(service)
    running.delete(service)
    if (child) await end(child)
  }

  return {
    start: async (program, args) => {
      const service = nextService++
      const child = utilityProcess.fork(path.join(folder, `${program}.cjs`), [...args], {
        serviceName: `wattveil-${program}`,
        stdio: 'pipe'
      })
      running.set(service, child)
      child.stderr?.on('data', (chunk: Buffer) => log(`${program}: ${chunk.toString()}`))
      try {
        const url = await announced(child, program)
        // Whatever the code: Electron reports some signals as 0, and none of these services ends unasked.
        child.once('exit', () => {
          if (running.delete(service)) onEnd(service)
        })
        return { service, url }
      } catch (error) {
        await stop(service)
        throw error
      }
    },
    stop,
    stopAll: async () => {
      await Promise.all([...running.keys()].map(stop))
    }
  }
}

function announced(child: UtilityProcess, program: ServiceProgram): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = createAnnouncementReader()
    const fail = (): void => {
      clearTimeout(timer)
      reject(new AppError('service-failed', { program }))
    }
    const timer = setTimeout(fail, START_MS)
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

/** Asks it to end; Electron itself has no harder way than asking, so a deaf one is ended by its number. */
function end(child: UtilityProcess): Promise<void> {
  const { pid } = child
  if (pid === undefined) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      process.kill(pid, 'SIGKILL')
      resolve()
    }, STOP_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill()
  })
}
