/** Failures of a service that runs on, for whoever reads its log: each once an hour, however often it comes. */

import { AppError } from '../../app/app-error'
import { sentenceOf } from '../sentences'

const AGAIN_MS = 3_600_000

/** @param write a line for people. */
export function createFailureLog(
  write: (line: string) => void,
  now: () => number = Date.now
): (error: unknown) => void {
  const said = new Map<string, number>()
  return (error) => {
    const words = wordsOf(error)
    const since = now() - (said.get(words) ?? -AGAIN_MS)
    // A clock that was set back says it once more, and not never.
    if (since >= 0 && since < AGAIN_MS) return
    said.set(words, now())
    write(`${new Date(now()).toISOString()} ${words}`)
  }
}

/** Of what is no failure of ours the name alone: what it says may hold a path, or what a stranger wrote. */
function wordsOf(error: unknown): string {
  if (error instanceof AppError) return sentenceOf(error)
  return error instanceof Error ? error.name : typeof error
}
