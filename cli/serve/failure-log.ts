/** Failures of a service that runs on, for whoever reads its log: each once an hour, however often it comes. */

import { AppError } from '../../app/app-error'
import { sentenceOf } from '../sentences'

const AGAIN_MS = 3_600_000

/**
 * @param write a line for people
 * @param now   milliseconds that only go forward
 */
export function createFailureLog(
  write: (line: string) => void,
  now: () => number = () => performance.now()
): (error: unknown) => void {
  const said = new Map<string, number>()
  return (error) => {
    const words = wordsOf(error)
    if (now() - (said.get(words) ?? -Infinity) < AGAIN_MS) return
    said.set(words, now())
    write(`${new Date().toISOString()} ${words}`)
  }
}

/** Of what is no failure of ours the name alone: what it says may hold a path, or what a stranger wrote. */
function wordsOf(error: unknown): string {
  if (error instanceof AppError) return sentenceOf(error)
  return error instanceof Error ? error.name : typeof error
}
