/** How long the window and the main process were busy at a stretch, from a trace of Chromium. */

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import type * as Electron from 'electron'

export type TaskTimes = {
  /** Longest task of the window's main thread, in milliseconds of the processor: what others on the machine do does not count. */
  readonly window: number
  /** The same of the main process. */
  readonly main: number
}

type TraceEvent = {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds on the clock, and of the processor where the system tells it. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

const TASK = 'ThreadControllerImpl::RunTask'
const THREADS = { window: 'CrRendererMain', main: 'CrBrowserMain' } as const

/** @param folder for the trace, which is large */
export async function taskTimesOf(
  app: ElectronApplication,
  folder: string,
  work: () => Promise<void>
): Promise<TaskTimes> {
  await app.evaluate(({ contentTracing }: typeof Electron) =>
    contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] })
  )
  await work()
  const file = await app.evaluate(
    ({ contentTracing }: typeof Electron, name) => contentTracing.stopRecording(name),
    path.join(folder, 'trace.json')
  )
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { readonly traceEvents: readonly TraceEvent[] }
  const threads = new Map(
    traceEvents
      .filter(({ name }) => name === 'thread_name')
      .map(({ pid, tid, args }) => [`${pid} ${tid}`, args?.name] as const)
  )
  const tasks = traceEvents.filter(({ ph, name }) => ph === 'X' && name === TASK)
  if (tasks.length === 0) throw new Error('the trace holds no tasks')
  const longest = (thread: string): number =>
    tasks
      .filter(({ pid, tid }) => threads.get(`${pid} ${tid}`) === thread)
      .reduce((most, { tdur, dur = 0 }) => Math.max(most, (tdur ?? dur) / 1000), 0)
  return { window: longest(THREADS.window), main: longest(THREADS.main) }
}
