/** One thing the core does, killed again and again: what was there is there, and it is done whole or not at all. */

import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { TEST_KEY } from '../test-database'
import { contentUnder } from './content'
import { type Ended, type VictimOptions, runCore } from './core-victim'
import { type Fate, describeFate, drawFates } from './deaths'

export type CrashJob = {
  readonly name: string
  /** A folder as it is before; every trial gets a copy. */
  readonly template: string
  readonly options: (folder: string) => Omit<VictimOptions, 'folder' | 'death'>
  /** Settings that may be the one or the other. */
  readonly ignoring?: readonly string[]
  /** Looks at more than the database. */
  readonly judge?: (folder: string) => Promise<void>
  /** The same once it was started again and is whole. */
  readonly judgeAtRest?: (folder: string) => Promise<void>
}

export type Tally = { deaths: number; survived: number; before: number; after: number }

const NOW = 1_780_000_000
const AT_ONCE = 2
/** What may lie in the folder of a household that is at rest. */
const AT_REST = /^(?:household\.db(?:-wal|-shm)?|household\.key|copies)$/u

/** @returns what became of the trials. @throws where a killed core left something that must not be. */
export async function tryToBreak(job: CrashJob, trials: number): Promise<Tally> {
  const folders = mkdtempSync(path.join(path.dirname(job.template), 'trials-'))
  const tally: Tally = { deaths: 0, survived: 0, before: 0, after: 0 }
  try {
    const before = stateOf(job, job.template)
    const whole = copyOf(job, path.join(folders, 'whole'))
    const begun = Date.now()
    const undisturbed = await run(job, whole)
    expect(confirmed(undisturbed), `${job.name}, undisturbed: ${JSON.stringify(undisturbed)}`).toBe(true)
    const after = stateOf(job, whole)
    expect(after).not.toBe(before)
    const fates = drawFates(job.name, trials, undisturbed.passed, Date.now() - begun).map((fate, index) => ({
      fate,
      index
    }))
    const worker = async (): Promise<void> => {
      for (let next = fates.shift(); next; next = fates.shift()) {
        const folder = copyOf(job, path.join(folders, String(next.index)))
        await tryOnce({ job, folder, before, after, tally }, next.fate)
        rmSync(folder, { recursive: true })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return tally
  } finally {
    rmSync(folders, { recursive: true, force: true })
  }
}

type Trial = { job: CrashJob; folder: string; before: string; after: string; tally: Tally }

async function tryOnce({ job, folder, before, after, tally }: Trial, fate: Fate): Promise<void> {
  const where = `${job.name}, ${describeFate(fate)}`
  const ended = await run(job, folder, fate)
  tally[ended.died ? 'deaths' : 'survived'] += 1
  const found = stateOf(job, folder)
  expect([before, after], `${where}: neither before nor after`).toContain(found)
  const state = found === after ? 'after' : 'before'
  tally[state] += 1
  if (confirmed(ended)) expect(state, `${where}: confirmed and not there`).toBe('after')
  await job.judge?.(folder)
  // The next start tidies up, and the person does what was interrupted once more.
  const again = await run(
    state === 'after' ? { ...job, options: (at) => ({ ...job.options(at), calls: [] }) } : job,
    folder
  )
  expect(again.failure, where).toBeNull()
  expect(stateOf(job, folder), `${where}: another state after the next start`).toBe(after)
  await job.judge?.(folder)
  await job.judgeAtRest?.(folder)
  expect(
    readdirSync(folder).filter((name) => !AT_REST.test(name)),
    where
  ).toEqual([])
  copiesOpen(job, folder)
}

function run(job: CrashJob, folder: string, fate?: Fate): Promise<Ended> {
  return runCore({ now: NOW, ...job.options(folder), folder, ...fate })
}

/** Everything asked was answered with success, or nothing was asked and it started. */
function confirmed({ died, answers, failure }: Ended): boolean {
  return (!died || answers.length > 0) && failure === null && answers.every((answer) => (answer as { ok: boolean }).ok)
}

function keysOf({ options }: CrashJob, folder: string): readonly string[] {
  const { key = TEST_KEY, previousKey } = options(folder)
  return previousKey ? [key, previousKey] : [key]
}

function stateOf(job: CrashJob, folder: string): string {
  return contentUnder(path.join(folder, 'household.db'), keysOf(job, folder), job.ignoring)
}

/** A copy that has a name is one that can be gone back to. */
function copiesOpen(job: CrashJob, folder: string): void {
  const copies = path.join(folder, 'copies')
  if (!existsSync(copies)) return
  for (const name of readdirSync(copies))
    if (name.endsWith('.db')) contentUnder(path.join(copies, name), keysOf(job, folder))
}

function copyOf({ template }: CrashJob, folder: string): string {
  cpSync(template, folder, { recursive: true })
  return folder
}
