/** Whether the program stays and starts without a window; asked once, kept beside the data. */

import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { replaceFileNow } from '../../adapters/system/replace-file'
import type { BackgroundState } from '../../app/contract/background'
import type { StartWithSystem } from './start-with-system'

export type Background = {
  state(): BackgroundState
  change(on: boolean): BackgroundState
  /** As before it was asked: nothing starts by itself, nothing is kept. */
  forget(): void
}

const kept = z.strictObject({ on: z.boolean() })

/**
 * @param file where the answer is kept.
 * @param system null where the system cannot start programs by itself.
 */
export function createBackground(file: string, system: StartWithSystem | null): Background {
  let answer = read(file)
  const state = (): BackgroundState => ({
    possible: system !== null,
    on: system !== null && answer === true,
    asked: answer !== null
  })
  return {
    state,
    change: (on) => {
      system?.(on)
      replaceFileNow(file, JSON.stringify({ on }))
      answer = on
      return state()
    },
    forget: () => {
      system?.(false)
      rmSync(file, { force: true })
      answer = null
    }
  }
}

/** Null where nobody has answered yet, or what they answered cannot be read. */
function read(file: string): boolean | null {
  try {
    return kept.parse(JSON.parse(readFileSync(file, 'utf8'))).on
  } catch {
    return null
  }
}
