/**
 * Newer versions: nothing is asked of anybody until the person has said yes, nothing is fetched or installed unless the
 * person says so each time. An older version than one that was seen before is refused, whoever signed it.
 */

import { rmSync } from 'node:fs'
import { AppError } from '../../app/app-error'
import type { UpdateState } from '../../app/contract/updates'
import { failureOf } from '../failure-of'
import { unforeseen } from '../../app/unforeseen'
import type { Installation } from './installation'
import type { Installer } from './installer'
import { type KeptAnswer, keepAnswer, readAnswer } from './kept-answer'
import { type Release, compareVersions } from './release'

export type Updates = {
  state(): UpdateState
  change(on: boolean): UpdateState
  /** Looks now; answers when it is known. @throws AppError updates-off */
  look(): Promise<UpdateState>
  /** Looks where the last time is most of a day ago. */
  lookDaily(): void
  /** Begins to fetch what was found. @throws AppError updates-off where nothing was */
  download(): UpdateState
  /** @throws AppError update-damaged where the file is no longer what was checked */
  install(): Promise<void>
  /** As before it was asked: nothing is looked for or fetched, and nothing is kept of what was. */
  forget(): Promise<void>
}

export type UpdatesOptions = {
  /** Where the person's answer is kept. */
  readonly file: string
  /** null where this build gets no updates. */
  readonly installation: Installation | null
  /** Of the program that runs, such as 1.2.3. */
  readonly version: string
  readonly fetchRelease: () => Promise<Release>
  /** Made when it is first needed. */
  readonly installer: () => Installer
  /** Ends what is being fetched and removes what was. */
  readonly removeFetched: () => Promise<void>
  /** Finishes all writes, so that another program may start in this one's place. */
  readonly prepareEnd: () => Promise<void>
  readonly changed: (state: UpdateState) => void
  /** Milliseconds. */
  readonly now: () => number
  readonly log: (text: string) => void
}

const DAILY_MS = 20 * 3600_000

type Progress = Pick<UpdateState, 'phase' | 'newer' | 'percent' | 'failure'>

const IDLE: Progress = { phase: 'idle', newer: null, percent: null, failure: null }

export function createUpdates(options: UpdatesOptions): Updates {
  const { installation, version, file, now } = options
  let answer = readAnswer(file)
  let progress = IDLE
  let found: Release | null = null

  const state = (): UpdateState => ({
    possible: installation !== null,
    on: installation !== null && answer?.on === true,
    asked: answer !== null,
    version,
    ...progress,
    install: installation?.install ?? 'restart'
  })
  const move = (next: Progress): UpdateState => {
    progress = next
    options.changed(state())
    return state()
  }
  /** Nobody is told what became of something that is not wanted any more. */
  const fail = (error: unknown): UpdateState =>
    state().on
      ? move({ ...IDLE, phase: 'failed', failure: failureOf(error, (seen) => options.log(unforeseen(seen))) })
      : move(IDLE)
  const keep = (next: KeptAnswer): void => {
    answer = next
    keepAnswer(file, next)
  }
  const isBusy = (): boolean => progress.phase === 'looking' || progress.phase === 'downloading'
  const known = (): KeptAnswer => {
    if (!state().on || !answer) throw new AppError('updates-off')
    return answer
  }

  const look = async (): Promise<UpdateState> => {
    keep({ ...known(), lookedAt: now() })
    if (isBusy()) return state()
    found = null
    move({ ...IDLE, phase: 'looking' })
    try {
      const release = await options.fetchRelease()
      const { newest = version } = known()
      const least = compareVersions(newest, version) > 0 ? newest : version
      if (compareVersions(release.version, least) < 0) throw new AppError('update-older', { version: release.version })
      keep({ ...known(), newest: release.version })
      if (compareVersions(release.version, version) === 0) return move({ ...IDLE, phase: 'none' })
      found = release
      return move({ ...IDLE, phase: 'found', newer: release.version })
    } catch (error) {
      return fail(error)
    }
  }

  const fetchFound = async (release: Release): Promise<void> => {
    const at = (bytes: number): Progress => ({
      ...{ phase: 'downloading', newer: release.version, failure: null },
      percent: Math.floor((100 * bytes) / release.file.size)
    })
    move(at(0))
    try {
      await options.installer().fetch(release, (bytes) => void move(at(bytes)))
      move(state().on ? { ...IDLE, phase: 'ready', newer: release.version } : IDLE)
    } catch (error) {
      fail(error)
    }
  }

  return {
    state,
    look,
    change: (on) => {
      keep({ ...answer, on })
      if (on) void look()
      // What is on its way was asked for by the yes that is taken back here.
      else if (progress.phase === 'downloading') void options.installer().forget()
      else if (!isBusy()) progress = IDLE
      return move(progress)
    },
    lookDaily: () => {
      if (!state().on || isBusy() || progress.phase === 'ready') return
      // Looked at in the future: the clock was wrong then or is wrong now.
      if (Math.abs(now() - (answer?.lookedAt ?? 0)) >= DAILY_MS) void look()
    },
    download: () => {
      known()
      if (progress.phase !== 'found' || !found) throw new AppError('updates-off')
      void fetchFound(found)
      return state()
    },
    forget: async () => {
      answer = null
      found = null
      await options.removeFetched()
      rmSync(file, { force: true })
      move(IDLE)
    },
    install: async () => {
      if (progress.phase !== 'ready') throw new AppError('updates-off')
      const installer = options.installer()
      if (!(await installer.isIntact())) {
        fail(new AppError('update-damaged'))
        throw new AppError('update-damaged')
      }
      if (installation?.install === 'show') return installer.show()
      await options.prepareEnd()
      installer.restart()
    }
  }
}
